// SPDX-License-Identifier: Apache-2.0
#include "mending.hpp"

#include <algorithm>
#include <utility>

#include "day_constraints.hpp"
#include "untangling.hpp"

namespace tocsin::playlists::detail {
namespace {

/// How far a play or an idle moment may be exchanged, in entries.
constexpr std::size_t kReach = 64;
/// What a day may cost, in steps of some ten nanoseconds.
constexpr std::size_t kMostTries = 2'000'000;
/// A day on which almost everything clashes cannot be helped, and may cost less.
constexpr std::ptrdiff_t kHopeless = 1'000;
constexpr std::size_t kMostHopelessTries = 100'000;

class Mender {
public:
    Mender(std::vector<Placed>& entries, Plan const& plan, std::size_t mostTries)
        : entries_(entries), plan_(plan), constraints_(entries, plan), mostTries_(mostTries) {}

    /// What was mended may let others be mended that could not before.
    void run() {
        changes_ = {{plan_.day.begin, plan_.day.end}};
        while (!changes_.empty() && tries_ < mostTries_) {
            look();
        }
    }

private:
    [[nodiscard]] Booking const& booking(Placed const& entry) const {
        return plan_.bookings[entry.booking];
    }
    [[nodiscard]] bool movable(Placed const& entry) const {
        return isPlay(entry) && booking(entry).turn == 1;
    }

    /// Looks at every rule that is broken near a change of the last look.
    void look() {
        auto const near = normalised(std::exchange(changes_, {}));
        auto const longest = constraints_.longestSeparation();
        for (std::size_t i = 0; i < entries_.size() && tries_ < mostTries_; ++i) {
            if (!constraints_.isBroken(i)) {
                continue;
            }
            auto const from = entries_[i < kReach ? 0 : i - kReach].span.begin - longest;
            auto const to = entries_[std::min(i + kReach, entries_.size() - 1)].span.end + longest;
            auto const change = atOrAfter(near, from);
            if (change != near.end() && change->begin < to) {
                relieve(i);
            }
        }
    }

    bool relieve(std::size_t i) {
        return exchangeWithAny(i, i) || (i > 0 && exchangeWithAny(i - 1, i)) || partFromBefore(i);
    }

    /// Exchanges entry i with another so that the one at `broken`, itself or the next, keeps the
    /// rules.
    bool exchangeWithAny(std::size_t i, std::size_t broken) {
        if (!movable(entries_[i])) {
            return false;
        }
        // Past another item of its own campaign it would be out of turn.
        auto const isItsTurn = [&](Placed const& other) {
            return !isPlay(other) || other.booking != entries_[i].booking ||
                   other.item->asset == entries_[i].item->asset;
        };
        bool back = true, forth = true;
        for (std::size_t distance = 1; distance < kReach && (back || forth); ++distance) {
            back = back && distance <= i && isItsTurn(entries_[i - distance]);
            forth = forth && i + distance < entries_.size() && isItsTurn(entries_[i + distance]);
            if ((back && exchange(i, i - distance, broken)) ||
                (forth && exchange(i, i + distance, broken))) {
                return true;
            }
        }
        return false;
    }

    bool exchange(std::size_t i, std::size_t other, std::size_t broken) {
        ++tries_;
        auto const& one = entries_[i];
        auto const& two = entries_[other];
        if (!movable(one) || !movable(two) ||
            (one.item->asset == two.item->asset && one.campaign == two.campaign) ||
            !keepsRules(i, other, broken)) {
            return false;
        }
        auto const a = std::min(i, other), b = std::max(i, other);
        bool const outOfTurn = std::any_of(at(a + 1), at(b), [&](Placed const& between) {
            return between.booking == two.booking && isPlay(between) &&
                   between.item->asset != two.item->asset;
        });
        if (outOfTurn) {
            return false;
        }
        if (one.span.length() != two.span.length() &&
            !std::all_of(at(a + 1), at(b), [&](auto const& e) { return movable(e); })) {
            return false;
        }
        if (!plan_.neighbours.hasSeparations() && !clashLess(a, b)) {
            return false;
        }
        changed_.assign(at(a), at(b + 1));
        std::swap(changed_.front(), changed_.back());
        layOut(entries_[a].span.begin);
        return takeIfBetter(a, b + 1);
    }

    /// Whether the entry at `broken`, which is i or the next, would keep the rules if i and the
    /// other changed places.
    [[nodiscard]] bool keepsRules(std::size_t i, std::size_t other, std::size_t broken) const {
        auto const& entry = entries_[broken];
        auto const shownAt = [&](std::size_t k) {
            return entries_[k == i ? other : k == other ? i : k].shown();
        };
        auto const stands = broken == i ? other : broken == other ? i : broken;
        if (plan_.neighbours.clash(stands == 0 ? plan_.past.last : shownAt(stands - 1),
                                   entry.shown())) {
            return false;
        }
        auto const by = entries_[other].span.length() - entries_[i].span.length();
        auto const begin = stands > broken ? entries_[stands].span.end - entry.span.length()
                           : stands == broken && other > broken ? entry.span.begin + by
                                                                : entries_[stands].span.begin;
        return !constraints_.standsTooNear(entry, begin, i, other);
    }

