// SPDX-License-Identifier: Apache-2.0
#include "xml_document.hpp"

#include <fmt/format.h>

#include "plain_text.hpp"
#include "xml_encoding.hpp"
#include "xml_scan.hpp"

namespace tocsin::warnings {
namespace {

/// Comments, processing instructions and declarations are passed over; there is no DOCTYPE.
constexpr unsigned kParsed =
    pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute;

CapFinding refused(std::string code, std::string message) {
    return {std::move(code), CapFinding::Weight::fatal, "", std::move(message)};
}

/// Whether the attribute declares the namespace of `prefix`.
bool declares(pugi::xml_attribute attribute, std::string_view prefix) {
    constexpr std::string_view kDeclaration = "xmlns";
    std::string_view name = attribute.name();
    if (!name.starts_with(kDeclaration)) {
        return false;
    }
    name.remove_prefix(kDeclaration.size());
    return prefix.empty() ? name.empty() : name.starts_with(':') && name.substr(1) == prefix;
}

}  // namespace

std::optional<CapFinding> loadXml(std::string_view bytes, XmlDocument& out) {
    if (bytes.size() > kMostCapBytes) {
        return refused("OTHER", fmt::format("the document has {} bytes; at most {} are read",
                                            bytes.size(), kMostCapBytes));
    }
    auto text = asUtf8(bytes);
    if (!text) {
        bool const characters = text.error().code == Errc::damaged;
        return refused(characters ? "INVALID_CHARACTERS" : "OTHER", text.error().message);
    }
    if (auto const scanned = scanXml(*text); !scanned) {
        return refused("OTHER", scanned.error().message);
    }
    out.text = std::move(*text);
    auto const parsed =
        out.tree.load_buffer(out.text.data(), out.text.size(), kParsed, pugi::encoding_utf8);
    if (!parsed) {
        return refused("OTHER", fmt::format("the document is not well-formed XML: {} at byte {}",
                                            parsed.description(), parsed.offset));
    }
    return std::nullopt;
}

std::string_view localName(pugi::xml_node node) {
    std::string_view const name = node.name();
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view prefixOf(pugi::xml_node node) {
    std::string_view const name = node.name();
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

std::string_view namespaceOf(pugi::xml_node node) {
    auto const prefix = prefixOf(node);
    for (; node; node = node.parent()) {
        for (auto attribute = node.first_attribute(); attribute;
             attribute = attribute.next_attribute()) {
            if (declares(attribute, prefix)) {
                return attribute.value();
            }
        }
    }
    return {};
}

bool isCapAlert(pugi::xml_node node) {
    if (localName(node) != "alert") {
        return false;
    }
    auto const space = namespaceOf(node);
    return space == kCap11 || space == kCap12;
}

std::string textOf(pugi::xml_node node) {
    std::string out;
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            out += child.value();
        }
    }
    return std::string(trimmed(out));
}

bool hasElements(pugi::xml_node node) {
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() == pugi::node_element) {
            return true;
        }
    }
    return false;
}

pugi::xml_node childNamed(pugi::xml_node parent, std::string_view name) {
    for (auto child = parent.first_child(); child; child = child.next_sibling()) {
        if (child.type() == pugi::node_element && localName(child) == name) {
            return child;
        }
    }
    return {};
}

}  // namespace tocsin::warnings
