// SPDX-License-Identifier: Apache-2.0
// XML of workbooks, whatever prefixes its writer chose.
#include <algorithm>

#include "spreadsheet_package.hpp"
#include "spreadsheet_text.hpp"

namespace tocsin::documents::spreadsheet {

std::string_view localName(pugi::xml_node node) {
    std::string_view const name = node.name();
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node childOf(pugi::xml_node node, std::string_view name) {
    auto child = node.first_child();
    return child && localName(child) != name ? nextOf(child, name) : child;
}

pugi::xml_node nextOf(pugi::xml_node node, std::string_view name) {
    do {
        node = node.next_sibling();
    } while (node && localName(node) != name);
    return node;
}

bool isTrue(pugi::xml_attribute attribute) {
    std::string_view const value = attribute.value();
    return value == "1" || value == "true" || value == "on";
}

std::vector<pugi::xml_node> textNodes(pugi::xml_node node) {
    std::vector<pugi::xml_node> out;
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        if (localName(child) == "t") {
            out.push_back(child);
        } else if (localName(child) == "r") {
            if (auto const text = childOf(child, "t")) {
                out.push_back(text);
            }
        }
    }
    return out;
}

std::string richText(pugi::xml_node node) {
    std::string out;
    for (auto const& text : textNodes(node)) {
        out += text.text().get();
    }
    return fromCellText(out);
}

}  // namespace tocsin::documents::spreadsheet
