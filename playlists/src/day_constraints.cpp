// SPDX-License-Identifier: Apache-2.0
#include "day_constraints.hpp"

#include <algorithm>
#include <cstdlib>

namespace tocsin::playlists::detail {
namespace {

std::int64_t eligible(Intervals const& runs, std::int64_t t) {
    std::int64_t out = 0;
    for (auto const& run : runs) {
        out += std::max<std::int64_t>(0, std::min(run.end, t) - run.begin);
    }
    return out;
}

}  // namespace

DayConstraints::DayConstraints(std::vector<Placed>& entries, Plan const& plan)
    : entries_(entries), plan_(plan), rules_(plan.neighbours), rows_(plan.bookings.size()) {
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

bool DayConstraints::isBroken(std::size_t i) const {
    return breaks(entries_[i], i == 0 ? plan_.past.last : entries_[i - 1].shown(),
                  endBefore(entries_[i], entries_[i].span.begin));
}

bool DayConstraints::standsTooNear(Placed const& entry, std::int64_t begin, std::size_t one,
                                   std::size_t two) const {
    if (!isSpaced(entry)) {
        return false;
    }
    auto const separation = rules_.separationOf(entry.item->asset);
    auto const& spans = spans_[entry.item->asset];
    auto next = std::partition_point(spans.begin(), spans.end(),
                                     [&](Interval const& s) { return s.begin < begin; });
    if (next != spans.begin() && (next - 1)->begin == entry.span.begin) {
        --next;
    }
    if (next == spans.begin()) {
        return begin < plan_.past.ended[entry.item->asset] + separation;
    }
    auto const before = *(next - 1);
    bool const shifts = entries_[one].span.length() != entries_[two].span.length();
    bool const mayMove = before.begin >= entries_[std::min(one, two)].span.begin &&
                         (shifts || before.begin == entries_[one].span.begin ||
                          before.begin == entries_[two].span.begin);
    return !mayMove && begin < before.end + separation;
}

int DayConstraints::broken(std::size_t first, std::size_t last, std::vector<Placed> const& shown) {
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

bool DayConstraints::suits(std::vector<Placed>& changed, std::vector<Placed> const& now) {
    done_.assign(now.size(), false);
    for (auto& play : changed) {
        if (!isPlay(play)) {
            continue;
        }
        std::size_t k = 0;
        while (k < now.size() && (done_[k] || !isPlay(now[k]) || now[k].booking != play.booking)) {
            ++k;
        }
        auto const& runs = booking(play).runs;
        auto const run = atOrAfter(runs, play.span.begin);
        if (k == now.size() || now[k].item->asset != play.item->asset || run == runs.end() ||
            play.span.begin < run->begin || run->end < play.span.end) {
            return false;
        }
        done_[k] = true;
        play.play = now[k].play;
        play.run = &*run;
    }
    return keepsLimits(changed, now) &&
           std::all_of(changed.begin(), changed.end(), [&](Placed const& play) {
               return !isPlay(play) || booking(play).takesWhatIsLeft || keepsPlace(play, changed);
           });
}

void DayConstraints::replace(std::size_t first, std::size_t last,
                             std::vector<Placed> const& changed) {
    auto const from = entries_.begin() + static_cast<std::ptrdiff_t>(first);
    auto const to = entries_.begin() + static_cast<std::ptrdiff_t>(last);
    for (auto entry = from; entry != to; ++entry) {
        countStart(*entry, -1);
        if (isSpaced(*entry)) {
            std::erase(spans_[entry->item->asset], entry->span);
        }
    }
    for (auto const& entry : changed) {
        countStart(entry, 1);
        if (isPlay(entry) && !booking(entry).takesWhatIsLeft) {
            rows_[entry.booking].begins[static_cast<std::size_t>(entry.play)] = entry.span.begin;
        }
        if (isSpaced(entry)) {
            auto& spans = spans_[entry.item->asset];
            spans.insert(
                std::partition_point(spans.begin(), spans.end(),
                                     [&](auto const& s) { return s.begin < entry.span.begin; }),
                entry.span);
        }
    }
    entries_.insert(entries_.erase(from, to), changed.begin(), changed.end());
}

bool DayConstraints::isSpaced(Placed const& entry) const {
    return entry.dark == Dark::no && rules_.separationOf(entry.item->asset) > 0;
}

std::ptrdiff_t DayConstraints::hourOf(std::int64_t t) const {
    auto const& hours = plan_.day.hours;
    return std::upper_bound(hours.begin(), hours.end(), t) - hours.begin();
}

void DayConstraints::countStart(Placed const& entry, int by) {
    if (isPlay(entry) && booking(entry).mostPerHour > 0) {
        starts_[{entry.campaign, hourOf(entry.span.begin)}] += by;
    }
}

std::size_t DayConstraints::indexAt(std::int64_t begin) const {
    return static_cast<std::size_t>(
        std::partition_point(entries_.begin(), entries_.end(),
                             [&](Placed const& e) { return e.span.begin < begin; }) -
        entries_.begin());
}

bool DayConstraints::breaks(Placed const& entry, Shown const& before, std::int64_t ended) const {
    return rules_.clash(before, entry.shown()) ||
           (isSpaced(entry) && entry.span.begin < ended + rules_.separationOf(entry.item->asset));
}

/// When the asset's last play before `t` ended.
std::int64_t DayConstraints::endBefore(Placed const& entry, std::int64_t t) const {
    if (!isSpaced(entry)) {
        return 0;
    }
    auto const& spans = spans_[entry.item->asset];
    auto const next = std::partition_point(spans.begin(), spans.end(),
                                           [&](Interval const& s) { return s.begin < t; });
    return next == spans.begin() ? plan_.past.ended[entry.item->asset] : (next - 1)->end;
}

bool DayConstraints::keepsLimits(std::vector<Placed> const& changed,
                                 std::vector<Placed> const& now) const {
    if (starts_.empty()) {
        return true;
    }
    std::map<Hour, std::int64_t> more;
    auto const count = [&](std::vector<Placed> const& plays, int by) {
        for (auto const& play : plays) {
            if (isPlay(play) && booking(play).mostPerHour > 0) {
                more[{play.campaign, hourOf(play.span.begin)}] += by;
            }
        }
    };
    count(changed, 1);
    count(now, -1);
    return std::all_of(changed.begin(), changed.end(), [&](Placed const& play) {
        if (!isPlay(play) || booking(play).mostPerHour == 0) {
            return true;
        }
        Hour const hour{play.campaign, hourOf(play.span.begin)};
        auto const found = starts_.find(hour);
        auto const had = found == starts_.end() ? 0 : found->second;
        return more[hour] <= 0 || had + more[hour] <= booking(play).mostPerHour;
    });
}

bool DayConstraints::keepsPlace(Placed const& play, std::vector<Placed> const& changed) const {
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
        auto const gap = now - eligible(runs, beginOf(play.booking, play.play - 1, changed));
        auto const had = was - eligible(runs, row.begins[number - 1]);
        if (gap > most && gap > had) {
            return false;
        }
    }
    if (number + 1 < row.begins.size()) {
        auto const gap = eligible(runs, beginOf(play.booking, play.play + 1, changed)) - now;
        auto const had = eligible(runs, row.begins[number + 1]) - was;
        return gap <= most || gap <= had;
    }
    return true;
}

/// Where the booking's play would begin.
std::int64_t DayConstraints::beginOf(std::uint32_t index, std::int64_t number,
                                     std::vector<Placed> const& changed) const {
    auto const found = std::find_if(changed.begin(), changed.end(), [&](Placed const& play) {
        return isPlay(play) && play.booking == index && play.play == number;
    });
    return found != changed.end() ? found->span.begin
                                  : rows_[index].begins[static_cast<std::size_t>(number)];
}

}  // namespace tocsin::playlists::detail
