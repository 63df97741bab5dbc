// SPDX-License-Identifier: Apache-2.0
// The kinds of feeds and envelopes, each read by a file of its own, and what they share.
#pragma once

#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cap_findings.hpp"
#include "tocsin/warnings/cap.hpp"
#include "xml_document.hpp"

namespace tocsin::warnings {

/// What has been read of a feed so far.
struct FeedContext {
    static constexpr std::size_t kMostEntries = 1'000;

    XmlDocument const& document;
    Findings findings;
    std::vector<FeedEntry> entries;

    /// Beyond kMostEntries it is left out, and a finding says so.
    void add(FeedEntry entry);
};

/// Of bounded texts; a link that is no URI is left out.
[[nodiscard]] FeedEntry entryOf(std::string_view id, std::string_view title, std::string_view link);

void readAtom(pugi::xml_node feed, FeedContext& context);
void readRss(pugi::xml_node rss, FeedContext& context);
void readEdxl(pugi::xml_node distribution, FeedContext& context);

/// The CAP messages inside of an element, those in others left out; at most kMostEntries.
[[nodiscard]] std::vector<pugi::xml_node> alertsIn(pugi::xml_node node);
/// The message as it stands in the document, byte for byte, but for namespaces that it takes from
/// around it: those of CAP and of signatures are declared on it.
[[nodiscard]] std::string cutOut(XmlDocument const& document, pugi::xml_node alert);
/// Whether text may be a CAP message that somebody escaped into another document.
[[nodiscard]] bool looksLikeCap(std::string_view text);
/// Whether a media type names CAP.
[[nodiscard]] bool isCapType(std::string_view mimeType);
/// The child's text, or empty.
[[nodiscard]] std::string textIn(pugi::xml_node node, std::string_view name);
/// The first of these children that says something, at most 64 bytes of it; it is only compared.
[[nodiscard]] std::string dateIn(pugi::xml_node node, std::initializer_list<char const*> names);
[[nodiscard]] std::vector<pugi::xml_node> childrenNamed(pugi::xml_node node, std::string_view name);

}  // namespace tocsin::warnings
