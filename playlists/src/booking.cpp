// SPDX-License-Identifier: Apache-2.0
// From campaigns with local rules to bookings with instants and counts.
//
// A daypart's plays count to the day on which it began. Its count N is therefore fixed for the
// whole of it, and split at midnight by eligible time: floor(N * before / whole) plays before
// midnight, the others after, unless a limit an hour allows fewer on one side. Both days compute
// the same split from the programme alone, so neither needs the other's timeline and nothing is
// lost or doubled between them.
#include "booking.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "campaign_days.hpp"
#include "day_words.hpp"
#include "earlier_plays.hpp"
#include "pacing.hpp"
#include "tocsin/playlists/words.hpp"
#include "weights.hpp"
#include "windows.hpp"

namespace tocsin::playlists::detail {
namespace {

/// FNV-1a over seed and id; zero without a seed, so that ids alone decide.
std::uint64_t tieOf(std::string const& seed, std::string const& id) {
    if (seed.empty()) {
        return 0;
    }
    std::uint64_t hash = 14695981039346656037u;
    auto const mix = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1099511628211u; };
    for (char const c : seed) {
        mix(static_cast<unsigned char>(c));
    }
    mix(0);
    for (char const c : id) {
        mix(static_cast<unsigned char>(c));
    }
    return hash;
}

std::int64_t airtimeOf(std::vector<Item> const& items) {
    return std::accumulate(items.begin(), items.end(), std::int64_t{0},
                           [](std::int64_t sum, Item const& item) { return sum + item.duration; });
}

class Collector {
public:
    Collector(Programme const& programme, Day const& day, Instant dayBegin, Intervals const& taken,
              std::vector<Finding>& findings)
        : programme_(programme),
          day_(day),
          dayBegin_(toMillis(dayBegin)),
          taken_(taken),
          findings_(findings),
          earlier_(programme, day, toMillis(dayBegin)) {}

    std::vector<Booking> all() {
        for (auto const& campaign : programme_.campaigns) {
            on_.push_back(daysAround(campaign, programme_.calendar, day_.date));
        }
        for (int back = 1; back >= 0; --back) {
            origin_ = plusDays(day_.date, -back);
            open_ = openAround(programme_, day_.zone, origin_);
            for (std::size_t i = 0; i < programme_.campaigns.size(); ++i) {
                add(static_cast<std::uint32_t>(i), back == 1);
            }
        }
        tellUnsettled();
        return std::move(bookings_);
    }

private:
    void add(std::uint32_t index, bool ofDayBefore) {
        auto const& campaign = programme_.campaigns[index];
        auto const on = on_[index].begin() + (ofDayBefore ? 0 : 1);
        if (!*on) {
            return;
        }
        auto const pacing = pacingOn(campaign, origin_);
        bool const takesWhatIsLeft = campaign.priority == CampaignClass::filler && !pacing;
        if (!takesWhatIsLeft && !pacing) {
            if (!ofDayBefore && !hasFixedEvent(campaign)) {
                note("no-pacing", campaign,
                     {"has no pacing and is not a filler, so it plays nothing",
                      "没有设置播放频次，也不是填充任务，因此不会播出"},
                     0);
            }
            return;
        }
        Intervals const whole = windowsOf(campaign, *(on + 1));
        if (!ofDayBefore) {
            tellOverlap(campaign, *(on + 1));
        }
        Booking booking;
        booking.campaign = index;
        booking.priority = campaign.priority;
        booking.takesWhatIsLeft = takesWhatIsLeft;
        booking.ofDayBefore = ofDayBefore;
        booking.tie = tieOf(programme_.screen.seed, campaign.id.str());
        booking.mostPerHour = campaign.mostPerHour;
        booking.runs = intersection(whole, {{day_.begin, day_.end}});
        auto const items = usableItems(campaign, whole, ofDayBefore);
        std::int64_t firstPlay = 0;
        if (items.empty() ||
            (!takesWhatIsLeft && !count(booking, campaign, *pacing, whole, items, firstPlay))) {
            return;
        }
        booking.startsBefore = earlier_.startsInHour(index);
        booking.runs = difference(booking.runs, taken_);
        if (booking.runs.empty() && booking.wanted == 0) {
            return;
        }
        takeItems(booking, campaign, items, firstPlay);
        if (!booking.items.empty()) {
            bookings_.push_back(std::move(booking));
        }
    }

