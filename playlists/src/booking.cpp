// SPDX-License-Identifier: Apache-2.0
// From campaigns with local rules to bookings with instants and counts.
//
// A daypart's plays count to the day on which it began. Its count N is therefore fixed for the
// whole of it, and split at midnight by eligible time: floor(N * before / whole) plays before
// midnight, the others after. Both days compute the same split from the programme alone, so neither
// needs the other's timeline and nothing is lost or doubled between them.
#include "booking.hpp"

#include <algorithm>

#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists::detail {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

void addWindow(Intervals& out, Zone const& zone, LocalDay day, Daypart const& part) {
    LocalDay const last = part.to <= part.from ? plusDays(day, 1) : day;
    out.push_back({toMillis(zone.at(day, part.from)), toMillis(zone.at(last, part.to))});
}

bool isOn(ProgrammeCampaign const& campaign, LocalDay day) {
    return campaign.from <= day && day <= campaign.to && campaign.days.contains(weekdayOf(day)) &&
           std::find(campaign.except.begin(), campaign.except.end(), day) == campaign.except.end();
}

/// The campaign's dayparts that begin on `day`, in full, also past midnight.
Intervals dayparts(ProgrammeCampaign const& campaign, Zone const& zone, LocalDay day) {
    Intervals out;
    if (!isOn(campaign, day)) {
        return out;
    }
    if (campaign.dayparts.empty()) {
        addWindow(out, zone, day, {TimeOfDay{0}, std::chrono::hours{24}});
    }
    for (auto const& part : campaign.dayparts) {
        addWindow(out, zone, day, part);
    }
    return normalised(std::move(out));
}

/// Opening hours that began on one of the three days around `day`, so that both halves of a night
/// are there.
Intervals openAround(Programme const& programme, Zone const& zone, LocalDay day) {
    Intervals open;
    for (int back = -1; back <= 2; ++back) {
        LocalDay const d = plusDays(day, back);
        if (programme.screen.opening.empty()) {
            addWindow(open, zone, d, {TimeOfDay{0}, std::chrono::hours{24}});
        }
        for (auto const& rule : programme.screen.opening) {
            if (rule.days.contains(weekdayOf(d))) {
                addWindow(open, zone, d, rule.hours);
            }
        }
    }
    return normalised(std::move(open));
}

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

