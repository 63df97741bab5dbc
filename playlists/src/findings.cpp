// SPDX-License-Identifier: Apache-2.0
// Findings read off the finished day.
#include "findings.hpp"

#include <algorithm>

#include "day_words.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists::detail {
void reportMissing(Programme const& programme, Day const& day, std::vector<Booking> const& bookings,
                   std::vector<std::int64_t> const& counts, std::vector<Finding>& findings) {
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        auto const& booking = bookings[i];
        if (booking.takesWhatIsLeft || counts[i] == booking.wanted) {
            continue;
        }
        auto const& id = programme.campaigns[booking.campaign].id;
        // What was owed gives way first.
        auto const owed = std::min(booking.makeGood, booking.wanted - counts[i]);
        if (owed > 0) {
            auto const all = std::to_string(booking.makeGood);
            auto const left = std::to_string(owed);
            findings.push_back(
                findingOf("debt-left", id,
                          {"is owed " + all + " plays, but " + left +
                               " of them do not fit on this day; they wait for "
                               "another day",
                           "应补播 " + all + " 次，其中 " + left + " 次当天排不下，改日补播"},
                          owed));
        }
        auto const booked = booking.wanted - booking.makeGood;
        auto const missing = std::max<std::int64_t>(0, booked - counts[i]);
        if (missing == 0) {
            continue;
        }
        auto const hours = hoursOf(day, booking.runs);
        auto const needs = std::to_string(booked);
        auto const fit = std::to_string(counts[i]);
        auto const lacks = std::to_string(missing);
        findings.push_back(findingOf(
            "over-booked", id,
            {(booking.ofDayBefore ? "(of the day before) needs " : "needs ") + needs +
                 " plays in " + hours.english + ", but only " + fit + " fit beside the others; " +
                 lacks + " are missing",
             (booking.ofDayBefore ? "（前一天的时段）在 " : "在 ") + hours.chinese + " 需播 " +
                 needs + " 次，与其他任务一起只排得下 " + fit + " 次，缺 " + lacks + " 次"},
            missing));
    }
}

void reportEmpty(Programme const& programme, Day const& day, std::vector<Placed> const& entries,
                 std::vector<Finding>& findings) {
    std::int64_t shortest = 1;
    for (auto const& asset : programme.assets) {
        auto const duration = asset.duration.count();
        shortest = &asset == &programme.assets.front() ? duration : std::min(shortest, duration);
    }
    Intervals empty;
    for (auto const& entry : entries) {
        if (entry.dark == Dark::idle && entry.span.length() >= shortest) {
            empty.push_back(entry.span);
        }
    }
    if (empty.empty()) {
        return;
    }
    auto const time = durationWords(Milliseconds(totalOf(empty)));
    auto const hours = hoursOf(day, empty);
    findings.push_back({"screen-empty", CampaignId(),
                        "the screen is open but has nothing to show for " + time.english +
                            " of the day: " + hours.english + "; add a filler campaign",
                        0,
                        "屏幕开屏但当天有 " + time.chinese + " 无内容可播：" + hours.chinese +
                            "；请添加填充任务"});
}

}  // namespace tocsin::playlists::detail