    /// The campaign's windows that begin on origin_. Where two of its days overlap, the moment
    /// belongs to the daypart that began last.
    [[nodiscard]] Intervals windowsOf(ProgrammeCampaign const& campaign, bool onNextDay) const {
        auto own = daypartsOf(campaign, day_.zone, origin_);
        if (onNextDay) {
            own = difference(own, daypartsOf(campaign, day_.zone, plusDays(origin_, 1)));
        }
        return intersection(own, open_);
    }

    void tellOverlap(ProgrammeCampaign const& campaign, bool onNextDay) {
        auto const twice = overlapOf(campaign, day_.zone, origin_, onNextDay);
        if (!twice.empty()) {
            note("dayparts-overlap", campaign,
                 {"has dayparts that overlap at " + hoursOf(day_, twice).english +
                      "; that time counts once",
                  "的时段在 " + hoursOf(day_, twice).chinese + " 重叠，重叠时间只计一次"},
                 0);
        }
    }

    struct Candidate {
        Item item;
        int weight;
    };

    /// The items that may be shown on the day and fit whole into some window.
    std::vector<Candidate> usableItems(ProgrammeCampaign const& campaign, Intervals const& whole,
                                       bool ofDayBefore) {
        std::vector<Candidate> out;
        std::set<std::uint32_t> told;
        auto const longest = longestOf(whole);
        for (std::size_t i = 0; i < campaign.items.size(); ++i) {
            Item const item = itemOf(programme_, campaign.items[i]);
            auto const& asset = programme_.assets[item.asset];
            bool const usable = isUsable(asset, origin_);
            // Without any window there is one finding for the campaign, not one for each item.
            if (usable && (item.duration <= longest || longest == 0)) {
                out.push_back({item, campaign.weights.empty() ? 1 : campaign.weights[i]});
            } else if (!ofDayBefore && told.insert(item.asset).second) {
                tellWhyNot(campaign, asset, usable, longest);
            }
        }
        return out;
    }

    void tellWhyNot(ProgrammeCampaign const& campaign, ProgrammeAsset const& asset, bool usable,
                    std::int64_t longest) {
        auto const pacing = pacingOn(campaign, origin_);
        bool const nothingElse = campaign.items.size() == 1 && pacing;
        auto const missing =
            nothingElse && pacing->unit == Pacing::Unit::playsPerDay
                ? std::max(pacing->amount, pacing->leastPerDay)
            : nothingElse ? playsFor(*pacing, eligibleOf(campaign), asset.duration.count(), 1)
                          : 0;
        if (usable) {
            auto const length = durationWords(asset.duration);
            auto const window = durationWords(Milliseconds(longest));
            note("item-too-long", campaign,
                 {"has the item " + asset.id.str() + " of " + length.english +
                      ", but no window longer than " + window.english + "; it cannot play whole",
                  "的节目 " + asset.id.str() + " 长 " + length.chinese + "，最长的可播时间只有 " +
                      window.chinese + "，无法完整播出"},
                 missing);
        } else {
            bool const past = asset.usableUntil && *asset.usableUntil < origin_;
            auto const day = toString(past ? *asset.usableUntil : *asset.usableFrom);
            note("asset-expired", campaign,
                 {"has the item " + asset.id.str() + ", which may " +
                      (past ? "only be shown until " : "not be shown before ") + day +
                      "; it is left out",
                  "的节目 " + asset.id.str() +
                      (past ? " 只能播到 " + day : " 在 " + day + " 之前不能播出") + "，已略过"},
                 missing);
        }
    }

    [[nodiscard]] std::int64_t eligibleOf(ProgrammeCampaign const& campaign) const {
        return totalOf(intersection(daypartsOf(campaign, day_.zone, origin_), open_));
    }

    [[nodiscard]] bool hasFixedEvent(ProgrammeCampaign const& campaign) const {
        return std::any_of(programme_.fixed.begin(), programme_.fixed.end(),
                           [&](FixedEvent const& e) { return e.campaign == campaign.id; });
    }

