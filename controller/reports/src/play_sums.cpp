// SPDX-License-Identifier: Apache-2.0
#include "play_sums.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "tocsin/playlists/words.hpp"

namespace tocsin::reports {
namespace {

using std::chrono::hours;

std::vector<store::PlaySum> allWithin(store::Tx const& tx, Interval const& when) {
    auto const first = std::chrono::ceil<hours>(when.begin);
    auto const last = std::chrono::floor<hours>(when.end);
    if (first >= last) {
        return tx.ledger().exactSums(when.begin, when.end);
    }
    auto out = tx.ledger().hourlySums(first, last);
    for (auto const& [from, to] : {std::pair<Instant, Instant>(when.begin, first),
                                   std::pair<Instant, Instant>(last, when.end)}) {
        if (from < to) {
            auto const ends = tx.ledger().exactSums(from, to);
            out.insert(out.end(), ends.begin(), ends.end());
        }
    }
    return out;
}

/// An hour of a screen.
using Where = std::pair<ScreenId, std::string>;
/// Rows by screen and hour.
using Rows = std::map<ScreenId, std::map<std::string, std::int64_t>>;

std::int64_t rowsOf(store::PlayTotals const& totals) {
    return totals.complete + totals.partial + totals.failed + totals.preempted;
}

/// Those of the sum's hour; nullptr: there are none.
std::int64_t* rowsOf(Rows& rows, store::PlaySum const& sum) {
    auto const screen = rows.find(sum.screen);
    if (screen == rows.end()) {
        return nullptr;
    }
    auto const hour = screen->second.find(sum.bucket);
    return hour == screen->second.end() ? nullptr : &hour->second;
}

void add(store::PlayTotals& totals, messages::PlayRecord const& row) {
    using messages::EvidenceTier;
    using messages::PlayResult;
    totals.first = rowsOf(totals) == 0 ? row.start : std::min(totals.first, row.start);
    totals.last = rowsOf(totals) == 0 ? row.start : std::max(totals.last, row.start);
    totals.shownMs += row.shownMs;
    totals.partial += row.result == PlayResult::partial ? 1 : 0;
    totals.failed += row.result == PlayResult::failed ? 1 : 0;
    totals.preempted += row.result == PlayResult::preempted ? 1 : 0;
    if (row.result == PlayResult::complete) {
        ++totals.complete;
        totals.delivered += row.tier >= EvidenceTier::delivered ? 1 : 0;
        totals.answered += row.tier >= EvidenceTier::answered ? 1 : 0;
        totals.photographed += row.tier >= EvidenceTier::photographed ? 1 : 0;
    }
}

/// The plays of an hour of a screen whose clock was set, from its rows.
std::vector<store::PlaySum> knownOf(store::Tx const& tx, Where const& where, Interval const& when) {
    auto const hour = parseInstant(where.second).value();
    std::map<std::tuple<CampaignId, std::string, Digest, std::string>, store::PlaySum> sums;
    for (auto const& play : tx.ledger().plays(where.first, std::max(hour, when.begin),
                                              std::min<Instant>(hour + hours(1), when.end),
                                              std::numeric_limits<std::int32_t>::max())) {
        auto const& row = play.record;
        if (row.clock == messages::ClockState::unset || row.result == messages::PlayResult::gap) {
            continue;
        }
        auto& sum = sums[{row.campaign, play.campaignTitle, row.content.asset, play.assetName}];
        sum.screen = where.first;
        sum.asset = row.content.asset;
        sum.assetName = play.assetName;
        sum.campaign = row.campaign;
        sum.campaignTitle = play.campaignTitle;
        sum.bucket = where.second;
        add(sum.totals, row);
    }
    std::vector<store::PlaySum> out;
    for (auto& [what, sum] : sums) {
        out.push_back(std::move(sum));
    }
    return out;
}

}  // namespace

PlaySums sumsWithin(store::Tx const& tx, Interval const& when, bool apart) {
    PlaySums out;
    auto all = allWithin(tx, when);
    if (!apart) {
        out.known = std::move(all);
        return out;
    }
    out.unproven = tx.ledger().unprovenTimeSums(when.begin, when.end);
    Rows proven;  // of the hours in which there are others as well
    for (auto const& sum : out.unproven) {
        proven[sum.screen][sum.bucket] -= rowsOf(sum.totals);
    }
    std::erase_if(all, [&](store::PlaySum const& sum) {
        auto* const rows = rowsOf(proven, sum);
        if (rows != nullptr) {
            *rows += rowsOf(sum.totals);
        }
        return rows != nullptr;
    });
    out.known = std::move(all);
    for (auto const& [screen, hours] : proven) {
        for (auto const& [hour, rows] : hours) {
            if (rows > 0) {
                auto const known = knownOf(tx, {screen, hour}, when);
                out.known.insert(out.known.end(), known.begin(), known.end());
            }
        }
    }
    return out;
}

}  // namespace tocsin::reports
