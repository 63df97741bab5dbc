// SPDX-License-Identifier: Apache-2.0
#include "scorecard.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <utility>

#include "tocsin/messages/json.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

void addFiling(UnitScore& score, Standing const& standing, Instant at) {
    score.returns += standing.returns;
    if (!standing.due || at <= *standing.due) {
        return;
    }
    ++score.due;
    if (standing.overdue) {
        ++score.missing;
    } else {
        ++(standing.late ? score.late : score.onTime);
    }
}

/// What the rows of a content come to; nothing if they cannot be read.
std::optional<PlaySums> sumsIn(std::string const& content) {
    auto const sums = messages::readJson(
        content,
        [](messages::JsonReader const& in) {
            PlaySums out;
            if (auto const rows = in.find("screens")) {
                for (auto const& row : rows->array()) {
                    if (wordOf(row, "source") != "manual") {
                        out.add(row);
                    }
                }
            }
            return out;
        },
        kMostContent);
    return sums ? std::optional(*sums) : std::nullopt;
}

void addPlays(UnitScore& score, Board const& board, std::size_t unit, ContentOf const& contentOf) {
    PlaySums weeks;
    for (std::size_t i = 0; i < board.periods.size(); ++i) {
        auto const& standing = board.cells[unit][i];
        auto const kind = board.periods[i].kind;
        bool const counts = kind == store::FilingKind::week || kind == store::FilingKind::final;
        if (!counts || standing.usable == 0) {
            continue;
        }
        auto const content = contentOf(standing.number, standing.usable);
        auto const sums = content ? sumsIn(*content) : std::nullopt;
        if (!sums) {
            continue;
        }
        if (kind == store::FilingKind::final) {
            score.plays = *sums;
            score.fromFinal = true;
        } else {
            weeks.add(*sums);
            ++score.weeks;
        }
    }
    if (score.fromFinal) {
        score.weeks = 0;
    } else {
        score.plays = weeks;
    }
}

/// Rates as they are printed, so that nobody comes before somebody with the same ones; the longer
/// text is the greater rate, and an unknown one, which is empty, less than any.
using Comparable = std::pair<std::size_t, std::string>;
Comparable comparable(std::int64_t numerator, std::int64_t denominator) {
    auto text = rateText(numerator, denominator);
    return {text.size(), std::move(text)};
}

std::array<Comparable, 4> ratesOf(UnitScore const& score) {
    auto const& plays = score.plays;
    return {comparable(score.onTime, score.due), comparable(plays.counted, plays.planned),
            comparable(plays.landed, plays.ordered), comparable(plays.covered, plays.ordered)};
}

void rank(std::vector<UnitScore>& units) {
    std::stable_sort(units.begin(), units.end(), [](UnitScore const& a, UnitScore const& b) {
        return ratesOf(a) > ratesOf(b);
    });
    for (std::size_t i = 0; i < units.size() && units[i].due > 0; ++i) {
        bool const isSame = i > 0 && ratesOf(units[i]) == ratesOf(units[i - 1]);
        units[i].rank = isSame ? units[i - 1].rank : static_cast<int>(i) + 1;
    }
}

void putRate(json::object& out, char const* key, std::int64_t numerator, std::int64_t denominator) {
    if (auto const rate = rateText(numerator, denominator); !rate.empty()) {
        out[key] = rate;
    }
}

}  // namespace

Scorecard scored(Board const& board, ContentOf const& contentOf) {
    Scorecard out{board.activity, board.title, board.zone, board.at, {}, {}, {}};
    for (auto const& period : board.periods) {
        auto const& first = period.firstDay;
        out.firstDay = out.firstDay.empty() ? first : std::min(out.firstDay, first);
        out.lastDay = std::max(out.lastDay, period.lastDay);
    }
    for (std::size_t unit = 0; unit < board.units.size(); ++unit) {
        auto& score = out.units.emplace_back();
        score.unit = board.units[unit];
        for (auto const& standing : board.cells[unit]) {
            addFiling(score, standing, board.at);
        }
        addPlays(score, board, unit, contentOf);
    }
    rank(out.units);
    return out;
}

std::string rateText(std::int64_t numerator, std::int64_t denominator) {
    if (denominator <= 0) {
        return "";
    }
    // Cut off and never rounded up: one that is missing must be seen.
    auto const share = static_cast<double>(numerator) / static_cast<double>(denominator);
    auto const parts = std::min(static_cast<std::int64_t>(share * 10'000 + 1e-9),
                                numerator < denominator ? std::int64_t{9'999} : INT64_MAX);
    char text[48];
    std::snprintf(text, sizeof text, "%lld.%04lld", static_cast<long long>(parts / 10'000),
                  static_cast<long long>(parts % 10'000));
    return text;
}

json::object toJson(Scorecard const& card) {
    json::array units;
    for (auto const& score : card.units) {
        auto const& plays = score.plays;
        json::object one{
            {"unit", score.unit.handle}, {"name", score.unit.name},  {"due", score.due},
            {"on_time", score.onTime},   {"late", score.late},       {"missing", score.missing},
            {"returned", score.returns}, {"screens", plays.ordered}, {"covered", plays.covered},
            {"landed", plays.landed},    {"planned", plays.planned}, {"complete", plays.complete},
            {"counted", plays.counted}};
        if (score.rank > 0) {
            one["rank"] = score.rank;
        }
        one["basis"] = score.fromFinal ? "final" : "weeks";
        one["weeks"] = score.weeks;
        putRate(one, "on_time_rate", score.onTime, score.due);
        putRate(one, "coverage", plays.covered, plays.ordered);
        putRate(one, "landing", plays.landed, plays.ordered);
        putRate(one, "completion", plays.counted, plays.planned);
        units.emplace_back(std::move(one));
    }
    return {{"activity", card.activity},    {"title", card.title},
            {"from", card.firstDay},        {"to", card.lastDay},
            {"at", formatInstant(card.at)}, {"units", std::move(units)}};
}

}  // namespace tocsin::filing
