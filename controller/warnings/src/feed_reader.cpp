// SPDX-License-Identifier: Apache-2.0
// What a document from a feed's address is, and what messages it holds or names.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cap_parts.hpp"
#include "feed_parts.hpp"
#include "plain_text.hpp"
#include "xml_scan.hpp"

namespace tocsin::warnings {
namespace {

constexpr std::size_t kMostIdBytes = 400, kMostTitleBytes = 400, kMostLinkBytes = 2'000;
constexpr int kDeepestAlert = 10;

void collectAlerts(pugi::xml_node node, int depth, std::vector<pugi::xml_node>& out) {
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() != pugi::node_element || out.size() == FeedContext::kMostEntries) {
            continue;
        }
        if (isCapAlert(child)) {
            out.push_back(child);
        } else if (depth < kDeepestAlert) {
            collectAlerts(child, depth + 1, out);
        }
    }
}

bool isKnownSpace(std::string_view space) {
    return space == kCap11 || space == kCap12 || space == kXmlSignature;
}

/// Declarations that hold where the element stands and are not its own. Only of known namespaces
/// and short prefixes, and few: an element that is cut out grows by no more.
std::string declarationsAround(pugi::xml_node element) {
    constexpr std::size_t kMostNameBytes = 64, kMost = 8;
    std::vector<std::string_view> seen;
    for (auto own = element.first_attribute(); own; own = own.next_attribute()) {
        seen.emplace_back(own.name());
    }
    std::string out;
    std::size_t count = 0;
    for (auto node = element.parent(); node; node = node.parent()) {
        for (auto attribute = node.first_attribute(); attribute;
             attribute = attribute.next_attribute()) {
            std::string_view const name = attribute.name(), value = attribute.value();
            bool const declares = name == "xmlns" || name.starts_with("xmlns:");
            if (!declares || std::find(seen.begin(), seen.end(), name) != seen.end()) {
                continue;
            }
            seen.push_back(name);
            if (isKnownSpace(value) && name.size() <= kMostNameBytes && count < kMost) {
                out += fmt::format(" {}=\"{}\"", name, value);
                ++count;
            }
        }
    }
    return out;
}

std::optional<FeedReading::Kind> kindOf(pugi::xml_node root) {
    auto const name = lowered(localName(root));
    if (isCapAlert(root)) {
        return FeedReading::Kind::cap;
    }
    if (name == "feed") {
        return FeedReading::Kind::atom;
    }
    if (name == "rss" || name == "rdf") {
        return FeedReading::Kind::rss;
    }
    return name == "edxldistribution" ? std::optional(FeedReading::Kind::edxl) : std::nullopt;
}

}  // namespace

void FeedContext::add(FeedEntry entry) {
    if (entries.size() == kMostEntries) {
        findings.error("OTHER", "",
                       fmt::format("only the first {} entries are read", kMostEntries));
        return;
    }
    entries.push_back(std::move(entry));
}

FeedEntry entryOf(std::string_view id, std::string_view title, std::string_view link) {
    bool const usable = isUri(link) && link.size() <= kMostLinkBytes;
    // Of a long title more than the rest is markup.
    auto const shown = plainLine(upTo(title, 4 * kMostTitleBytes));
    return {std::string(upTo(id, kMostIdBytes)),
            bounded(shown, kMostTitleBytes),
            usable ? std::string(link) : std::string(),
            {},
            {}};
}

std::vector<pugi::xml_node> alertsIn(pugi::xml_node node) {
    std::vector<pugi::xml_node> out;
    collectAlerts(node, 0, out);
    return out;
}

std::string cutOut(XmlDocument const& document, pugi::xml_node alert) {
    auto const name = static_cast<std::size_t>(alert.offset_debug());
    if (name == 0 || name > document.text.size() || document.text[name - 1] != '<') {
        return {};
    }
    auto const end = endOfElement(document.text, name - 1);
    if (end == std::string_view::npos) {
        return {};
    }
    auto out = document.text.substr(name - 1, end - name + 1);
    auto const declarations = declarationsAround(alert);
    out.insert(1 + std::string_view(alert.name()).size(), declarations);
    return out;
}

bool looksLikeCap(std::string_view text) {
    // Without its namespace it is none, and a page about an alert has not got that.
    return text.starts_with('<') && (text.find(kCap12) != std::string_view::npos ||
                                     text.find(kCap11) != std::string_view::npos);
}

bool isCapType(std::string_view mimeType) {
    constexpr std::array<std::string_view, 3> kKnown{
        "application/cap+xml", "application/common-alerting-protocol+xml", "application/x-cap+xml"};
    auto const type = lowered(trimmed(mimeType.substr(0, mimeType.find(';'))));
    return std::find(kKnown.begin(), kKnown.end(), type) != kKnown.end();
}

std::string textIn(pugi::xml_node node, std::string_view name) {
    return textOf(childNamed(node, name));
}

std::string dateIn(pugi::xml_node node, std::initializer_list<char const*> names) {
    constexpr std::size_t kMostDateBytes = 64;
    for (auto const* name : names) {
        if (auto const text = textIn(node, name); !text.empty()) {
            return std::string(upTo(text, kMostDateBytes));
        }
    }
    return {};
}

std::vector<pugi::xml_node> childrenNamed(pugi::xml_node node, std::string_view name) {
    std::vector<pugi::xml_node> out;
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() == pugi::node_element && localName(child) == name) {
            out.push_back(child);
        }
    }
    return out;
}

Result<FeedReading> readFeed(std::string_view xml) {
    XmlDocument document;
    if (auto const fault = loadXml(xml, document)) {
        return Error{Errc::invalid, fault->message};
    }
    auto const root = document.tree.document_element();
    auto const kind = kindOf(root);
    if (!kind) {
        return Error{
            Errc::invalid,
            fmt::format("the document is no CAP message, no Atom or RSS feed and no EDXL-DE "
                        "envelope: its root is {}",
                        inQuotes(root.name()))};
    }
    FeedContext context{document, {}, {}};
    switch (*kind) {
        case FeedReading::Kind::cap: {
            auto entry = entryOf(textIn(root, "identifier"), "", "");
            entry.cap = xml;
            context.add(std::move(entry));
            break;
        }
        case FeedReading::Kind::atom:
            readAtom(root, context);
            break;
        case FeedReading::Kind::rss:
            readRss(root, context);
            break;
        default:
            readEdxl(root, context);
    }
    return FeedReading{*kind, std::move(context.entries), context.findings.sorted()};
}

}  // namespace tocsin::warnings
