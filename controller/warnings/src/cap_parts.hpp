// SPDX-License-Identifier: Apache-2.0
// The parts of a CAP message, each read by a file of its own.
#pragma once

#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cap_block.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

/// `where` ends in '.'.
[[nodiscard]] CapInfo readCapInfo(pugi::xml_node node, std::string const& where,
                                  CapContext& context);
[[nodiscard]] CapArea readCapArea(pugi::xml_node node, std::string const& where,
                                  CapContext& context);
[[nodiscard]] CapResource readCapResource(pugi::xml_node node, std::string const& where,
                                          CapContext& context);
/// Elements of this name that are a valueName and a value each.
[[nodiscard]] std::vector<NameAndValue> readPairs(CapBlock const& block, std::string_view name);

/// Fills key, type and references. What is wrong with any of them is fatal where the message acts
/// on others.
[[nodiscard]] playlists::AlertMessage readCapHead(CapBlock const& alert);

/// INVALID_ENUM_VALUE of this weight if the word is none of these; an empty one is passed over.
void checkWord(CapBlock const& block, std::string_view name, std::string_view word,
               std::initializer_list<std::string_view> known, CapFinding::Weight weight);
/// TEXT_CONTAINS_HTML_TAGS and TEXT_CONTAINS_HTML_ENTITIES.
void checkPlain(CapBlock const& block, std::string_view name, std::string_view text);

[[nodiscard]] bool isUri(std::string_view text);
[[nodiscard]] bool isAbsoluteUri(std::string_view text);

}  // namespace tocsin::warnings
