// SPDX-License-Identifier: Apache-2.0
// EDXL-DE 1.0 and 2.0: envelopes around CAP messages, as XML or in base64.
#include <fmt/format.h>

#include <algorithm>

#include "feed_parts.hpp"
#include "plain_text.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::warnings {
namespace {

constexpr int kDeepest = 8;

/// Elements of this name, at whatever level: the two versions differ in what stands between.
void collect(pugi::xml_node node, std::string_view name, int depth,
             std::vector<pugi::xml_node>& out) {
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() != pugi::node_element) {
            continue;
        }
        if (localName(child) == name) {
            out.push_back(child);
        } else if (depth < kDeepest) {
            collect(child, name, depth + 1, out);
        }
    }
}

std::string withoutBlanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    return text;
}

/// Messages that are not XML to the envelope.
std::vector<std::string> encodedIn(pugi::xml_node content) {
    std::vector<pugi::xml_node> nodes;
    collect(content, "contentData", 0, nodes);
    std::vector<std::string> out;
    for (auto const& node : nodes) {
        auto text = textOf(node);
        auto decoded = looksLikeCap(text) ? std::optional(std::move(text))
                                          : messages::unbase64(withoutBlanks(std::move(text)));
        if (decoded && looksLikeCap(trimmed(*decoded))) {
            out.push_back(std::move(*decoded));
        }
    }
    return out;
}

std::string linkIn(pugi::xml_node content) {
    std::vector<pugi::xml_node> types, addresses;
    collect(content, "mimeType", 0, types);
    collect(content, "uri", 0, addresses);
    bool const cap =
        std::any_of(types.begin(), types.end(), [](auto type) { return isCapType(textOf(type)); });
    return cap && !addresses.empty() ? textOf(addresses.front()) : std::string();
}

void readContent(pugi::xml_node content, std::string const& id, std::string const& sent,
                 std::string const& where, FeedContext& context) {
    auto entry = entryOf(id, textIn(content, "contentDescription"), linkIn(content));
    entry.updated = sent;
    bool any = false;
    auto const add = [&](std::string cap) {
        any = true;
        entry.cap = std::move(cap);
        context.add(entry);
    };
    for (auto const& alert : alertsIn(content)) {
        add(cutOut(context.document, alert));
    }
    for (auto& message : encodedIn(content)) {
        add(std::move(message));
    }
    if (any) {
        return;
    }
    if (entry.link.empty()) {
        context.findings.error("EDXLDE_NO_CAP_IN_CONTENT_OBJECT", where,
                               "the content object holds no CAP message");
        return;
    }
    context.add(std::move(entry));
}

}  // namespace

void readEdxl(pugi::xml_node distribution, FeedContext& context) {
    std::vector<pugi::xml_node> contents;
    collect(distribution, "contentObject", 0, contents);
    if (contents.empty()) {
        context.findings.error("EDXLDE_CONTENT_OBJECT_IS_REQUIRED", "",
                               "the envelope holds no content object");
    }
    constexpr std::size_t kMostIdBytes = 300;
    auto const whole = textIn(distribution, "distributionID");
    auto const id = upTo(whole, kMostIdBytes);
    auto const sent = dateIn(distribution, {"dateTimeSent"});
    for (std::size_t i = 0; i < contents.size(); ++i) {
        readContent(contents[i], fmt::format("{}#{}", id, i), sent,
                    fmt::format("contentObject[{}]", i), context);
    }
}

}  // namespace tocsin::warnings
