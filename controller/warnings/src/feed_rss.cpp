// SPDX-License-Identifier: Apache-2.0
// RSS 2.0: items that link a CAP message each, or hold it.
#include <fmt/format.h>

#include "feed_parts.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

/// An enclosure that says that it is CAP, else the item's own link.
std::string linkOf(pugi::xml_node item) {
    for (auto const& enclosure : childrenNamed(item, "enclosure")) {
        if (isCapType(enclosure.attribute("type").value())) {
            return std::string(trimmed(enclosure.attribute("url").value()));
        }
    }
    for (auto const& link : childrenNamed(item, "link")) {
        // An Atom link among the item's elements has its address in an attribute.
        auto address = textOf(link);
        if (address.empty()) {
            address = trimmed(link.attribute("href").value());
        }
        if (!address.empty()) {
            return address;
        }
    }
    auto const guid = childNamed(item, "guid");
    bool const address = std::string_view(guid.attribute("isPermaLink").value()) == "true";
    return address ? textOf(guid) : std::string();
}

void readItem(pugi::xml_node item, std::string const& where, FeedContext& context) {
    auto& findings = context.findings;
    auto entry = entryOf(textIn(item, "guid"), textIn(item, "title"), linkOf(item));
    entry.updated = dateIn(item, {"pubDate", "updated", "date"});
    auto const description = textIn(item, "description");
    if (entry.title.empty() && description.empty()) {
        findings.error("RSS_ITEM_TITLE_OR_DESCRIPTION_IS_REQUIRED", where,
                       "the item has neither a title nor a description");
    }
    if (entry.id.empty()) {
        findings.recommendation("RSS_ITEM_GUID_IS_RECOMMENDED", where, "the item has no guid");
        entry.id = entry.link;
    }
    if (textIn(item, "pubDate").empty()) {
        findings.recommendation("RSS_PUBDATE_IS_RECOMMENDED", where, "the item has no pubDate");
    }
    auto const alerts = alertsIn(item);
    for (auto const& alert : alerts) {
        entry.cap = cutOut(context.document, alert);
        context.add(entry);
    }
    if (!alerts.empty()) {
        return;
    }
    if (looksLikeCap(description)) {
        entry.cap = description;
    } else if (entry.link.empty()) {
        findings.error("RSS_ITEM_MISSING_CAP_LINK", where,
                       "the item neither holds nor links a CAP message");
        return;
    }
    context.add(std::move(entry));
}

}  // namespace

void readRss(pugi::xml_node rss, FeedContext& context) {
    std::size_t index = 0;
    // RSS 1.0 has its items beside the channel.
    for (auto const& holder : {childNamed(rss, "channel"), rss}) {
        for (auto const& item : childrenNamed(holder, "item")) {
            readItem(item, fmt::format("item[{}]", index++), context);
        }
    }
}

}  // namespace tocsin::warnings