    [[nodiscard]] std::vector<Placed>::iterator at(std::size_t i) const {
        return entries_.begin() + static_cast<std::ptrdiff_t>(i);
    }

    /// One after the other. What is between two of unlike length moves by the difference; between
    /// two of like length it stays.
    void layOut(std::int64_t from) {
        for (auto& entry : changed_) {
            auto const length = entry.span.length();
            entry.span = {from, from + length};
            from += length;
        }
    }

    /// Whether fewer clash if the two change places.
    [[nodiscard]] bool clashLess(std::size_t a, std::size_t b) const {
        auto const clashesOf = [&](bool exchanged) {
            auto const shownAt = [&](std::size_t k) {
                auto const at = !exchanged ? k : k == a ? b : k == b ? a : k;
                return at < entries_.size() ? entries_[at].shown() : Shown{};
            };
            int out = plan_.neighbours.clash(a == 0 ? plan_.past.last : shownAt(a - 1), shownAt(a))
                          ? 1
                          : 0;
            for (auto const k : {a + 1, b, b + 1}) {
                out += (k != b || b > a + 1) && plan_.neighbours.clash(shownAt(k - 1), shownAt(k))
                           ? 1
                           : 0;
            }
            return out;
        };
        return clashesOf(true) < clashesOf(false);
    }

    /// Lets an idle moment nearby stand between entry i and the one before.
    bool partFromBefore(std::size_t i) {
        if (i == 0 || entries_[i - 1].dark != Dark::no || staysJoined(i)) {
            return false;
        }
        auto later = i, earlier = i;
        while (later < entries_.size() && later - i < kReach && movable(entries_[later])) {
            ++later;
        }
        while (earlier > 0 && i - earlier < kReach && movable(entries_[earlier - 1])) {
            --earlier;
        }
        for (bool const all : {false, true}) {
            if ((later > i && later < entries_.size() && moveIdle(i, later, all)) ||
                (earlier < i && earlier > 0 && moveIdle(i, earlier - 1, all))) {
                return true;
            }
        }
        return false;
    }

    /// A list goes in one go, and a filler that has nothing else to show repeats without a flicker.
    [[nodiscard]] bool staysJoined(std::size_t i) const {
        auto const& a = entries_[i - 1];
        auto const& b = entries_[i];
        return isPlay(a) && isPlay(b) &&
               ((a.booking == b.booking && booking(a).turn > 1) ||
                (booking(a).takesWhatIsLeft && booking(b).takesWhatIsLeft));
    }

    bool moveIdle(std::size_t i, std::size_t idle, bool all) {
        ++tries_;
        auto const length = entries_[idle].span.length();
        auto const moved = all ? length : kLeastDark;
        auto const left = length - moved;
        if (entries_[idle].dark != Dark::idle || moved < kLeastDark ||
            (left != 0 && left < kLeastDark)) {
            return false;
        }
        bool const later = idle > i;
        auto dark = entries_[idle];
        changed_.clear();
        auto const put = [&](std::int64_t lasts) {
            dark.span = {0, lasts};
            if (lasts > 0) {
                changed_.push_back(dark);
            }
        };
        put(later ? moved : left);
        changed_.insert(changed_.end(), at(later ? i : idle + 1), at(later ? idle : i));
        put(later ? left : moved);
        auto const first = std::min(i, idle);
        layOut(entries_[first].span.begin);
        return takeIfBetter(first, later ? idle + 1 : i);
    }

    /// Puts changed_ in the place of the entries from `first` to before `last`, which last as long.
    bool takeIfBetter(std::size_t first, std::size_t last) {
        tries_ += last - first;
        now_.assign(at(first), at(last));
        bool const better =
            constraints_.broken(first, last, changed_) < constraints_.broken(first, last, now_);
        if (!better || !constraints_.suits(changed_, now_)) {
            return false;
        }
        changes_.push_back({now_.front().span.begin, now_.back().span.end});
        constraints_.replace(first, last, changed_);
        return true;
    }

    std::vector<Placed>& entries_;
    Plan const& plan_;
    DayConstraints constraints_;
    std::vector<Placed> changed_, now_;  ///< what is tried, and what stands there
    Intervals changes_;                  ///< since the last look began
    std::size_t mostTries_, tries_ = 0;
};

}  // namespace

void mend(std::vector<Placed>& entries, Plan const& plan) {
    auto const broken = brokenRules(entries, plan);
    auto const count = std::count(broken.begin(), broken.end(), true);
    if (count > 0) {
        Mender(entries, plan, count > kHopeless ? kMostHopelessTries : kMostTries).run();
    }
}

}  // namespace tocsin::playlists::detail
