// SPDX-License-Identifier: Apache-2.0
// What a programme must be before it is compiled.
#include "validation.hpp"

#include <algorithm>
#include <set>

#include "recurrence.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists::detail {
namespace {

using std::chrono::hours;

constexpr std::size_t kMostTableRows = TimelineEntry::kNone - 1;
constexpr std::size_t kMostIdBytes = 200;
constexpr std::size_t kMostDayparts = 96;
constexpr std::size_t kMostItems = 10'000;
constexpr std::int64_t kMostPlays = 1'000'000;
constexpr std::int64_t kWholeShare = 1'000'000;
constexpr int kMostWeight = 1'000;
constexpr std::size_t kMostAvoided = 100;
constexpr std::size_t kMostEvents = 10'000;
constexpr std::size_t kMostPastPlays = 100'000;

[[noreturn]] void refuse(std::string what) {
    throw Failure(Error{Errc::invalid, std::move(what)});
}

void checkId(std::string const& id, char const* kind) {
    if (id.empty() || id.size() > kMostIdBytes) {
        refuse(std::string(kind) + " id \"" + id.substr(0, 64) + "\" must have 1 to " +
               std::to_string(kMostIdBytes) + " bytes");
    }
}

void checkHours(Daypart const& part, std::string const& where) {
    bool const inRange = part.from >= TimeOfDay{0} && part.from < hours{24} &&
                         part.to >= TimeOfDay{0} && part.to <= hours{24};
    if (!inRange || part.from == part.to) {
        refuse(where + " must lie within 00:00 and 24:00 and have different ends");
    }
}

void checkAsset(ProgrammeAsset const& asset) {
    checkId(asset.id.str(), "asset");
    auto const where = "asset " + asset.id.str();
    if (asset.duration < Milliseconds{1} || asset.duration > hours{24}) {
        refuse(where + " lasts " + std::to_string(asset.duration.count()) +
               " ms; allowed are 1 ms to 24 h");
    }
    if (asset.least && (*asset.least < Milliseconds{1} || *asset.least > asset.duration)) {
        refuse(where + " has a shortest time that is not between 1 ms and its duration");
    }
    if (asset.usableFrom && asset.usableUntil && *asset.usableUntil < *asset.usableFrom) {
        refuse(where + " may be shown until a day that is before the first");
    }
    if (asset.most && (*asset.most < asset.duration || *asset.most > hours{24})) {
        refuse(where + " has a longest time that is not between its duration and 24 h");
    }
}

void checkPacing(Pacing const& pacing, std::string const& where) {
    bool const share = pacing.unit == Pacing::Unit::share;
    auto const most = share ? kWholeShare : kMostPlays;
    if (pacing.amount < 0 || pacing.amount > most) {
        refuse(where + " asks for " + std::to_string(pacing.amount) +
               (share ? " millionths of the airtime" : " plays") + "; allowed are 0 to " +
               std::to_string(most));
    }
    if (pacing.leastPerDay < 0 || pacing.leastPerDay > kMostPlays) {
        refuse(where + " asks for at least " + std::to_string(pacing.leastPerDay) +
               " plays a day; allowed are 0 to " + std::to_string(kMostPlays));
    }
}

void checkAvoid(std::vector<std::string> const& avoid, std::string const& where) {
    if (avoid.size() > kMostAvoided) {
        refuse(where + " avoids more than " + std::to_string(kMostAvoided) + " categories");
    }
}

/// Items, their weights, and what limits them.
void checkHowOften(ProgrammeCampaign const& campaign, std::string const& where) {
    bool const weighted = campaign.order == Order::weighted;
    if (campaign.weights.size() != (weighted ? campaign.items.size() : 0)) {
        refuse(where + (weighted ? " must give each item a weight"
                                 : " has weights, but its order is not weighted"));
    }
    for (auto const weight : campaign.weights) {
        if (weight < 1 || weight > kMostWeight) {
            refuse(where + " has the weight " + std::to_string(weight) + "; allowed are 1 to " +
                   std::to_string(kMostWeight));
        }
    }
    if (campaign.mostPerHour < 0 || campaign.mostPerHour > kMostPlays) {
        refuse(where + " allows " + std::to_string(campaign.mostPerHour) +
               " plays an hour; allowed are 1 to " + std::to_string(kMostPlays));
    }
    if (campaign.leastSeparation < Milliseconds{0} || campaign.leastSeparation > hours{24}) {
        refuse(where + " keeps plays apart for a time that is not between 0 and 24 h");
    }
    checkAvoid(campaign.avoid, where);
}

void checkDays(ProgrammeCampaign const& campaign, std::string const& where) {
    for (int const monthDay : campaign.monthDays) {
        if (monthDay == 0 || monthDay < -31 || monthDay > 31) {
            refuse(where + " names day " + std::to_string(monthDay) +
                   " of the month; allowed are 1 to 31, and -1 (the last) to -31");
        }
    }
    if (!campaign.recurrence.empty()) {
        if (auto const fine = checkRecurrence(campaign.recurrence); !fine) {
            refuse(where + ": " + fine.error().message);
        }
    }
    std::set<LocalDay> keyDates;
    for (auto const& key : campaign.keyDates) {
        checkPacing(key.pacing, where + " on " + toString(key.day));
        if (!keyDates.insert(key.day).second) {
            refuse(where + " has the key date " + toString(key.day) + " twice");
        }
    }
}

bool isAsset(std::vector<ProgrammeAsset> const& assets, AssetId const& id) {
    auto const found = std::lower_bound(assets.begin(), assets.end(), id,
                                        [](auto const& a, auto const& key) { return a.id < key; });
    return found != assets.end() && found->id == id;
}

void checkCampaign(ProgrammeCampaign const& campaign, std::vector<ProgrammeAsset> const& assets) {
    checkId(campaign.id.str(), "campaign");
    auto const where = "campaign " + campaign.id.str();
    if (!campaign.from.ok() || !campaign.to.ok()) {
        refuse(where + " has a first or last day that is not a date of the calendar");
    }
    if (campaign.to < campaign.from) {
        refuse(where + " ends before it begins");
    }
    if (campaign.dayparts.size() > kMostDayparts) {
        refuse(where + " has more than " + std::to_string(kMostDayparts) + " dayparts");
    }
    for (auto const& part : campaign.dayparts) {
        checkHours(part, "a daypart of " + where);
    }
    if (campaign.items.empty() || campaign.items.size() > kMostItems) {
        refuse(where + " must have 1 to " + std::to_string(kMostItems) + " items");
    }
    for (auto const& id : campaign.items) {
        if (!isAsset(assets, id)) {
            refuse(where + " has the item \"" + id.str() + "\", which is not among the assets");
        }
    }
    if (campaign.pacing) {
        checkPacing(*campaign.pacing, where);
    }
    checkHowOften(campaign, where);
    checkDays(campaign, where);
}

bool isCampaign(std::vector<ProgrammeCampaign> const& campaigns, CampaignId const& id) {
    auto const found = std::lower_bound(campaigns.begin(), campaigns.end(), id,
                                        [](auto const& c, auto const& key) { return c.id < key; });
    return found != campaigns.end() && found->id == id;
}

void checkEvents(Programme const& programme) {
    std::size_t events = 0;
    for (auto const& event : programme.fixed) {
        if (!isCampaign(programme.campaigns, event.campaign)) {
            refuse("a fixed event names the campaign \"" + event.campaign.str() +
                   "\", which is not among the campaigns");
        }
        if (!isAsset(programme.assets, event.asset)) {
            refuse("a fixed event of campaign " + event.campaign.str() + " names the asset \"" +
                   event.asset.str() + "\", which is not among the assets");
        }
        events += event.at.size() + 1;
    }
    if (events > kMostEvents) {
        refuse("a programme may have at most " + std::to_string(kMostEvents) + " fixed events");
    }
}

void checkDebts(Programme const& programme) {
    std::set<CampaignId> seen;
    for (auto const& debt : programme.debts) {
        auto const where = "the debt of campaign " + debt.campaign.str();
        if (!isCampaign(programme.campaigns, debt.campaign)) {
            refuse(where + " names a campaign that is not among the campaigns");
        }
        if (!seen.insert(debt.campaign).second) {
            refuse(where + " stands twice; add the plays up");
        }
        auto const inRange = [](std::int64_t plays) { return plays >= 0 && plays <= kMostPlays; };
        if (!inRange(debt.plays) || !inRange(debt.mostPerDay.value_or(0))) {
            refuse(where + " must be 0 to " + std::to_string(kMostPlays) + " plays");
        }
    }
}

void checkPrevious(Programme const& programme) {
    if (programme.previous.size() > kMostPastPlays) {
        refuse("a programme may name at most " + std::to_string(kMostPastPlays) + " plays before");
    }
    for (auto const& play : programme.previous) {
        if (play.end < play.start) {
            refuse("a play before the timeline (of " + play.asset.str() +
                   ") ends before it begins");
        }
    }
}

template <class Row>
void sortById(std::vector<Row>& rows, char const* kind) {
    if (rows.size() > kMostTableRows) {
        refuse("a programme may have at most " + std::to_string(kMostTableRows) + " " + kind + "s");
    }
    std::sort(rows.begin(), rows.end(), [](Row const& a, Row const& b) { return a.id < b.id; });
    auto const twice = std::adjacent_find(rows.begin(), rows.end(),
                                          [](Row const& a, Row const& b) { return a.id == b.id; });
    if (twice != rows.end()) {
        refuse(std::string(kind) + " " + twice->id.str() + " stands twice in the programme");
    }
}

}  // namespace

Result<Programme> validated(Programme programme) {
    try {
        sortById(programme.assets, "asset");
        sortById(programme.campaigns, "campaign");
        for (auto const& rule : programme.screen.opening) {
            checkHours(rule.hours, "opening hours");
        }
        for (auto const& asset : programme.assets) {
            checkAsset(asset);
        }
        for (auto const& campaign : programme.campaigns) {
            checkCampaign(campaign, programme.assets);
        }
        checkAvoid(programme.avoid, "the programme");
        checkEvents(programme);
        checkDebts(programme);
        checkPrevious(programme);
        std::stable_sort(programme.previous.begin(), programme.previous.end(),
                         [](auto const& a, auto const& b) { return a.start < b.start; });
    } catch (Failure const& failure) {
        return failure.error();
    }
    return programme;
}

}  // namespace tocsin::playlists::detail
