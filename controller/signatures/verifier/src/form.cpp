// SPDX-License-Identifier: Apache-2.0
#include "form.hpp"

#include <libxml/valid.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "rules.hpp"

namespace tocsin::xml_verifier {
namespace {

constexpr std::size_t kMostSignatures = 4;
constexpr std::size_t kDeepest = 64;
/// For each element all namespaces in scope are looked up through all that are around it: the sum
/// of these products. A message of 200,000 elements with five namespaces stays below.
constexpr std::size_t kMostLookingUp = 10'000'000;

Error refused(std::string why) {
    return {Errc::invalid, std::move(why)};
}

std::size_t declaredOn(xmlNode const* node) {
    std::size_t out = 0;
    for (auto const* space = node->nsDef; space != nullptr; space = space->next) {
        ++out;
    }
    return out;
}

/// Adds up what the canonical form costs, element by element in the document's order.
class Cost {
public:
    explicit Cost(xmlNode const* root) : spaces_{declaredOn(root)} {}

    /// False: too deep, or too dear.
    bool take(xmlNode const* node) {
        std::size_t depth = 0;
        for (auto const* up = node->parent; up != nullptr && up->type == XML_ELEMENT_NODE;
             up = up->parent) {
            if (++depth == kDeepest) {
                return false;
            }
        }
        spaces_.resize(depth);
        spaces_.push_back(spaces_.back() + declaredOn(node));
        total_ += spaces_.back() * (depth + 1 + spaces_.back());
        return total_ <= kMostLookingUp;
    }

private:
    std::vector<std::size_t> spaces_;  ///< in scope, by depth
    std::size_t total_ = 0;
};

/// Attributes by which somebody could take an element for the one that a Reference names.
bool isId(xmlAttr const* attribute) {
    constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";
    std::string_view const name = reinterpret_cast<char const*>(attribute->name);
    if (attribute->ns != nullptr) {
        std::string_view const space = reinterpret_cast<char const*>(attribute->ns->href);
        return name == "Id" || (space == kXml && name == "id");
    }
    return name == "Id" || name == "ID" || name == "id";
}

bool isPlainName(std::string_view id) {
    constexpr std::size_t kLongest = 200;
    return !id.empty() && id.size() <= kLongest &&
           std::all_of(id.begin(), id.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
           });
}

/// All that have this id.
std::vector<xmlAttr*> holdersOf(std::string_view id, xmlNode* root) {
    std::vector<xmlAttr*> out;
    for (auto* node = root; node != nullptr; node = nextElement(node, root)) {
        for (auto* one = node->properties; one != nullptr; one = one->next) {
            if (isId(one) && valueOf(one) == id) {
                out.push_back(one);
            }
        }
    }
    return out;
}

}  // namespace

Result<std::vector<xmlNode*>> signaturesIn(xmlDoc const& document) {
    auto* const root = xmlDocGetRootElement(&document);
    std::vector<xmlNode*> out;
    Cost cost(root);
    for (auto* node = nextElement(root, root); node != nullptr; node = nextElement(node, root)) {
        if (!cost.take(node)) {
            return refused("its elements or namespaces are nested deeper than a message's are");
        }
        if (nameOf(node) == nameOf(root)) {
            return refused("it holds another message inside");
        }
        if (nameOf(node) != "Signature" || spaceOf(node) != kDsig) {
            continue;
        }
        if (node->parent != root) {
            return refused("it holds a signature inside of one of its elements");
        }
        out.push_back(node);
    }
    if (out.empty()) {
        return refused("it has no signature");
    }
    if (out.size() > kMostSignatures) {
        return refused("it has more than " + std::to_string(kMostSignatures) + " signatures");
    }
    return out;
}

bool namesRoot(std::string_view uri, xmlDoc* document) {
    if (uri.empty()) {
        return true;
    }
    auto const id = uri.substr(1);
    if (uri.front() != '#' || !isPlainName(id)) {
        return false;
    }
    auto* const root = xmlDocGetRootElement(document);
    auto const holders = holdersOf(id, root);
    if (holders.size() != 1 || holders[0]->parent != root) {
        return false;
    }
    std::string const name(id);
    auto const* const known = reinterpret_cast<xmlChar const*>(name.c_str());
    if (xmlGetID(document, known) == nullptr) {
        xmlAddID(nullptr, document, known, holders[0]);
    }
    return xmlGetID(document, known) == holders[0];
}

}  // namespace tocsin::xml_verifier
