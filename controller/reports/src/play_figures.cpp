// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/play_figures.hpp"

#include <algorithm>

namespace tocsin::reports {
namespace {

template <class Of>
std::int64_t distinct(std::map<ScreenId, ScreenTally> const& screens, Of of) {
    std::set<Digest> out;
    for (auto const& [id, tally] : screens) {
        auto const& some = tally.*of;
        out.insert(some.begin(), some.end());
    }
    return static_cast<std::int64_t>(out.size());
}

template <class Holds>
std::int64_t countOrdered(std::map<ScreenId, ScreenTally> const& screens, Holds const& holds) {
    return std::count_if(screens.begin(), screens.end(), [&](auto const& one) {
        return one.second.isOrdered() && holds(one.second);
    });
}

}  // namespace

bool isFallback(store::PlaySum const& sum) {
    return sum.campaign.str().empty();
}

std::string Rate::text() const {
    if (denominator == 0) {
        return "—";
    }
    constexpr std::int64_t kScale = 10'000;
    auto const scaled = numerator * kScale / denominator;
    auto const decimals = std::to_string(kScale + scaled % kScale).substr(1);
    return std::to_string(scaled / kScale) + "." + decimals;
}

std::int64_t TierMix::of(messages::EvidenceTier tier) const {
    using messages::EvidenceTier;
    switch (tier) {
        case EvidenceTier::composed:
            return composed;
        case EvidenceTier::delivered:
            return delivered;
        case EvidenceTier::answered:
            return answered;
        case EvidenceTier::photographed:
            return photographed;
        case EvidenceTier::scheduled:
            break;
    }
    return 0;
}

bool ScreenTally::hasItAll() const {
    return std::includes(shown.begin(), shown.end(), ordered.begin(), ordered.end());
}

void PlayFigures::add(store::PlaySum const& sum) {
    auto const& totals = sum.totals;
    complete += totals.complete;
    partial += totals.partial;
    failed += totals.failed;
    preempted += totals.preempted;
    delivered += totals.delivered;
    answered += totals.answered;
    photographed += totals.photographed;
    shownMs += totals.shownMs;
    if (isFallback(sum)) {
        fallback += totals.complete;
        fallbackDelivered += totals.delivered;
    }
    if (totals.complete + totals.partial + totals.failed + totals.preempted > 0) {
        first = std::min(first.value_or(totals.first), totals.first);
        last = std::max(last.value_or(totals.last), totals.last);
    }
}

Rate PlayFigures::completion() const {
    return {complete - fallback - surplus, planned};
}

Rate PlayFigures::completionLit() const {
    return {delivered - fallbackDelivered - surplusDelivered, planned};
}

TierMix PlayFigures::tiers() const {
    return {complete - delivered, delivered - answered, answered - photographed, photographed};
}

std::int64_t PlayFigures::screensOrdered() const {
    return countOrdered(screens, [](ScreenTally const&) { return true; });
}

std::int64_t PlayFigures::screensPlayed() const {
    return std::count_if(screens.begin(), screens.end(),
                         [](auto const& one) { return one.second.complete > 0; });
}

Rate PlayFigures::coverage() const {
    return {countOrdered(screens, [](ScreenTally const& one) { return one.complete > 0; }),
            screensOrdered()};
}

Rate PlayFigures::delivery() const {
    return {countOrdered(screens, [](ScreenTally const& one) { return one.hasItAll(); }),
            screensOrdered()};
}

Rate PlayFigures::landing() const {
    return {countOrdered(screens, [](ScreenTally const& one) { return one.landed(); }),
            screensOrdered()};
}

std::int64_t PlayFigures::assetsOrdered() const {
    return distinct(screens, &ScreenTally::ordered);
}

std::int64_t PlayFigures::assetsShown() const {
    return distinct(screens, &ScreenTally::shown);
}

}  // namespace tocsin::reports
