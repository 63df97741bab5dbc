// SPDX-License-Identifier: Apache-2.0
#include "cap_block.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cap_date.hpp"
#include "plain_text.hpp"
#include "xml_document.hpp"

namespace tocsin::warnings {
namespace {

using Weight = CapFinding::Weight;

Weight weightOf(ElementRule const& rule) {
    return rule.matters ? Weight::fatal : Weight::error;
}

}  // namespace

CapBlock::CapBlock(pugi::xml_node node, std::span<ElementRule const> rules, std::string where,
                   CapContext& context)
    : rules_(rules), where_(std::move(where)), context_(context) {
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() == pugi::node_element) {
            take(child);
        }
    }
    for (auto const& rule : rules_) {
        checkTwice(rule);
    }
}

void CapBlock::take(pugi::xml_node child) {
    auto const name = localName(child);
    auto const space = namespaceOf(child);
    if (space != context_.space) {
        if (space != kXmlSignature) {
            context_.findings.recommendation("UNSUPPORTED_ELEMENT",
                                             where_ + shownAsUtf8(upTo(name, 60)),
                                             "the element is not one of CAP and is passed over");
        }
        return;
    }
    auto const rule = std::find_if(rules_.begin(), rules_.end(),
                                   [&](auto const& known) { return known.name == name; });
    if (rule == rules_.end()) {
        bool const password = name == "password";
        context_.findings.warning(password ? "PASSWORD_DEPRECATED" : "UNSUPPORTED_ELEMENT",
                                  where_ + shownAsUtf8(upTo(name, 60)),
                                  password ? "passwords are no longer part of CAP"
                                           : "CAP has no such element here; it is passed over");
        return;
    }
    checkOrder(static_cast<std::size_t>(rule - rules_.begin()));
    if (!rule->block && hasElements(child)) {
        context_.findings.add({"UNSUPPORTED_ELEMENT", weightOf(*rule), where(rule->name),
                               "it holds elements where text belongs"});
    }
    children_[rule->name].push_back(child);
}

void CapBlock::checkOrder(std::size_t place) {
    if (place < place_ && !disordered_) {
        disordered_ = true;
        context_.findings.warning(
            "INVALID_SEQUENCE", where(rules_[place].name),
            fmt::format("it stands after {}; the standard has it before", rules_[place_].name));
    }
    place_ = std::max(place_, place);
}

void CapBlock::checkTwice(ElementRule const& rule) const {
    auto const& nodes = all(rule.name);
    if (rule.many || nodes.size() < 2) {
        return;
    }
    auto const first = textOf(nodes.front());
    bool const same =
        std::all_of(nodes.begin(), nodes.end(), [&](auto node) { return textOf(node) == first; });
    context_.findings.add({"DUPLICATE_ELEMENT", same ? Weight::error : weightOf(rule),
                           where(rule.name),
                           fmt::format("it may stand once only and stands {} times{}", nodes.size(),
                                       same ? "" : ", each time with something else in it")});
}

std::string CapBlock::where(std::string_view name) const {
    return where_ + std::string(name);
}

bool CapBlock::has(std::string_view name) const {
    return children_.contains(name);
}

std::string CapBlock::text(std::string_view name) const {
    auto const& nodes = all(name);
    return nodes.empty() ? std::string() : textOf(nodes.front());
}

std::vector<std::string> CapBlock::texts(std::string_view name) const {
    std::vector<std::string> out;
    for (auto const& node : all(name)) {
        out.push_back(textOf(node));
    }
    return out;
}

std::vector<pugi::xml_node> const& CapBlock::all(std::string_view name) const {
    static std::vector<pugi::xml_node> const none;
    auto const found = children_.find(name);
    return found == children_.end() ? none : found->second;
}

std::string CapBlock::required(std::string_view name, Weight weight) const {
    auto out = text(name);
    if (out.empty()) {
        context_.findings.add({"MISSING_REQUIRED_ELEMENT", weight, where(name),
                               has(name) ? "it is empty" : "it is missing"});
    }
    return out;
}

std::optional<Instant> CapBlock::date(std::string_view name) const {
    auto const written = text(name);
    if (written.empty()) {
        if (has(name)) {
            context_.findings.error("INVALID_DATE", where(name),
                                    "it is empty and counts as left out");
        }
        return std::nullopt;
    }
    auto const read = readCapDate(written, context_.zoneless);
    if (!read) {
        context_.findings.fatal(
            "INVALID_DATE", where(name),
            fmt::format("{} is no date; write it like 2026-06-01T08:00:00+08:00",
                        inQuotes(written)));
        return std::nullopt;
    }
    if (!read->oddity.empty()) {
        context_.findings.error("INVALID_DATE", where(name),
                                fmt::format("{} {}", inQuotes(written), read->oddity));
    }
    return read->instant;
}

}  // namespace tocsin::warnings