Item itemFor(Programme const& programme, AssetId const& id) {
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

std::int64_t countFor(Pacing const& pacing, std::int64_t eligible) {
    if (eligible == 0) {
        return 0;
    }
    return pacing.unit == Pacing::Unit::playsPerDay ? pacing.plays
                                                    : pacing.plays * eligible / kHourMs;
}

class Collector {
public:
    Collector(Programme const& programme, Day const& day, Instant dayBegin,
              std::vector<Finding>& findings)
        : programme_(programme), day_(day), dayBegin_(toMillis(dayBegin)), findings_(findings) {}

    std::vector<Booking> all() {
        for (int back = 1; back >= 0; --back) {
            for (std::size_t i = 0; i < programme_.campaigns.size(); ++i) {
                add(static_cast<std::uint32_t>(i), back == 1);
            }
        }
        return std::move(bookings_);
    }

private:
    void add(std::uint32_t index, bool ofDayBefore) {
        auto const& campaign = programme_.campaigns[index];
        LocalDay const origin = plusDays(day_.date, ofDayBefore ? -1 : 0);
        if (!isOn(campaign, origin)) {
            return;
        }
        bool const takesWhatIsLeft = campaign.priority == CampaignClass::filler && !campaign.pacing;
        if (!takesWhatIsLeft && !campaign.pacing) {
            if (!ofDayBefore) {
                note("no-pacing", campaign,
                     "has no pacing and is not a filler, so it plays nothing", 0);
            }
            return;
        }
        // Where two of its days overlap, the moment belongs to the daypart that began last.
        Intervals const whole =
            intersection(difference(dayparts(campaign, day_.zone, origin),
                                    dayparts(campaign, day_.zone, plusDays(origin, 1))),
                         openAround(programme_, day_.zone, origin));
        Booking booking;
        booking.campaign = index;
        booking.priority = campaign.priority;
        booking.takesWhatIsLeft = takesWhatIsLeft;
        booking.ofDayBefore = ofDayBefore;
        booking.tie = tieOf(programme_.screen.seed, campaign.id.str());
        booking.runs = intersection(whole, {{day_.begin, day_.end}});
        std::int64_t firstPlay = 0;
        if (!takesWhatIsLeft && !count(booking, campaign, whole, firstPlay)) {
            return;
        }
        if (booking.runs.empty()) {
            return;
        }
        // Rotation depends on the day alone: each day begins with the item after the one the day
        // before began with.
        std::int64_t const turn =
            campaign.order == Order::rotate ? daysBetween(campaign.from, origin) : 0;
        takeItems(booking, campaign, whole, turn + firstPlay);
        if (!booking.items.empty()) {
            bookings_.push_back(std::move(booking));
        }
    }

    /// Sets how many plays fall into this timeline, and which of the day's plays is the first of
    /// them.
    bool count(Booking& booking, ProgrammeCampaign const& campaign, Intervals const& whole,
               std::int64_t& firstPlay) {
        std::int64_t const eligible = totalOf(whole);
        std::int64_t const perDay = countFor(*campaign.pacing, eligible);
        if (eligible == 0 && !booking.ofDayBefore && campaign.pacing->plays > 0 &&
            day_.begin == dayBegin_) {
            bool const daily = campaign.pacing->unit == Pacing::Unit::playsPerDay;
            note("no-window", campaign,
                 "is on this day, but never while the screen is open, so it plays nothing",
                 daily ? campaign.pacing->plays : 0);
        }
        if (perDay == 0) {
            return false;
        }
        std::int64_t const midnight = booking.ofDayBefore ? dayBegin_ : day_.end;
        std::int64_t const beforeMidnight = totalBefore(whole, midnight);
        std::int64_t const head = share(perDay, beforeMidnight, eligible);
        std::int64_t const part = booking.ofDayBefore ? perDay - head : head;
        std::int64_t const partEligible =
            booking.ofDayBefore ? eligible - beforeMidnight : beforeMidnight;
        // A replan has less than the part. Rounded down, so that what filled the day does not
        // overfill the rest of it.
        booking.wanted = partEligible == 0 ? 0 : share(part, totalOf(booking.runs), partEligible);
        firstPlay = (booking.ofDayBefore ? perDay : head) - booking.wanted;
        return booking.wanted > 0;
    }

    /// floor(plays * part / whole). No overflow: at most 50 million plays times two days.
    static std::int64_t share(std::int64_t plays, std::int64_t part, std::int64_t whole) {
        return plays * part / whole;
    }

    void takeItems(Booking& booking, ProgrammeCampaign const& campaign, Intervals const& whole,
                   std::int64_t turn) {
        std::vector<Item> fitting;
        bool told = false;
        for (auto id = campaign.items.begin(); id != campaign.items.end(); ++id) {
            Item const item = itemFor(programme_, *id);
            if (item.duration <= longestOf(booking.runs)) {
                fitting.push_back(item);
            } else if (item.duration > longestOf(whole) &&
                       std::find(campaign.items.begin(), id, *id) == id) {
                told = true;
                note("item-too-long", campaign,
                     "has the item " + id->str() + " of " + std::to_string(item.duration) +
                         " ms, but no window longer than " + std::to_string(longestOf(whole)) +
                         " ms; it cannot play whole",
                     campaign.items.size() == 1 ? booking.wanted : 0);
            }
        }
        if (fitting.empty()) {
            if (!told && booking.wanted > 0) {
                note("no-window", campaign,
                     "has no item that fits into what is left of its windows", booking.wanted);
            }
            return;
        }
        auto const first = turn % static_cast<std::int64_t>(fitting.size());
        std::rotate(fitting.begin(), fitting.begin() + first, fitting.end());
        booking.items = std::move(fitting);
        booking.cycle.push_back(0);
        for (auto const& item : booking.items) {
            booking.cycle.push_back(booking.cycle.back() + item.duration);
        }
    }

    void note(char const* code, ProgrammeCampaign const& campaign, std::string const& what,
              std::int64_t missing) {
        findings_.push_back(
            {code, campaign.id, "campaign " + campaign.id.str() + " " + what, missing});
    }

    Programme const& programme_;
    Day const& day_;
    std::int64_t dayBegin_;
    std::vector<Finding>& findings_;
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

Intervals openingHours(Programme const& programme, Day const& day) {
    return intersection(openAround(programme, day.zone, day.date), {{day.begin, day.end}});
}

std::vector<Booking> bookingsOf(Programme const& programme, Day const& day, Instant dayBegin,
                                std::vector<Finding>& findings) {
    return Collector(programme, day, dayBegin, findings).all();
}

}  // namespace tocsin::playlists::detail
