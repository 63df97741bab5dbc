// SPDX-License-Identifier: Apache-2.0
// What a warning took from the campaigns, and how it is made good, as people read it.
#include <fmt/format.h>

#include <map>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

using Align = TextTable::Align;

std::string word(Language language, Text said) {
    return std::string(say(language, said));
}

template <class... Values>
std::string line(Language language, Text said, Values const&... values) {
    return printable(fmt::format(fmt::runtime(say(language, said)), values...)) + "\n";
}

std::string nameOf(Json const& campaign, Language language) {
    auto const id = text(campaign, "campaign");
    return id.empty() ? word(language, Text::goodLoop) : id;
}

/// Each reason once a campaign, with the plays that are left for it.
std::string reasonsOf(Json const& campaign, Language language) {
    std::map<std::string, std::int64_t> plays;
    for (auto const& screen : elements(campaign, "screens")) {
        auto const chinese = language == Language::chinese;
        auto const why = text(screen, chinese ? "why_zh" : "why");
        plays[why] +=
            text(screen, "way") == "done" ? integer(screen, "lost") : integer(screen, "left");
    }
    std::string out;
    for (auto const& [why, count] : plays) {
        out += line(language, Text::goodWhy, nameOf(campaign, language), count, why);
    }
    return out;
}

}  // namespace

std::string renderMakeGood(Json const& losses, Language language) {
    TextTable table({{word(language, Text::campaign)},
                     {word(language, Text::title)},
                     {word(language, Text::screens), Align::right},
                     {word(language, Text::goodLost), Align::right},
                     {word(language, Text::goodLostSeconds), Align::right},
                     {word(language, Text::goodMade), Align::right},
                     {word(language, Text::goodByPlanner), Align::right},
                     {word(language, Text::goodOffered), Align::right}});
    std::string reasons;
    std::int64_t offered = 0;
    for (auto const& campaign : elements(losses, "items")) {
        auto const& seconds = member(campaign, "lost_seconds");
        table.add({nameOf(campaign, language), text(campaign, "title"),
                   std::to_string(elements(campaign, "screens").size()),
                   std::to_string(integer(campaign, "lost")),
                   seconds.is_number() ? fmt::format("{:.0f}", seconds.to_number<double>()) : "",
                   std::to_string(integer(campaign, "made_good")),
                   std::to_string(integer(campaign, "by_planner")),
                   std::to_string(integer(campaign, "offered"))});
        reasons += reasonsOf(campaign, language);
        offered += integer(campaign, "offered");
    }
    auto out = printable(text(losses, "warning") + "  " + text(losses, "headline")) + "\n" +
               (table.empty() ? word(language, Text::goodNothing) + "\n" : table.str()) + reasons;
    std::string open;
    for (auto const& screen : elements(losses, "open")) {
        if (auto const* name = screen.if_string()) {
            open += (open.empty() ? "" : ", ") + std::string(*name);
        }
    }
    if (!open.empty()) {
        out += line(language, Text::goodOpen, open);
    }
    return offered == 0 ? out : out + line(language, Text::goodOffer, text(losses, "warning"));
}

}  // namespace tocsin::cli