    /// Sets how many plays fall into this timeline, and which of the day's plays is the first of
    /// them.
    bool count(Booking& booking, ProgrammeCampaign const& campaign, Pacing const& pacing,
               Intervals const& whole, std::vector<Candidate> const& items,
               std::int64_t& firstPlay) {
        std::int64_t const eligible = totalOf(whole);
        if (eligible == 0) {
            if (!booking.ofDayBefore && pacing.amount + pacing.leastPerDay > 0 &&
                day_.begin == dayBegin_) {
                bool const daily = pacing.unit == Pacing::Unit::playsPerDay;
                note("no-window", campaign,
                     {"is on this day, but never while the screen is open, so it plays nothing",
                      "当天有效，但屏幕开屏期间没有可播时间，因此不会播出"},
                     std::max(daily ? pacing.amount : 0, pacing.leastPerDay));
            }
            return false;
        }
        std::int64_t airtime = 0, weights = 0;
        for (auto const& [item, weight] : items) {
            airtime += item.duration * weight;
            weights += weight;
        }
        std::int64_t perDay = playsFor(pacing, eligible, airtime, weights);
        perDay -= overLimit(booking, campaign, perDay, whole, listOf(campaign, items));
        std::int64_t const midnight = booking.ofDayBefore ? dayBegin_ : day_.end;
        std::int64_t const beforeMidnight = totalBefore(whole, midnight);
        std::int64_t const head =
            headOf(campaign, perDay, whole, midnight, listOf(campaign, items));
        std::int64_t const partEligible =
            booking.ofDayBefore ? eligible - beforeMidnight : beforeMidnight;
        if (partEligible == 0) {
            return false;
        }
        booking.makeGood =
            booking.ofDayBefore ? 0 : makeGoodOf(campaign, perDay, whole, listOf(campaign, items));
        std::int64_t const part = (booking.ofDayBefore ? perDay - head : head) + booking.makeGood;
        std::int64_t const done = earlier_.countIn(booking.campaign, whole);
        booking.wanted = leftOf(part, done, totalOf(booking.runs), partEligible);
        tellBehind(campaign, part - done - booking.wanted, done);
        // What is left of the day repays only what is more than the rest of its own plays.
        auto const own = part - booking.makeGood;
        auto const ownLeft = done > 0 ? std::max<std::int64_t>(0, own - done)
                                      : leftOf(own, 0, totalOf(booking.runs), partEligible);
        booking.makeGood = std::clamp(booking.wanted - ownLeft, std::int64_t{0}, booking.makeGood);
        firstPlay = (booking.ofDayBefore ? head : 0) + part - booking.wanted;
        return booking.wanted > 0;
    }

    /// Plays of a turn: one, or the whole list.
    [[nodiscard]] static std::int64_t listOf(ProgrammeCampaign const& campaign,
                                             std::vector<Candidate> const& items) {
        if (campaign.turn == Turn::item) {
            return 1;
        }
        std::int64_t divisor = 0, weights = 0;
        for (auto const& candidate : items) {
            divisor = std::gcd(divisor, std::int64_t{candidate.weight});
            weights += candidate.weight;
        }
        return weights / divisor;
    }

    /// Plays that the limit an hour does not allow; a finding says so. Of lists it allows whole
    /// ones.
    std::int64_t overLimit(Booking const& booking, ProgrammeCampaign const& campaign,
                           std::int64_t perDay, Intervals const& whole, std::int64_t list) {
        if (booking.mostPerHour == 0) {
            return 0;
        }
        auto const most = playsUnderLimit(booking.mostPerHour / list * list, whole, day_.hours);
        auto const over = std::max<std::int64_t>(0, perDay - most);
        if (over > 0 && !booking.ofDayBefore && day_.begin == dayBegin_) {
            note("max-per-hour", campaign,
                 {"asks for " + std::to_string(perDay) + " plays" +
                      (list > 1 ? " in lists of " + std::to_string(list) : "") + ", but at most " +
                      std::to_string(booking.mostPerHour) + " an hour leave " +
                      std::to_string(most) + "; raise the limit or ask for less",
                  "要求播放 " + std::to_string(perDay) + " 次" +
                      (list > 1 ? "（整组 " + std::to_string(list) + " 个连播）" : "") +
                      "，但每小时最多 " + std::to_string(booking.mostPerHour) + " 次，只能播 " +
                      std::to_string(most) + " 次；请提高上限或减少次数"},
                 over);
        }
        return over;
    }

