// SPDX-License-Identifier: Apache-2.0
#include "document.hpp"

#include <new>

#include "tocsin/signatures/verifier.hpp"

namespace tocsin::xml_verifier {
namespace {

constexpr int kOptions =
    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;

/// The parser's handler of "<!DOCTYPE": nothing of it is read.
void stopAtDoctype(void* context, xmlChar const*, xmlChar const*, xmlChar const*) {
    auto* const parser = static_cast<xmlParserCtxt*>(context);
    *static_cast<bool*>(parser->_private) = true;
    parser->wellFormed = 0;
    xmlStopParser(parser);
}

void takeAwayWhatIsBesideTheRoot(xmlDoc* document) {
    for (auto* node = document->children; node != nullptr;) {
        auto* const next = node->next;
        if (node->type != XML_ELEMENT_NODE) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
        node = next;
    }
}

std::string_view viewOf(xmlChar const* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<char const*>(text);
}

}  // namespace

Result<Document> parseDocument(std::string_view bytes, Layout layout) {
    if (bytes.size() > signatures::kMostDocument) {
        return Error{Errc::invalid, "it is longer than a message may be"};
    }
    XmlOwned<xmlParserCtxt> const parser(xmlNewParserCtxt());
    if (!parser) {
        throw std::bad_alloc();
    }
    bool hasDoctype = false;
    parser->_private = &hasDoctype;
    parser->sax->internalSubset = &stopAtDoctype;
    parser->sax->externalSubset = &stopAtDoctype;
    Document out(xmlCtxtReadMemory(
        parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
        layout == Layout::bare ? kOptions | XML_PARSE_NOBLANKS : kOptions));
    if (parser->errNo == XML_ERR_NO_MEMORY) {
        throw std::bad_alloc();
    }
    if (hasDoctype || (out && (out->intSubset != nullptr || out->extSubset != nullptr))) {
        return Error{Errc::invalid, "it has a DOCTYPE, which no message needs"};
    }
    if (!out || xmlDocGetRootElement(out.get()) == nullptr) {
        return Error{Errc::invalid, "it is not well-formed XML"};
    }
    if (layout == Layout::bare) {
        takeAwayWhatIsBesideTheRoot(out.get());
    }
    return out;
}

std::string_view nameOf(xmlNode const* node) {
    return viewOf(node->name);
}

std::string_view spaceOf(xmlNode const* node) {
    return node->ns == nullptr ? std::string_view() : viewOf(node->ns->href);
}

bool isElement(xmlNode const* node, std::string_view space, std::string_view name) {
    return node->type == XML_ELEMENT_NODE && nameOf(node) == name && spaceOf(node) == space;
}

std::vector<xmlNode*> childElements(xmlNode const* node) {
    std::vector<xmlNode*> out;
    for (auto* child = node->children; child != nullptr; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            out.push_back(child);
        }
    }
    return out;
}

xmlNode* nextElement(xmlNode* node, xmlNode const* root) {
    for (;;) {
        if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
            node = node->children;
        } else {
            while (node != root && node->next == nullptr) {
                node = node->parent;
            }
            if (node == root) {
                return nullptr;
            }
            node = node->next;
        }
        if (node->type == XML_ELEMENT_NODE) {
            return node;
        }
    }
}

xmlAttr* attributeOf(xmlNode const* node, std::string_view name) {
    for (auto* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
        if (attribute->ns == nullptr && viewOf(attribute->name) == name) {
            return attribute;
        }
    }
    return nullptr;
}

std::string valueOf(xmlAttr const* attribute) {
    if (attribute == nullptr) {
        return {};
    }
    XmlOwned<xmlChar> const text(xmlNodeListGetString(attribute->doc, attribute->children, 1));
    return std::string(viewOf(text.get()));
}

std::string contentOf(xmlNode const* node) {
    XmlOwned<xmlChar> const text(xmlNodeGetContent(node));
    return std::string(viewOf(text.get()));
}

Hidden::Hidden(std::vector<xmlNode*> nodes) {
    places_.reserve(nodes.size());
    for (auto* const node : nodes) {
        places_.push_back({node, node->parent, node->next});
        xmlUnlinkNode(node);
    }
}

Hidden::~Hidden() {
    // The last first, so that each finds again what stood behind it.
    for (auto place = places_.rbegin(); place != places_.rend(); ++place) {
        if (place->next != nullptr) {
            xmlAddPrevSibling(place->next, place->node);
        } else {
            xmlAddChild(place->parent, place->node);
        }
    }
}

}  // namespace tocsin::xml_verifier
