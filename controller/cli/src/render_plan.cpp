// SPDX-License-Identifier: Apache-2.0
// A day's plays as CSV, an explanation, a comparison of plans.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

/// "19:30:00" of "2026-06-16T19:30:00.000+08:00"; the whole text if it is no such thing.
std::string clockOf(std::string const& instant) {
    constexpr std::size_t kBegin = 11, kLength = 8;
    return instant.size() > kBegin + kLength ? instant.substr(kBegin, kLength) : instant;
}

std::string signedCount(std::int64_t count) {
    return count > 0 ? "+" + std::to_string(count) : std::to_string(count);
}

std::string overlayLine(Json const& row, Language language) {
    return printable(fmt::format(fmt::runtime(say(language, Text::overlayLine)),
                                 text(row, "campaign"), text(row, "asset"), text(row, "start"),
                                 text(row, "end"), integer(row, "width"), integer(row, "height"),
                                 integer(row, "x"), integer(row, "y"), integer(row, "opacity")));
}

}  // namespace

std::vector<std::string> renderOverlays(Json const& plan, Language language) {
    std::vector<std::string> out;
    for (auto const& row : elements(plan, "overlays")) {
        out.push_back(overlayLine(row, language));
    }
    return out;
}

std::string renderPlanCsv(Json const& plan) {
    std::string out = "start,end,asset,campaign,reason\n";
    for (auto const& play : elements(plan, "plays")) {
        out += fmt::format("{},{},{},{},{}\n", csvField(text(play, "start")),
                           csvField(text(play, "end")), csvField(text(play, "asset")),
                           csvField(text(play, "campaign")), csvField(text(play, "reason")));
    }
    return out;
}

std::string renderExplanation(Json const& explanation, Language language) {
    auto const asset = text(explanation, "asset");
    auto const span = clockOf(text(explanation, "start")) + "-" + clockOf(text(explanation, "end"));
    auto out = fmt::format(
        fmt::runtime(say(language, asset.empty() ? Text::explainDark : Text::explainHead)),
        printable(text(explanation, "screen")), printable(text(explanation, "at")), span,
        printable(asset), printable(text(explanation, "campaign")));
    out += "\n";
    if (auto const instead = text(explanation, "shown_instead"); !instead.empty()) {
        out += fmt::format(fmt::runtime(say(language, Text::explainInstead)), printable(instead));
        out += "\n";
    }
    int number = 0;
    for (auto const& step : elements(explanation, "because")) {
        out += fmt::format("  {}. {}\n", ++number, printable(sentence(language, step)));
    }
    for (auto const& line : renderOverlays(explanation, language)) {
        out += "  " + line + "\n";
    }
    auto const others = elements(explanation, "others");
    if (others.empty()) {
        return out;
    }
    out += "\n" + std::string(say(language, Text::explainOthers)) + "\n";
    TextTable table({{std::string(say(language, Text::campaign))},
                     {std::string(say(language, Text::lastPlay))},
                     {std::string(say(language, Text::nextPlay))},
                     {std::string(say(language, Text::why))}});
    for (auto const& other : others) {
        table.add({text(other, "campaign"), clockOf(text(other, "last")),
                   clockOf(text(other, "next")), sentence(language, other)});
    }
    return out + table.str();
}

std::string renderDiff(Json const& diff, Language language) {
    TextTable table({{std::string(say(language, Text::screen))},
                     {std::string(say(language, Text::from))},
                     {std::string(say(language, Text::to))},
                     {std::string(say(language, Text::campaign))},
                     {std::string(say(language, Text::before)), TextTable::Align::right},
                     {std::string(say(language, Text::after)), TextTable::Align::right},
                     {std::string(say(language, Text::difference)), TextTable::Align::right}});
    for (auto const& screen : elements(diff, "screens")) {
        for (auto const& change : elements(screen, "changes")) {
            auto const before = integer(change, "before");
            auto const after = integer(change, "after");
            table.add({text(screen, "screen"), text(screen, "from"), text(screen, "to"),
                       text(change, "campaign"), std::to_string(before), std::to_string(after),
                       signedCount(after - before)});
        }
    }
    auto const head =
        fmt::format(fmt::runtime(say(language, Text::diffHead)), printable(text(diff, "campaign")),
                    integer(diff, "revision"), sayState(language, text(diff, "state")));
    std::string over;
    for (auto const& row : elements(diff, "overlays")) {
        over += printable(text(row, "screen")) + ": " + overlayLine(row, language) + "\n";
    }
    if (table.empty() && over.empty()) {
        return head + "\n" + std::string(say(language, Text::diffNothing)) + "\n";
    }
    return head + "\n" + over + (table.empty() ? "" : table.str());
}

}  // namespace tocsin::cli
