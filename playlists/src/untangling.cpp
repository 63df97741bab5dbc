// SPDX-License-Identifier: Apache-2.0
#include "untangling.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {
namespace {

/// How far a play may be exchanged, in entries.
constexpr std::size_t kReach = 40;
/// A day on which almost everything clashes cannot be helped; this bounds the time it costs.
constexpr std::size_t kMostTries = 50'000;

/// Exchanges plays that clash with others.
class Untangler {
public:
    Untangler(std::vector<Placed>& entries, Plan const& plan) : entries_(entries), plan_(plan) {}

    /// Whether some clash is left.
    bool run() {
        bool left = false;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (clashesBefore(i) &&
                !(tries_ < kMostTries && (relieve(i) || (i > 0 && relieve(i - 1))))) {
                left = true;
            }
        }
        return left;
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
        if (!mayExchange(i)) {
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

    /// Lists that go in one go stay where they are.
    [[nodiscard]] bool mayExchange(std::size_t i) const {
        return mayMove(entries_[i], plan_) && plan_.bookings[entries_[i].booking].turn == 1;
    }

    bool exchange(std::size_t a, std::size_t b) {
        auto& first = entries_[a];
        auto& second = entries_[b];
        if (!mayExchange(a) || !mayExchange(b) || first.booking == second.booking ||
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

    [[nodiscard]] bool mayStand(Placed const& play, Interval const& span) const {
        auto const place = placeOf(play, plan_);
        return place.begin <= span.begin && span.end <= place.end;
    }

    std::vector<Placed>& entries_;
    Plan const& plan_;
    std::size_t tries_ = 0;
};

/// Moves half of an idle moment between two that clash: what stands between moves by as much.
class Parter {
public:
    Parter(std::vector<Placed>& entries, Plan const& plan) : entries_(entries), plan_(plan) {}

    void run() {
        parted_.reserve(entries_.size());
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            auto const begin = entries_[i].span.begin;
            auto const before = parted_.empty() ? plan_.past.last : parted_.back().shown();
            if (plan_.neighbours.clash(before, entries_[i].shown()) && !staysJoined(i)) {
                auto const later = byMovingLater(i);
                auto const earlier = later > 0 ? 0 : byMovingEarlier();
                if (later + earlier > 0) {
                    parted_.push_back({{begin - earlier, begin + later},
                                       nullptr,
                                       nullptr,
                                       0,
                                       0,
                                       0,
                                       Dark::idle,
                                       false});
                }
            }
            if (entries_[i].span.length() > 0) {
                parted_.push_back(entries_[i]);
            }
        }
        std::erase_if(parted_, [](Placed const& entry) { return entry.span.length() == 0; });
        entries_ = std::move(parted_);
    }

private:
    /// A list that goes in one go stays in one piece; and a filler that has nothing else to show
    /// repeats without a flicker.
    [[nodiscard]] bool staysJoined(std::size_t i) const {
        if (parted_.empty() || entries_[i].booking == Placed::kFixed ||
            parted_.back().booking == Placed::kFixed) {
            return false;
        }
        auto const& booking = plan_.bookings[entries_[i].booking];
        bool const sameList = entries_[i].booking == parted_.back().booking && booking.turn > 1;
        return sameList ||
               (booking.takesWhatIsLeft && plan_.bookings[parted_.back().booking].takesWhatIsLeft);
    }

    /// Takes from the idle moment after entry i, if there is one nearby. Returns how much.
    std::int64_t byMovingLater(std::size_t i) {
        auto idle = i;
        while (idle < entries_.size() && idle - i <= kReach && mayMove(entries_[idle], plan_)) {
            ++idle;
        }
        if (idle >= entries_.size() || entries_[idle].dark != Dark::idle) {
            return 0;
        }
        auto room = entries_[idle].span.length();
        for (auto k = i; k < idle; ++k) {
            room = std::min(room, placeOf(entries_[k], plan_).end - entries_[k].span.end);
        }
        bool const all =
            idle + 1 == entries_.size() ||
            !plan_.neighbours.clash(entries_[idle - 1].shown(), entries_[idle + 1].shown());
        auto const part = partOf(entries_[idle].span, room, all);
        for (auto k = i; k < idle; ++k) {
            entries_[k].span.begin += part;
            entries_[k].span.end += part;
        }
        entries_[idle].span.begin += part;
        return part;
    }

    /// Takes from the idle moment before the last of what is parted already.
    std::int64_t byMovingEarlier() {
        auto idle = parted_.size();
        while (idle > 0 && parted_.size() - idle < kReach && mayMove(parted_[idle - 1], plan_)) {
            --idle;
        }
        if (idle == 0 || idle == parted_.size() || parted_[idle - 1].dark != Dark::idle) {
            return 0;
        }
        auto room = parted_[idle - 1].span.length();
        for (auto k = idle; k < parted_.size(); ++k) {
            room = std::min(room, parted_[k].span.begin - placeOf(parted_[k], plan_).begin);
        }
        auto const beforeIdle = idle < 2 ? plan_.past.last : parted_[idle - 2].shown();
        bool const all = !plan_.neighbours.clash(beforeIdle, parted_[idle].shown());
        auto const part = partOf(parted_[idle - 1].span, room, all);
        parted_[idle - 1].span.end -= part;
        for (auto k = idle; k < parted_.size(); ++k) {
            parted_[k].span.begin -= part;
            parted_[k].span.end -= part;
        }
        return part;
    }

    /// Half of it, since it may part others too; or all of it, if it need not and is short.
    [[nodiscard]] static std::int64_t partOf(Interval const& idle, std::int64_t room, bool all) {
        auto part = std::min(idle.length() / 2, room);
        if (part < kLeastDark && all) {
            part = std::min(idle.length(), room);
        }
        return part < kLeastDark ? 0 : part;
    }

    std::vector<Placed>& entries_;
    std::vector<Placed> parted_;
    Plan const& plan_;
};

}  // namespace

void untangle(std::vector<Placed>& entries, Plan const& plan) {
    if (Untangler(entries, plan).run()) {
        Parter(entries, plan).run();
    }
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
