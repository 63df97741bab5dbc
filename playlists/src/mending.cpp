// SPDX-License-Identifier: Apache-2.0
#include "mending.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

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
        : entries_(entries),
          plan_(plan),
          rules_(plan.neighbours),
          rows_(plan.bookings.size()),
          mostTries_(mostTries) {
        for (std::size_t b = 0; b < rows_.size(); ++b) {
            auto const& booking = plan.bookings[b];
            rows_[b].time = totalOf(booking.runs);
            for (auto const& item : booking.items) {
                rows_[b].item = std::max(rows_[b].item, item.duration);
            }
            if (booking.mostPerHour > 0) {
                for (auto const start : booking.startsBefore) {
                    ++starts_[{booking.campaign, hourOf(start)}];
                }
            }
        }
        for (auto const& entry : entries) {
            if (!isPlay(entry)) {
                continue;
            }
            if (!booking(entry).takesWhatIsLeft) {
                rows_[entry.booking].begins.push_back(entry.span.begin);
            }
            countStart(entry, 1);
        }
        if (rules_.hasSeparations()) {
            spans_.resize(plan.past.ended.size());
            ended_.resize(spans_.size(), kNeverEnded);
            for (auto const& entry : entries) {
                if (isSpaced(entry)) {
                    spans_[entry.item->asset].push_back(entry.span);
                    longest_ = std::max(longest_, rules_.separationOf(entry.item->asset));
                }
            }
        }
    }

    /// What was mended may let others be mended that could not before.
    void run() {
        changes_ = {{plan_.day.begin, plan_.day.end}};
        while (!changes_.empty() && tries_ < mostTries_) {
            look();
        }
    }

