// SPDX-License-Identifier: Apache-2.0
// Settling what facts claim, from one instant at which anything changes to the next.
#include "tocsin/reports/screen_time.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "time_claims.hpp"

namespace tocsin::reports {
namespace {

/// The claim that wins stands first. Of equal rank the one that began earlier, so that the answer
/// does not depend on the order of facts.
struct Wins {
    bool operator()(Claim const* a, Claim const* b) const {
        auto const key = [](Claim const& c) { return std::tie(c.rank, c.when, c.reason); };
        return key(*a) != key(*b) ? key(*a) < key(*b) : a < b;
    }
};

class Sweep {
public:
    Sweep(Intervals const& open, std::vector<Claim> const& claims) : open_(open) {
        for (auto const& claim : claims) {
            byBegin_.push_back(&claim);
            byEnd_.push_back(&claim);
        }
        std::sort(byBegin_.begin(), byBegin_.end(),
                  [](auto const* a, auto const* b) { return a->when.begin < b->when.begin; });
        std::sort(byEnd_.begin(), byEnd_.end(),
                  [](auto const* a, auto const* b) { return a->when.end < b->when.end; });
    }

    std::vector<Stretch> run() {
        for (auto const& hours : open_) {
            for (auto t = hours.begin; t < hours.end;) {
                moveTo(t);
                auto const until = std::min(hours.end, nextChange());
                put({t, until});
                t = until;
            }
        }
        return std::move(out_);
    }

private:
    void moveTo(Instant t) {
        for (; begun_ < byBegin_.size() && byBegin_[begun_]->when.begin <= t; ++begun_) {
            standing_.insert(byBegin_[begun_]);
        }
        for (; ended_ < byEnd_.size() && byEnd_[ended_]->when.end <= t; ++ended_) {
            standing_.erase(byEnd_[ended_]);
        }
    }

    [[nodiscard]] Instant nextChange() const {
        auto out = Instant::max();
        if (begun_ < byBegin_.size()) {
            out = byBegin_[begun_]->when.begin;
        }
        return ended_ < byEnd_.size() ? std::min(out, byEnd_[ended_]->when.end) : out;
    }

    void put(Interval const& when) {
        Stretch next{when, TimeClass::unknown, "no-row"};
        if (!standing_.empty()) {
            auto const& winner = **standing_.begin();
            next.what = classOf(winner.rank);
            next.reason = winner.reason;
        }
        if (!out_.empty() && out_.back().when.end == when.begin && out_.back().what == next.what &&
            out_.back().reason == next.reason) {
            out_.back().when.end = when.end;
        } else {
            out_.push_back(std::move(next));
        }
    }

    Intervals const& open_;
    std::vector<Claim const*> byBegin_, byEnd_;
    std::size_t begun_ = 0, ended_ = 0;
    std::set<Claim const*, Wins> standing_;
    std::vector<Stretch> out_;
};

}  // namespace

std::string_view toString(TimeClass what) {
    constexpr std::array<std::string_view, kTimeClasses> kNames = {
        "proven_lit", "proven_unverified", "closed", "warning", "failed", "offline", "unknown"};
    return kNames[static_cast<std::size_t>(what)];
}

std::vector<Stretch> accountFor(ScreenFacts const& facts) {
    auto const claims = claimsOf(facts);
    return Sweep(facts.open, claims).run();
}

void TimeSums::add(Stretch const& stretch) {
    auto const length = stretch.when.length().count();
    ms[static_cast<std::size_t>(stretch.what)] += length;
    if (!stretch.reason.empty()) {
        reasons[{stretch.what, stretch.reason}] += length;
    }
}

void TimeSums::add(TimeSums const& other) {
    for (std::size_t i = 0; i < ms.size(); ++i) {
        ms[i] += other.ms[i];
    }
    for (auto const& [what, length] : other.reasons) {
        reasons[what] += length;
    }
}

std::int64_t TimeSums::open() const {
    return std::accumulate(ms.begin(), ms.end(), std::int64_t{0});
}

}  // namespace tocsin::reports