    /// How many of the day's plays come before midnight: by eligible time, of lists whole ones, and
    /// on neither side more than the limit an hour allows there.
    [[nodiscard]] std::int64_t headOf(ProgrammeCampaign const& campaign, std::int64_t perDay,
                                      Intervals const& whole, std::int64_t midnight,
                                      std::int64_t list) const {
        auto const eligible = totalOf(whole);
        auto const before = totalBefore(whole, midnight);
        if (before == eligible || before == 0) {
            return before == 0 ? 0 : perDay;
        }
        auto const head = share(perDay, before, eligible) / list * list;
        if (campaign.mostPerHour == 0) {
            return head;
        }
        auto const perHour = campaign.mostPerHour / list * list;
        auto const evening = intersection(whole, {{whole.front().begin, midnight}});
        auto const most = playsUnderLimit(perHour, evening, day_.hours);
        auto const rest = playsUnderLimit(perHour, difference(whole, evening), day_.hours);
        auto const least = (std::max<std::int64_t>(0, perDay - rest) + list - 1) / list * list;
        return std::min({std::max(head, least), most, perDay});
    }

    std::int64_t makeGoodOf(ProgrammeCampaign const& campaign, std::int64_t perDay,
                            Intervals const& whole, std::int64_t list) {
        auto const debt = std::find_if(programme_.debts.begin(), programme_.debts.end(),
                                       [&](Debt const& d) { return d.campaign == campaign.id; });
        if (debt == programme_.debts.end()) {
            return 0;
        }
        auto repaid = std::min(debt->plays, debt->mostPerDay.value_or(perDay));
        if (campaign.mostPerHour > 0) {
            auto const most =
                playsUnderLimit(campaign.mostPerHour / list * list, whole, day_.hours);
            repaid = std::min(repaid, most - perDay);
        }
        settled_.insert(campaign.id);
        if (repaid < debt->plays) {
            note("debt-left", campaign,
                 {"is owed " + std::to_string(debt->plays) + " plays; this day repays " +
                      std::to_string(repaid) + " at most, the others wait for another day",
                  "应补播 " + std::to_string(debt->plays) + " 次，当天最多补 " +
                      std::to_string(repaid) + " 次，其余改日补播"},
                 debt->plays - repaid);
        }
        return repaid;
    }

    /// Debts of campaigns that play nothing by their pacing on this day.
    void tellUnsettled() {
        for (auto const& debt : programme_.debts) {
            if (debt.plays > 0 && settled_.count(debt.campaign) == 0) {
                auto const plays = std::to_string(debt.plays);
                findings_.push_back(
                    findingOf("debt-left", debt.campaign,
                              {"is owed " + plays +
                                   " plays, but has no time of its own on this "
                                   "day; they wait for another day",
                               "应补播 " + plays + " 次，但当天没有自己的可播时间，改日补播"},
                              debt.plays));
            }
        }
    }

    /// A replan has less than the part. What an earlier timeline played is taken off, so that the
    /// day's count stays what it is; without one, and for a campaign that was not in it, the part
    /// is cut in proportion, rounded down, so that what filled the day does not overfill its rest.
    [[nodiscard]] std::int64_t leftOf(std::int64_t part, std::int64_t done, std::int64_t eligible,
                                      std::int64_t partEligible) const {
        constexpr std::int64_t kDisplaced = 2;  // no play is further from its ideal place …
        if (eligible == partEligible) {
            return part;
        }
        auto const inProportion = share(part, eligible, partEligible);
        auto const left = std::max<std::int64_t>(0, part - done);
        // … but a sold-out stretch or a limit an hour may have held back more.
        auto const most =
            inProportion + std::max(kDisplaced, done > 0 ? inProportion / 4 : std::int64_t{0});
        return !programme_.previous.empty() && left <= most ? left : inProportion;
    }

    /// A campaign that was in the earlier plan and is far behind is not pressed into the rest.
    void tellBehind(ProgrammeCampaign const& campaign, std::int64_t behind, std::int64_t done) {
        if (behind <= 0 || done == 0) {
            return;
        }
        auto const shown = std::to_string(done);
        auto const missing = std::to_string(behind);
        note("behind", campaign,
             {"has had only " + shown +
                  " plays of this day so far; the rest of the day gets its "
                  "share, and " +
                  missing + " plays are not made up",
              "当天至今只播了 " + shown + " 次；余下时间按比例播放，有 " + missing + " 次不再补上"},
             behind);
    }

    /// floor(plays * part / whole). No overflow: at most 50 million plays times two days.
    static std::int64_t share(std::int64_t plays, std::int64_t part, std::int64_t whole) {
        return plays * part / whole;
    }

