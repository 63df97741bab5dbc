// SPDX-License-Identifier: Apache-2.0
// Atom (RFC 4287): entries that link a CAP message each, or hold it.
#include <fmt/format.h>

#include <set>

#include "feed_parts.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

/// One that says that it is CAP, else the first that does not say that it is something else.
std::string linkOf(pugi::xml_node entry) {
    std::string plain;
    for (auto const& link : childrenNamed(entry, "link")) {
        std::string_view const type = link.attribute("type").value();
        std::string_view const relation = link.attribute("rel").value();
        std::string address(trimmed(link.attribute("href").value()));
        if (isCapType(type)) {
            return address;
        }
        bool const itself = relation.empty() || relation == "alternate";
        bool const xml = type.empty() || type == "text/xml" || type == "application/xml";
        if (plain.empty() && itself && xml) {
            plain = std::move(address);
        }
    }
    return plain;
}

void readEntry(pugi::xml_node node, std::string const& where, FeedContext& context) {
    auto entry = entryOf(textIn(node, "id"), textIn(node, "title"), linkOf(node));
    entry.updated = dateIn(node, {"updated"});
    for (std::string_view const name : {"id", "title", "updated"}) {
        if (textIn(node, name).empty()) {
            auto const code = name == "id"      ? "ATOM_ENTRY_ID_IS_REQUIRED"
                              : name == "title" ? "ATOM_ENTRY_TITLE_IS_REQUIRED"
                                                : "ATOM_ENTRY_UPDATED_IS_REQUIRED";
            context.findings.error(code, where, fmt::format("the entry has no {}", name));
        }
    }
    if (entry.id.empty()) {
        entry.id = entry.link;
    }
    auto const alerts = alertsIn(node);
    for (auto const& alert : alerts) {
        entry.cap = cutOut(context.document, alert);
        context.add(entry);
    }
    if (!alerts.empty()) {
        return;
    }
    if (auto content = textIn(node, "content"); looksLikeCap(content)) {
        entry.cap = std::move(content);
    } else if (entry.link.empty()) {
        context.findings.error("ATOM_ENTRY_MISSING_CAP_LINK", where,
                               "the entry neither holds nor links a CAP message");
        return;
    }
    context.add(std::move(entry));
}

}  // namespace

void readAtom(pugi::xml_node feed, FeedContext& context) {
    for (std::string_view const name : {"id", "title", "updated"}) {
        if (!childNamed(feed, name)) {
            auto const code = name == "id"      ? "ATOM_ID_IS_REQUIRED"
                              : name == "title" ? "ATOM_TITLE_IS_REQUIRED"
                                                : "ATOM_UPDATED_IS_REQUIRED";
            context.findings.error(code, "", fmt::format("the feed has no {}", name));
        }
    }
    std::set<std::string> ids;
    std::size_t index = 0;
    for (auto const& entry : childrenNamed(feed, "entry")) {
        auto const where = fmt::format("entry[{}]", index++);
        auto const id = textIn(entry, "id");
        if (!id.empty() && !ids.insert(id).second) {
            context.findings.error("ATOM_ENTRY_NON_UNIQUE_IDS", where,
                                   fmt::format("another entry has the id {}", inQuotes(id)));
        }
        readEntry(entry, where, context);
    }
}

}  // namespace tocsin::warnings
