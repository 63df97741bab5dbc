// SPDX-License-Identifier: Apache-2.0
// Documents as libxml2 has them.
#pragma once

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::xml_verifier {

struct FreeXml {
    void operator()(xmlDoc* thing) const noexcept { xmlFreeDoc(thing); }
    void operator()(xmlParserCtxt* thing) const noexcept { xmlFreeParserCtxt(thing); }
    void operator()(xmlChar* thing) const noexcept { xmlFree(thing); }
};
template <class T>
using XmlOwned = std::unique_ptr<T, FreeXml>;
using Document = XmlOwned<xmlDoc>;

enum class Layout {
    asItCame,
    /// Without blanks between elements, and without what stands beside the root element: as it was
    /// before somebody laid it out for people.
    bare
};

/// Never with a DTD; no entity but the five that XML has. Errc::invalid in one sentence.
[[nodiscard]] Result<Document> parseDocument(std::string_view bytes, Layout layout);

[[nodiscard]] std::string_view nameOf(xmlNode const* node);
/// Empty: of no namespace.
[[nodiscard]] std::string_view spaceOf(xmlNode const* node);
[[nodiscard]] bool isElement(xmlNode const* node, std::string_view space, std::string_view name);
[[nodiscard]] std::vector<xmlNode*> childElements(xmlNode const* node);
/// The next element in the document's order, below `root`; null at the end.
[[nodiscard]] xmlNode* nextElement(xmlNode* node, xmlNode const* root);
/// The attribute of no namespace; null: it is not there.
[[nodiscard]] xmlAttr* attributeOf(xmlNode const* node, std::string_view name);
/// Empty of null.
[[nodiscard]] std::string valueOf(xmlAttr const* attribute);
[[nodiscard]] std::string contentOf(xmlNode const* node);

/// Elements are out of their document as long as it lives.
class Hidden {
public:
    explicit Hidden(std::vector<xmlNode*> nodes);
    ~Hidden();
    Hidden(Hidden const&) = delete;
    Hidden& operator=(Hidden const&) = delete;

private:
    struct Place {
        xmlNode *node, *parent, *next;
    };
    std::vector<Place> places_;
};

}  // namespace tocsin::xml_verifier