    /// The items in the order of their turns, from the one whose turn it is.
    void takeItems(Booking& booking, ProgrammeCampaign const& campaign,
                   std::vector<Candidate> const& items, std::int64_t firstPlay) {
        std::vector<Item> fitting;
        std::vector<int> weights;
        for (auto const& [item, weight] : items) {
            if (item.duration <= longestOf(booking.runs)) {
                fitting.push_back(item);
                weights.push_back(weight);
            }
        }
        if (fitting.empty()) {
            if (booking.wanted > 0) {
                note("no-window", campaign,
                     {"has no item that fits into what is left of its windows",
                      "剩余的可播时间放不下任何一个节目"},
                     booking.wanted);
            }
            return;
        }
        if (campaign.order == Order::weighted) {
            fitting = spread(fitting, weights);
        }
        if (campaign.turn == Turn::list) {
            booking.turn = static_cast<std::int64_t>(fitting.size());
            if (airtimeOf(fitting) > longestOf(booking.runs)) {
                auto const length = durationWords(Milliseconds(airtimeOf(fitting)));
                auto const window = durationWords(Milliseconds(longestOf(booking.runs)));
                note("list-too-long", campaign,
                     {"plays its list of " + length.english +
                          " in one go, but has no window longer than " + window.english,
                      "整组连播需 " + length.chinese + "，最长的可播时间只有 " + window.chinese},
                     booking.wanted);
                return;
            }
        }
        // Rotation depends on the day alone: each day begins with the item after the one the day
        // before began with. A list that goes in one go keeps its order.
        bool const rotates = campaign.order != Order::sequence && campaign.turn == Turn::item;
        auto const turn = firstPlay + (rotates ? daysBetween(campaign.from, origin_) : 0);
        auto const first = turn % static_cast<std::int64_t>(fitting.size());
        std::rotate(fitting.begin(), fitting.begin() + first, fitting.end());
        booking.items = std::move(fitting);
        booking.cycle.push_back(0);
        for (auto const& item : booking.items) {
            booking.cycle.push_back(booking.cycle.back() + item.duration);
        }
    }

    void note(char const* code, ProgrammeCampaign const& campaign, Words const& what,
              std::int64_t missing) {
        findings_.push_back(findingOf(code, campaign.id, what, missing));
    }

    Programme const& programme_;
    Day const& day_;
    std::int64_t dayBegin_;
    Intervals const& taken_;
    std::vector<Finding>& findings_;
    std::vector<std::array<bool, 3>> on_;  ///< by campaign: the day before, the day, the day after
    LocalDay origin_{};                    ///< the day on which the bookings' dayparts begin
    Intervals open_;                       ///< around it
    EarlierPlays earlier_;                 ///< of this day, before a replan
    std::set<CampaignId> settled_;         ///< whose debts were looked at
    std::vector<Booking> bookings_;
};

}  // namespace

std::int64_t Booking::workOf(std::int64_t plays) const {
    auto const n = static_cast<std::int64_t>(items.size());
    return plays / n * cycle.back() + cycle[static_cast<std::size_t>(plays % n)];
}

std::int64_t Booking::playsWithin(std::int64_t airtime) const {
    auto const n = static_cast<std::int64_t>(items.size());
    std::int64_t plays = airtime / cycle.back() * n;
    auto const rest = airtime % cycle.back();
    plays += std::upper_bound(cycle.begin(), cycle.end(), rest) - cycle.begin() - 1;
    return std::min(plays, wanted);
}

Item itemOf(Programme const& programme, AssetId const& id) {
    auto const found =
        std::lower_bound(programme.assets.begin(), programme.assets.end(), id,
                         [](ProgrammeAsset const& a, AssetId const& b) { return a.id < b; });
    Item item;
    item.asset = static_cast<std::uint32_t>(found - programme.assets.begin());
    item.duration = item.least = item.most = found->duration.count();
    if (found->kind != AssetKind::film) {
        item.least =
            found->least ? found->least->count() : std::max<std::int64_t>(1, item.duration / 2);
        item.most = found->most ? found->most->count() : item.duration * 3;
    }
    return item;
}

Intervals openingHours(Programme const& programme, Day const& day) {
    return intersection(openAround(programme, day.zone, day.date), {{day.begin, day.end}});
}

std::vector<Booking> bookingsOf(Programme const& programme, Day const& day, Instant dayBegin,
                                Intervals const& taken, std::vector<Finding>& findings) {
    return Collector(programme, day, dayBegin, taken, findings).all();
}

}  // namespace tocsin::playlists::detail
