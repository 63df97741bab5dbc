// SPDX-License-Identifier: Apache-2.0
// Feeds of warnings, and how they are, as people read them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

constexpr std::size_t kMostFindings = 5;

std::string word(Language language, Text said) {
    return std::string(say(language, said));
}

template <class... Values>
std::string line(Language language, Text said, Values const&... values) {
    return printable(fmt::format(fmt::runtime(say(language, said)), values...)) + "\n";
}

std::string stateText(Json const& feed, Language language) {
    constexpr std::array kWords{std::pair<std::string_view, Text>{"new", Text::feedNew},
                                std::pair<std::string_view, Text>{"good", Text::feedGood},
                                std::pair<std::string_view, Text>{"failing", Text::feedFailing},
                                std::pair<std::string_view, Text>{"silent", Text::feedSilent}};
    auto out = text(feed, "state");
    for (auto const& [known, as] : kWords) {
        if (known == out) {
            out = word(language, as);
            break;
        }
    }
    return out + (flag(feed, "polling") ? word(language, Text::feedPolling) : "");
}

/// How far away, whichever of the two comes first.
std::string apart(Json const& list, Json const& feed, std::string_view key, bool ahead) {
    auto const now = text(list, "now");
    auto const at = text(feed, key);
    return ahead ? ageText(now, at) : ageText(at, now);
}

/// What is wrong with it, a line each.
std::string troubleOf(Json const& feed, Language language) {
    std::string out;
    if (auto const error = text(feed, "error"); !error.empty()) {
        out += line(language, Text::feedAway, text(feed, "name"), integer(feed, "failures"), error);
    }
    auto const findings = elements(feed, "findings");
    for (std::size_t i = 0; i < std::min(findings.size(), kMostFindings); ++i) {
        auto const where = text(findings[i], "where");
        out += printable(fmt::format("{}: {}{}{}: {}", text(feed, "name"),
                                     text(findings[i], "code"), where.empty() ? "" : "  ", where,
                                     sentence(language, findings[i]))) +
               "\n";
    }
    if (findings.size() > kMostFindings) {
        out += line(language, Text::feedMore, findings.size() - kMostFindings);
    }
    return out;
}

}  // namespace

std::string renderFeeds(Json const& list, Language language) {
    using Align = TextTable::Align;
    TextTable table({{word(language, Text::feed)},
                     {word(language, Text::state)},
                     {word(language, Text::feedEvery), Align::right},
                     {word(language, Text::feedLastGood), Align::right},
                     {word(language, Text::feedNextPoll), Align::right},
                     {word(language, Text::feedEntries), Align::right},
                     {word(language, Text::feedTaken), Align::right},
                     {word(language, Text::feedWaiting), Align::right},
                     {word(language, Text::feedRefused), Align::right},
                     {word(language, Text::feedAddress)}});
    std::string trouble;
    for (auto const& feed : elements(list, "items")) {
        auto const good = apart(list, feed, "last_good", false);
        table.add({text(feed, "name"), stateText(feed, language),
                   fmt::format("{} s", integer(feed, "every_seconds")),
                   good.empty() ? word(language, Text::never) : good,
                   apart(list, feed, "next_poll", true), std::to_string(integer(feed, "entries")),
                   std::to_string(integer(feed, "taken")), std::to_string(integer(feed, "waiting")),
                   std::to_string(integer(feed, "refused")), text(feed, "url")});
        trouble += troubleOf(feed, language);
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str() + trouble;
}

bool allFeedsAnswer(Json const& list) {
    auto const feeds = elements(list, "items");
    return std::none_of(feeds.begin(), feeds.end(), [](Json const& feed) {
        auto const state = text(feed, "state");
        return state == "failing" || state == "silent";
    });
}

}  // namespace tocsin::cli
