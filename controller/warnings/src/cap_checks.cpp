// SPDX-License-Identifier: Apache-2.0
// Checks that several parts of a message share.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cap_parts.hpp"
#include "plain_text.hpp"
#include "xml_document.hpp"

namespace tocsin::warnings {
namespace {

constexpr std::array<ElementRule, 2> kPair{{{"valueName"}, {"value"}}};
constexpr std::size_t kMostPairs = 2'000;

std::string_view schemeOf(std::string_view uri) {
    auto const colon = uri.find(':');
    auto const before = uri.substr(0, colon);
    bool const plain = std::all_of(before.begin(), before.end(), [](char c) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
    return colon == std::string_view::npos || !plain ? std::string_view() : before;
}

}  // namespace

std::vector<NameAndValue> readPairs(CapBlock const& block, std::string_view name) {
    std::vector<NameAndValue> out;
    auto& context = block.context();
    for (auto const& node : block.all(name)) {
        auto const where = fmt::format("{}[{}].", block.where(name), out.size());
        if (out.size() == kMostPairs) {
            context.findings.fatal("OTHER", block.where(name),
                                   fmt::format("there are more than {} of them", kMostPairs));
            break;
        }
        CapBlock const pair(node, kPair, where, context);
        auto valueName = pair.required("valueName", CapFinding::Weight::error);
        // Empty values are usual for parameters that a producer always writes.
        if (!pair.has("value")) {
            context.findings.error("MISSING_REQUIRED_ELEMENT", pair.where("value"),
                                   "it is missing");
        }
        out.emplace_back(std::move(valueName), pair.text("value"));
    }
    return out;
}

void checkWord(CapBlock const& block, std::string_view name, std::string_view word,
               std::initializer_list<std::string_view> known, CapFinding::Weight weight) {
    if (word.empty() || std::find(known.begin(), known.end(), word) != known.end()) {
        return;
    }
    block.context().findings.add(
        {"INVALID_ENUM_VALUE", weight, block.where(name),
         fmt::format("{} is none of: {}", inQuotes(word), fmt::join(known, ", "))});
}

void checkPlain(CapBlock const& block, std::string_view name, std::string_view text) {
    if (hasTags(text)) {
        block.context().findings.warning("TEXT_CONTAINS_HTML_TAGS", block.where(name),
                                         "it holds HTML tags, which are left out on screens");
    }
    if (hasEntities(text)) {
        block.context().findings.warning("TEXT_CONTAINS_HTML_ENTITIES", block.where(name),
                                         "it holds HTML entities, which are decoded for screens");
    }
}

bool isUri(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7f &&
               std::string_view("<>\"{}|\\^`").find(c) == std::string_view::npos;
    });
}

bool isAbsoluteUri(std::string_view text) {
    auto const scheme = schemeOf(text);
    return isUri(text) && !scheme.empty() && scheme.front() >= 'A' &&
           text.size() > scheme.size() + 1;
}

}  // namespace tocsin::warnings
