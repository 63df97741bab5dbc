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

using Taker = std::function<void(store::PlaySum const&)>;

void takeExact(store::Tx const& tx, Instant from, Instant to, Taker const& take) {
    for (auto const& sum : tx.ledger().exactSums(from, to)) {
        take(sum);
    }
}

void takeAll(store::Tx const& tx, Interval const& when, Taker const& take) {
    auto const first = std::chrono::ceil<hours>(when.begin);
    auto const last = std::chrono::floor<hours>(when.end);
    if (first >= last) {
        takeExact(tx, when.begin, when.end, take);
        return;
    }
    tx.ledger().eachHourlySum(first, last, take);
    for (auto const& [from, to] : {std::pair<Instant, Instant>(when.begin, first),
                                   std::pair<Instant, Instant>(last, when.end)}) {
        if (from < to) {
            takeExact(tx, from, to, take);
        }
    }
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

void takeSums(store::Tx const& tx, Interval const& when, bool apart, SumTakers const& take) {
    if (!apart) {
        takeAll(tx, when, take.known);
        return;
    }
    Rows proven;  // of the hours in which there are others as well
    for (auto const& sum : tx.ledger().unprovenTimeSums(when.begin, when.end)) {
        proven[sum.screen][sum.bucket] -= rowsOf(sum.totals);
        take.unproven(sum);
    }
    takeAll(tx, when, [&](store::PlaySum const& sum) {
        if (auto* const rows = rowsOf(proven, sum); rows != nullptr) {
            *rows += rowsOf(sum.totals);
        } else {
            take.known(sum);
        }
    });
    for (auto const& [screen, hours] : proven) {
        for (auto const& [hour, rows] : hours) {
            if (rows > 0) {
                for (auto const& sum : knownOf(tx, {screen, hour}, when)) {
                    take.known(sum);
                }
            }
        }
    }
}

}  // namespace tocsin::reports
