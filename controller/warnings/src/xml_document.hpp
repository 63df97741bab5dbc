// SPDX-License-Identifier: Apache-2.0
// XML from outside, parsed within bounds, and its nodes with their namespaces, which pugixml does
// not know of.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

inline constexpr std::string_view kCap11 = "urn:oasis:names:tc:emergency:cap:1.1";
inline constexpr std::string_view kCap12 = "urn:oasis:names:tc:emergency:cap:1.2";
inline constexpr std::string_view kXmlSignature = "http://www.w3.org/2000/09/xmldsig#";

struct XmlDocument {
    std::string text;  ///< in UTF-8, as it was before it was parsed
    pugi::xml_document tree;
};

/// Fills `out`. What it returns is fatal: the document is not read.
[[nodiscard]] std::optional<CapFinding> loadXml(std::string_view bytes, XmlDocument& out);

/// "info" of "cap:info".
[[nodiscard]] std::string_view localName(pugi::xml_node node);
/// "cap" of "cap:info", or empty.
[[nodiscard]] std::string_view prefixOf(pugi::xml_node node);
/// The namespace that the node's prefix stands for here, or empty.
[[nodiscard]] std::string_view namespaceOf(pugi::xml_node node);
/// Whether it is the root of a CAP message, 1.1 or 1.2.
[[nodiscard]] bool isCapAlert(pugi::xml_node node);
/// All text that stands in the element itself, without blanks around it.
[[nodiscard]] std::string textOf(pugi::xml_node node);
[[nodiscard]] bool hasElements(pugi::xml_node node);
/// Elements of `parent` with this local name, of whatever namespace: feeds are read generously.
[[nodiscard]] pugi::xml_node childNamed(pugi::xml_node parent, std::string_view name);

}  // namespace tocsin::warnings