private:
    /// The plays of a paced booking; of the others only how much time they have.
    struct Row {
        std::int64_t time = 0, item = 0;
        std::vector<std::int64_t> begins;
    };
    using Hour = std::pair<std::uint32_t, std::ptrdiff_t>;  ///< of a campaign

    [[nodiscard]] static bool isPlay(Placed const& entry) {
        return entry.dark == Dark::no && entry.booking != Placed::kFixed && !entry.pad;
    }
    [[nodiscard]] Booking const& booking(Placed const& entry) const {
        return plan_.bookings[entry.booking];
    }
    [[nodiscard]] bool movable(Placed const& entry) const {
        return isPlay(entry) && booking(entry).turn == 1;
    }
    [[nodiscard]] bool isSpaced(Placed const& entry) const {
        return entry.dark == Dark::no && rules_.separationOf(entry.item->asset) > 0;
    }
    [[nodiscard]] std::size_t indexAt(std::int64_t begin) const {
        return static_cast<std::size_t>(
            std::partition_point(entries_.begin(), entries_.end(),
                                 [&](Placed const& e) { return e.span.begin < begin; }) -
            entries_.begin());
    }
    [[nodiscard]] std::ptrdiff_t hourOf(std::int64_t t) const {
        auto const& hours = plan_.day.hours;
        return std::upper_bound(hours.begin(), hours.end(), t) - hours.begin();
    }
    void countStart(Placed const& entry, int by) {
        if (isPlay(entry) && booking(entry).mostPerHour > 0) {
            starts_[{entry.campaign, hourOf(entry.span.begin)}] += by;
        }
    }

    [[nodiscard]] bool isBroken(std::size_t i) const {
        return breaks(entries_[i], i == 0 ? plan_.past.last : entries_[i - 1].shown(),
                      endBefore(entries_[i], entries_[i].span.begin));
    }

    [[nodiscard]] bool breaks(Placed const& entry, Shown const& before, std::int64_t ended) const {
        return rules_.clash(before, entry.shown()) ||
               (isSpaced(entry) &&
                entry.span.begin < ended + rules_.separationOf(entry.item->asset));
    }

    /// When the asset's last play before `t` ended.
    [[nodiscard]] std::int64_t endBefore(Placed const& entry, std::int64_t t) const {
        if (!isSpaced(entry)) {
            return 0;
        }
        auto const& spans = spans_[entry.item->asset];
        auto const next = std::partition_point(spans.begin(), spans.end(),
                                               [&](Interval const& s) { return s.begin < t; });
        return next == spans.begin() ? plan_.past.ended[entry.item->asset] : (next - 1)->end;
    }

    /// Looks at every rule that is broken near a change of the last look.
    void look() {
        auto const near = normalised(std::exchange(changes_, {}));
        for (std::size_t i = 0; i < entries_.size() && tries_ < mostTries_; ++i) {
            if (!isBroken(i)) {
                continue;
            }
            auto const from = entries_[i < kReach ? 0 : i - kReach].span.begin - longest_;
            auto const to = entries_[std::min(i + kReach, entries_.size() - 1)].span.end + longest_;
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
        if (!rules_.hasSeparations() && !clashLess(a, b)) {
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
        if (rules_.clash(stands == 0 ? plan_.past.last : shownAt(stands - 1), entry.shown())) {
            return false;
        }
        if (!isSpaced(entry)) {
            return true;
        }
        // Where the asset's play before it moves too, this is not for a quick look to say.
        auto const by = entries_[other].span.length() - entries_[i].span.length();
        bool const shifts = by != 0;
        auto const begin = stands > broken ? entries_[stands].span.end - entry.span.length()
                           : stands == broken && other > broken ? entry.span.begin + by
                                                                : entries_[stands].span.begin;
        auto const& spans = spans_[entry.item->asset];
        auto next = std::partition_point(spans.begin(), spans.end(),
                                         [&](Interval const& s) { return s.begin < begin; });
        if (next != spans.begin() && (next - 1)->begin == entry.span.begin) {
            --next;
        }
        if (next == spans.begin()) {
            return begin >=
                   plan_.past.ended[entry.item->asset] + rules_.separationOf(entry.item->asset);
        }
        auto const from = entries_[std::min(i, other)].span.begin;
        bool const mayMove =
            (next - 1)->begin >= from && (shifts || (next - 1)->begin == entries_[i].span.begin ||
                                          (next - 1)->begin == entries_[other].span.begin);
        return mayMove || begin >= (next - 1)->end + rules_.separationOf(entry.item->asset);
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
            int out = rules_.clash(a == 0 ? plan_.past.last : shownAt(a - 1), shownAt(a)) ? 1 : 0;
            for (auto const k : {a + 1, b, b + 1}) {
                out += (k != b || b > a + 1) && rules_.clash(shownAt(k - 1), shownAt(k)) ? 1 : 0;
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
        if (broken(first, last, changed_) >= broken(first, last, now_) || !suitsAll()) {
            return false;
        }
        for (auto const& entry : now_) {
            countStart(entry, -1);
            if (isSpaced(entry)) {
                std::erase(spans_[entry.item->asset], entry.span);
            }
        }
        for (auto const& entry : changed_) {
            countStart(entry, 1);
            if (isPlay(entry) && !booking(entry).takesWhatIsLeft) {
                rows_[entry.booking].begins[static_cast<std::size_t>(entry.play)] =
                    entry.span.begin;
            }
            if (isSpaced(entry)) {
                auto& spans = spans_[entry.item->asset];
                spans.insert(
                    std::partition_point(spans.begin(), spans.end(),
                                         [&](auto const& s) { return s.begin < entry.span.begin; }),
                    entry.span);
            }
        }
        changes_.push_back({now_.front().span.begin, now_.back().span.end});
        entries_.insert(entries_.erase(at(first), at(last)), changed_.begin(), changed_.end());
        return true;
    }

    /// Rules broken if `shown` stood in the place of the entries from `first` to before `last`.
    int broken(std::size_t first, std::size_t last, std::vector<Placed> const& shown) {
        int out = 0;
        auto const begin = shown.front().span.begin, end = shown.back().span.end;
        auto const endedBefore = [&](Placed const& entry) {
            if (!isSpaced(entry)) {
                return kNeverEnded;
            }
            auto const ended = ended_[entry.item->asset];
            return ended != kNeverEnded ? ended : endBefore(entry, begin);
        };
        auto before = first == 0 ? plan_.past.last : entries_[first - 1].shown();
        for (auto const& entry : shown) {
            out += breaks(entry, before, endedBefore(entry)) ? 1 : 0;
            before = entry.shown();
            if (isSpaced(entry)) {
                ended_[entry.item->asset] = entry.span.end;
            }
        }
        if (last < entries_.size()) {
            out += breaks(entries_[last], before, endedBefore(entries_[last])) ? 1 : 0;
        }
        // What follows later may stand too near to one of these.
        for (auto const& play : shown) {
            if (!isSpaced(play) || ended_[play.item->asset] == kNeverEnded) {
                continue;
            }
            auto const ended = std::exchange(ended_[play.item->asset], kNeverEnded);
            auto const& spans = spans_[play.item->asset];
            auto const next = std::partition_point(spans.begin(), spans.end(),
                                                   [&](auto const& s) { return s.begin < end; });
            // Only by its distance: what it stands beside does not change.
            bool const isNear =
                next != spans.end() && next->begin < ended + rules_.separationOf(play.item->asset);
            if (isNear) {
                auto const at = indexAt(next->begin);
                bool const clashes = rules_.clash(entries_[at - 1].shown(), entries_[at].shown());
                out += at != last && !clashes ? 1 : 0;
            }
        }
        return out;
    }

    /// Gives each play of changed_ its number and its window. Whether all may stand there.
    bool suitsAll() {
        done_.assign(now_.size(), false);
        for (auto& play : changed_) {
            if (!isPlay(play)) {
                continue;
            }
            std::size_t k = 0;
            while (k < now_.size() &&
                   (done_[k] || !isPlay(now_[k]) || now_[k].booking != play.booking)) {
                ++k;
            }
            auto const& runs = booking(play).runs;
            auto const run = atOrAfter(runs, play.span.begin);
            if (k == now_.size() || now_[k].item->asset != play.item->asset || run == runs.end() ||
                play.span.begin < run->begin || run->end < play.span.end) {
                return false;
            }
            done_[k] = true;
            play.play = now_[k].play;
            play.run = &*run;
        }
        return keepsLimits() && keepsPlaces();
    }

    [[nodiscard]] bool keepsLimits() const {
        std::map<Hour, std::int64_t> more;
        auto const count = [&](std::vector<Placed> const& plays, int by) {
            for (auto const& play : plays) {
                if (isPlay(play) && booking(play).mostPerHour > 0) {
                    more[{play.campaign, hourOf(play.span.begin)}] += by;
                }
            }
        };
        if (starts_.empty()) {
            return true;
        }
        count(changed_, 1);
        count(now_, -1);
        return std::all_of(changed_.begin(), changed_.end(), [&](Placed const& play) {
            if (!isPlay(play) || booking(play).mostPerHour == 0) {
                return true;
            }
            Hour const hour{play.campaign, hourOf(play.span.begin)};
            auto const found = starts_.find(hour);
            auto const had = found == starts_.end() ? 0 : found->second;
            return more[hour] <= 0 || had + more[hour] <= booking(play).mostPerHour;
        });
    }

    [[nodiscard]] bool keepsPlaces() const {
        return std::all_of(changed_.begin(), changed_.end(), [&](Placed const& play) {
            return !isPlay(play) || booking(play).takesWhatIsLeft || keepsPlace(play);
        });
    }

    [[nodiscard]] bool keepsPlace(Placed const& play) const {
        auto const& row = rows_[play.booking];
        auto const& runs = booking(play).runs;
        auto const plays = static_cast<std::int64_t>(row.begins.size());
        auto const number = static_cast<std::size_t>(play.play);
        auto const period = row.time / plays;
        auto const now = eligible(runs, play.span.begin);
        auto const was = eligible(runs, row.begins[number]);
        auto const place = row.time * play.play / plays;
        if (auto const off = std::abs(now - place);
            off > period + row.item && off > std::abs(was - place)) {
            return false;
        }
        auto const most = 2 * period + row.item;
        if (number > 0) {
            auto const gap = now - eligible(runs, beginOf(play.booking, play.play - 1));
            auto const had = was - eligible(runs, row.begins[number - 1]);
            if (gap > most && gap > had) {
                return false;
            }
        }
        if (number + 1 < row.begins.size()) {
            auto const gap = eligible(runs, beginOf(play.booking, play.play + 1)) - now;
            auto const had = eligible(runs, row.begins[number + 1]) - was;
            return gap <= most || gap <= had;
        }
        return true;
    }

    /// Where the booking's play would begin.
    [[nodiscard]] std::int64_t beginOf(std::uint32_t index, std::int64_t number) const {
        auto const found = std::find_if(changed_.begin(), changed_.end(), [&](Placed const& play) {
            return isPlay(play) && play.booking == index && play.play == number;
        });
        return found != changed_.end() ? found->span.begin
                                       : rows_[index].begins[static_cast<std::size_t>(number)];
    }

    [[nodiscard]] static std::int64_t eligible(Intervals const& runs, std::int64_t t) {
        std::int64_t out = 0;
        for (auto const& run : runs) {
            out += std::max<std::int64_t>(0, std::min(run.end, t) - run.begin);
        }
        return out;
    }

    std::vector<Placed>& entries_;
    Plan const& plan_;
    Neighbours const& rules_;
    std::vector<Row> rows_;                ///< by booking
    std::vector<Intervals> spans_;         ///< by asset that has a least distance: its plays
    std::map<Hour, std::int64_t> starts_;  ///< of campaigns with a limit
    std::vector<Placed> changed_, now_;    ///< what is tried, and what stands there
    std::vector<bool> done_;
    /// By asset, scratch: when its last play of those that are tried ends.
    std::vector<std::int64_t> ended_;
    Intervals changes_;         ///< since the last look began
    std::int64_t longest_ = 0;  ///< least distance of an asset
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
