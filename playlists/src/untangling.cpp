// SPDX-License-Identifier: Apache-2.0
#include "untangling.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {
namespace {

/// How far a play may be exchanged, in entries.
constexpr std::size_t kReach = 40;
/// A day on which almost everything clashes cannot be helped; this bounds the time it costs.
constexpr std::size_t kMostTries = 50'000;

class Untangler {
public:
    Untangler(std::vector<Placed>& entries, Plan const& plan) : entries_(entries), plan_(plan) {}

    void run() {
        for (std::size_t i = 0; i < entries_.size() && tries_ < kMostTries; ++i) {
            if (clashesBefore(i) && !relieve(i) && i > 0) {
                relieve(i - 1);
            }
        }
    }

private:
    [[nodiscard]] Shown shownAt(std::size_t i) const { return entries_[i].shown(); }

    /// Whether entry i clashes with the one before it.
    [[nodiscard]] bool clashesBefore(std::size_t i) const {
        return i < entries_.size() &&
               plan_.neighbours.clash(i == 0 ? plan_.past.last : shownAt(i - 1), shownAt(i));
    }

    /// Exchanges entry i with another so that there are fewer clashes.
    bool relieve(std::size_t i) {
        if (!mayMove(i)) {
            return false;
        }
        for (std::size_t distance = 1; distance <= kReach; ++distance) {
            for (bool const back : {true, false}) {
                if (back ? distance > i : i + distance >= entries_.size()) {
                    continue;
                }
                auto const other = back ? i - distance : i + distance;
                ++tries_;
                if (exchange(std::min(i, other), std::max(i, other))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Rules in time, limits an hour, lists that go in one go and fixed events stay where they are.
    [[nodiscard]] bool mayMove(std::size_t i) const {
        auto const& entry = entries_[i];
        if (entry.dark != Dark::no || entry.booking == Placed::kFixed || entry.pad) {
            return false;
        }
        auto const& booking = plan_.bookings[entry.booking];
        return booking.mostPerHour == 0 && booking.turn == 1 &&
               plan_.neighbours.separationOf(entry.item->asset) == 0;
    }

    bool exchange(std::size_t a, std::size_t b) {
        auto& first = entries_[a];
        auto& second = entries_[b];
        if (!mayMove(a) || !mayMove(b) || first.booking == second.booking ||
            first.span.length() != second.span.length() || !mayStand(first, second.span) ||
            !mayStand(second, first.span)) {
            return false;
        }
        auto const clashes = [&] {
            int count = 0;
            for (auto const i : {a, a + 1, b, b + 1}) {
                count += clashesBefore(i) ? 1 : 0;
            }
            return count - (b == a + 1 && clashesBefore(b) ? 1 : 0);  // it was counted twice
        };
        if (keepsOrder(a, b)) {
            auto const before = clashes();
            swapPlays(first, second);
            if (clashes() < before) {
                return true;
            }
            swapPlays(first, second);
        }
        return false;
    }

    static void swapPlays(Placed& a, Placed& b) {
        std::swap(a, b);
        std::swap(a.span, b.span);
    }

    /// No play of either campaign stands between, or their items would change order.
    [[nodiscard]] bool keepsOrder(std::size_t a, std::size_t b) const {
        return std::none_of(
            entries_.begin() + static_cast<std::ptrdiff_t>(a) + 1,
            entries_.begin() + static_cast<std::ptrdiff_t>(b), [&](Placed const& between) {
                return between.dark == Dark::no && (between.booking == entries_[a].booking ||
                                                    between.booking == entries_[b].booking);
            });
    }

    /// Whether the play may be shown at `span`: in its window, and near its place.
    [[nodiscard]] bool mayStand(Placed const& play, Interval const& span) const {
        if (span.begin < play.run->begin || span.end > play.run->end) {
            return false;
        }
        auto const& booking = plan_.bookings[play.booking];
        if (booking.takesWhatIsLeft) {
            return true;
        }
        auto const& flow = plan_.allocation.flows[play.booking];
        auto const release = flow.releaseOf(booking.workOf(play.play));
        auto const due = flow.dueOf(booking.workOf(play.play + 1));
        auto const slack = (due - release) / 2;
        return span.begin >= release - slack && span.end <= due + slack;
    }

    std::vector<Placed>& entries_;
    Plan const& plan_;
    std::size_t tries_ = 0;
};

}  // namespace

void untangle(std::vector<Placed>& entries, Plan const& plan) {
    Untangler(entries, plan).run();
}

std::vector<bool> brokenRules(std::vector<Placed> const& entries, Plan const& plan) {
    std::vector<bool> out;
    out.reserve(entries.size());
    auto const& rules = plan.neighbours;
    auto ended = plan.past.ended;
    auto previous = plan.past.last;
    for (auto const& entry : entries) {
        auto const now = entry.shown();
        bool broken = rules.clash(previous, now);
        if (now.asset != Shown::kNothing && !ended.empty()) {
            auto const separation = rules.separationOf(now.asset);
            broken |= separation > 0 && entry.span.begin < ended[now.asset] + separation;
            ended[now.asset] = entry.span.end;
        }
        out.push_back(broken);
        previous = now;
    }
    return out;
}

}  // namespace tocsin::playlists::detail
