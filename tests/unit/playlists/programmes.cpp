// SPDX-License-Identifier: Apache-2.0
// Programmes for tests.
#include "programmes.hpp"

#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists {

using std::chrono::hours;
using std::chrono::minutes;

LocalDay day(std::string const& text) {
    return parseDate(text).value();
}
Instant at(std::string const& rfc3339) {
    return parseInstant(rfc3339).value();
}
Daypart part(std::string const& from, std::string const& to) {
    return parseDaypart(from, to).value();
}

ProgrammeAsset film(std::string const& id, std::int64_t ms) {
    return {AssetId(id), AssetKind::film, Milliseconds(ms), {}, {}, ""};
}
ProgrammeAsset picture(std::string const& id, std::int64_t ms) {
    return {AssetId(id), AssetKind::picture, Milliseconds(ms), {}, {}, ""};
}

ProgrammeCampaign campaign(std::string const& id, CampaignClass priority,
                           std::vector<std::string> const& items) {
    ProgrammeCampaign out;
    out.id = CampaignId(id);
    out.priority = priority;
    out.from = day("2020-01-01");
    out.to = day("2030-12-31");
    for (auto const& item : items) {
        out.items.emplace_back(item);
    }
    return out;
}

ProgrammeCampaign hourly(std::string const& id, std::int64_t plays,
                         std::vector<std::string> const& items) {
    auto out = campaign(id, CampaignClass::normal, items);
    out.pacing = Pacing{Pacing::Unit::playsPerHour, plays};
    return out;
}

Programme emptyProgramme() {
    Programme out;
    out.screen.id = ScreenId("s1");
    out.screen.zone = "Asia/Shanghai";
    return out;
}

Programme sixWeights() {
    auto out = emptyProgramme();
    std::int64_t const rates[] = {200, 40, 20, 20, 60, 20};
    for (int i = 0; i < 6; ++i) {
        auto const name = std::string(1, static_cast<char>('a' + i));
        out.assets.push_back(film("film-" + name, 10'000));
        out.campaigns.push_back(hourly(name, rates[i], {"film-" + name}));
    }
    return out;
}

std::int64_t Dice::roll(std::int64_t least, std::int64_t most) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return least +
           static_cast<std::int64_t>((state_ >> 11) % static_cast<std::uint64_t>(most - least + 1));
}

Programme randomProgramme(Dice& dice, bool heavy) {
    auto out = emptyProgramme();
    char const* const zones[] = {"Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe",
                                 "America/Havana", "America/Sao_Paulo"};
    out.screen.zone = zones[dice.roll(0, 4)];
    if (dice.roll(0, 2) == 0) {
        out.screen.seed = "group";
    }
    for (auto rules = dice.roll(0, 2); rules > 0; --rules) {
        auto const from = dice.roll(0, 23);
        out.screen.opening.push_back(
            {Weekdays{}, {hours{from}, hours{(from + dice.roll(6, 18)) % 24}}});
    }
    auto const assets = dice.roll(2, 12);
    for (std::int64_t i = 0; i < assets; ++i) {
        auto asset =
            film("asset-" + std::to_string(i), dice.roll(5, 30) * 1000 + dice.roll(0, 3) * 40);
        asset.kind = static_cast<AssetKind>(dice.roll(0, 2));
        out.assets.push_back(asset);
    }
    auto const campaigns = dice.roll(1, 8);
    for (std::int64_t i = 0; i < campaigns; ++i) {
        auto next = campaign("campaign-" + std::to_string(i),
                             static_cast<CampaignClass>(dice.roll(0, 3)), {});
        for (auto items = dice.roll(1, 4); items > 0; --items) {
            next.items.emplace_back("asset-" + std::to_string(dice.roll(0, assets - 1)));
        }
        for (auto parts = dice.roll(0, 3); parts > 0; --parts) {
            auto const from = dice.roll(0, 47) * 30;
            auto const length = dice.roll(2, 20) * 30;
            next.dayparts.push_back({minutes{from}, minutes{(from + length) % 1440}});
        }
        next.order = static_cast<Order>(dice.roll(0, 1));
        if (next.priority != CampaignClass::filler || dice.roll(0, 3) == 0) {
            next.pacing =
                Pacing{Pacing::Unit::playsPerHour, heavy ? dice.roll(20, 200) : dice.roll(1, 12)};
        }
        out.campaigns.push_back(next);
    }
    return out;
}

namespace {

/// Makes one varied day.
class Variation {
public:
    Variation(Dice& dice, Booked booked) : dice_(dice), booked_(booked) {}

    VariedDay make() {
        choosePlaceAndDay();
        chooseOpening();
        chooseDurations();
        campaigns_ = dice_.roll(1, 6);
        shared_ = dice_.roll(0, 2) != 0;
        // Some programmes use one rule only, so that others do not hide what it does.
        all_ = dice_.roll(0, 1) == 0;
        only_ = dice_.roll(0, kFeatures - 1);
        for (std::int64_t i = 0; i < campaigns_; ++i) {
            addCampaign(i);
        }
        if (dice_.roll(0, 3) == 0) {
            auto rest = campaign("rest", CampaignClass::filler, {});
            for (auto const& asset : assetsFor("rest")) {
                rest.items.push_back(asset.id);
            }
            out_.programme.campaigns.push_back(rest);
        }
        addFixed();
        if (uses(kDebts, 6)) {
            out_.programme.debts.push_back({anyCampaign(), dice_.roll(1, 60), {}});
            if (dice_.roll(0, 1) == 0) {
                out_.programme.debts.back().mostPerDay = dice_.roll(1, 40);
            }
        }
        if (uses(kAvoid, 3)) {
            out_.programme.avoid = {dice_.roll(0, 1) == 0 ? "fire" : "water"};
        }
        return std::move(out_);
    }

private:
    enum Feature {
        kDayparts,
        kAcrossMidnight,
        kDays,
        kLists,
        kWeights,
        kLimits,
        kSeparation,
        kAvoid,
        kFixed,
        kDebts,
        kExpiry,
        kFeatures
    };

    /// With all features, one in `rarity`.
    bool uses(Feature feature, std::int64_t rarity) {
        return all_ ? dice_.roll(1, rarity) == 1 : feature == only_;
    }

    void choosePlaceAndDay() {
        struct Place {
            char const* zone;
            std::vector<char const*> days;
        };
        // Days that are past: what governments make of the clocks is not known before.
        static std::vector<Place> const kPlaces{
            {"Europe/Berlin", {"2025-03-29", "2025-03-30", "2025-10-25", "2025-10-26"}},
            {"Australia/Lord_Howe", {"2025-04-05", "2025-04-06", "2025-10-04", "2025-10-05"}},
            {"America/Havana", {"2025-03-08", "2025-03-09", "2025-11-01", "2025-11-02"}},
            {"Asia/Beirut", {"2025-03-29", "2025-03-30", "2025-10-25", "2025-10-26"}},
            {"Asia/Shanghai", {"2025-06-17", "2025-12-31", "2028-02-29"}}};
        auto const& place = kPlaces[static_cast<std::size_t>(dice_.roll(0, 4))];
        out_.programme = emptyProgramme();
        out_.programme.screen.zone = place.zone;
        auto const last = static_cast<std::int64_t>(place.days.size()) - 1;
        out_.date = day(place.days[static_cast<std::size_t>(dice_.roll(0, last))]);
        if (dice_.roll(0, 2) == 0) {
            out_.programme.screen.seed = "group";
        }
    }

    /// Mostly a few hours, around the changes of the clocks or at noon: short days are worked out
    /// quickly, so that there can be many.
    void chooseOpening() {
        if (dice_.roll(0, 7) == 0) {
            from_ = 0;
            length_ = 1440;
            return;
        }
        static constexpr std::int64_t kFrom[] = {0, 0, 60, 21 * 60, 22 * 60, 23 * 60, 8 * 60};
        from_ = kFrom[dice_.roll(0, 6)];
        length_ = dice_.roll(2, 10) * 30;
        out_.programme.screen.opening.push_back({Weekdays{}, partFrom(from_, length_)});
        if (dice_.roll(0, 5) == 0) {
            out_.programme.screen.opening.push_back(
                {Weekdays{static_cast<std::uint8_t>(dice_.roll(1, 127))},
                 partFrom(dice_.roll(0, 47) * 30, 90)});
        }
    }

    static Daypart partFrom(std::int64_t from, std::int64_t length) {
        auto const end = from + length;
        return {minutes{from}, minutes{end <= 1440 ? end : end - 1440}};
    }

    void chooseDurations() {
        static std::vector<std::vector<std::int64_t>> const kDurations{{10'000},
                                                                       {15'000, 30'000},
                                                                       {20'000, 45'000, 60'000},
                                                                       {17'300, 21'111, 30'001},
                                                                       {30'000, 300'000}};
        durations_ = kDurations[static_cast<std::size_t>(dice_.roll(0, 4))];
    }

    /// What a campaign may choose its items from: the same assets for all, or some of its own.
    std::vector<ProgrammeAsset> assetsFor(std::string const& campaign) {
        if (shared_ && !out_.programme.assets.empty()) {
            return out_.programme.assets;
        }
        std::vector<ProgrammeAsset> made;
        auto const last = static_cast<std::int64_t>(durations_.size()) - 1;
        for (auto left = dice_.roll(1, shared_ ? 6 : 3); left > 0; --left) {
            auto asset = film(campaign + "-film-" + std::to_string(left),
                              durations_[static_cast<std::size_t>(dice_.roll(0, last))]);
            if (dice_.roll(0, 2) == 0) {
                asset.kind = dice_.roll(0, 1) == 0 ? AssetKind::picture : AssetKind::slogan;
                if (dice_.roll(0, 1) == 0) {
                    asset.least = asset.duration / dice_.roll(1, 3);
                    asset.most = asset.duration * dice_.roll(1, 4);
                }
            }
            static char const* const kCategories[] = {"", "", "fire", "water"};
            asset.category = kCategories[dice_.roll(0, 3)];
            made.push_back(asset);
        }
        out_.programme.assets.insert(out_.programme.assets.end(), made.begin(), made.end());
        return made;
    }

    void addCampaign(std::int64_t number) {
        auto next = campaign("campaign-" + std::to_string(number),
                             static_cast<CampaignClass>(dice_.roll(0, 3)), {});
        next.from = day(dice_.roll(0, 1) == 0 ? "2025-01-01" : "2025-02-13");
        auto assets = assetsFor(next.id.str());
        dice_.shuffle(assets);
        assets.resize(static_cast<std::size_t>(
            std::min<std::int64_t>(dice_.roll(1, 3), static_cast<std::int64_t>(assets.size()))));
        std::int64_t airtime = 0;
        for (auto const& asset : assets) {
            next.items.push_back(asset.id);
            airtime += asset.duration.count();
        }
        next.order = static_cast<Order>(dice_.roll(0, 1));
        if (uses(kLists, 4)) {
            next.turn = Turn::list;
        }
        if (uses(kWeights, 4)) {
            next.order = Order::weighted;
            for (std::size_t i = 0; i < next.items.size(); ++i) {
                next.weights.push_back(static_cast<int>(dice_.roll(1, 5)));
            }
            if (dice_.roll(0, 1) == 0) {
                next.from = out_.date;
            }
        }
        addDayparts(next);
        addDays(next);
        addPacing(next, airtime / static_cast<std::int64_t>(next.items.size()));
        if (uses(kSeparation, 4)) {
            static constexpr std::int64_t kApart[] = {1, 20'000, 60'000, 300'000};
            next.leastSeparation = Milliseconds(kApart[dice_.roll(0, 3)]);
        }
        if (uses(kAvoid, 5)) {
            next.avoid = {dice_.roll(0, 1) == 0 ? "fire" : "water"};
        }
        out_.programme.campaigns.push_back(next);
    }

    /// Mostly inside the opening hours.
    void addDayparts(ProgrammeCampaign& to) {
        if (uses(kAcrossMidnight, 6)) {
            to.dayparts.push_back(
                partFrom(1440 - dice_.roll(1, 8) * 15, 0 + dice_.roll(9, 24) * 15));
        } else if (uses(kDayparts, 2)) {
            for (auto left = dice_.roll(1, 3); left > 0; --left) {
                auto const from = from_ + dice_.roll(0, length_ / 30 - 1) * 30;
                to.dayparts.push_back(partFrom(
                    from % 1440, dice_.roll(1, std::min<std::int64_t>(8, length_ / 30)) * 30));
            }
        }
    }

    void addDays(ProgrammeCampaign& to) {
        if (!uses(kDays, 3)) {
            return;
        }
        auto const today = static_cast<int>(static_cast<unsigned>(out_.date.day()));
        switch (dice_.roll(0, 7)) {
            case 0:
                to.days.bits = static_cast<std::uint8_t>(dice_.roll(1, 127));
                break;
            case 1:
                to.monthDays = {dice_.roll(0, 1) == 0 ? today : -1, 28};
                break;
            case 2:
                to.except = {dice_.roll(0, 1) == 0 ? out_.date
                                                   : LocalDay(std::chrono::sys_days(out_.date) -
                                                              std::chrono::days(1))};
                break;
            case 3:
                to.keyDates = {{out_.date, {Pacing::Unit::playsPerHour, dice_.roll(1, 30), 3}}};
                break;
            case 4:
            case 5:
                to.dayKind = dice_.roll(0, 1) == 0 ? DayKind::workdays : DayKind::holidays;
                if (dice_.roll(0, 1) == 0) {
                    out_.programme.calendar.holidays = {out_.date};
                }
                if (dice_.roll(0, 1) == 0) {
                    out_.programme.calendar.workdays = {out_.date};
                }
                break;
            default: {
                static char const* const kRules[] = {
                    "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=SA,SU,TU", "FREQ=DAILY",
                    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE", "FREQ=MONTHLY;BYMONTHDAY=29"};
                to.recurrence = kRules[dice_.roll(0, 4)];
            }
        }
    }

    void addPacing(ProgrammeCampaign& to, std::int64_t duration) {
        if (to.priority == CampaignClass::filler && dice_.roll(0, 1) == 0) {
            return;
        }
        static constexpr std::int64_t kPerMille[] = {300, 850, 1300};
        auto const perMille =
            kPerMille[static_cast<int>(booked_)] * dice_.roll(5, 15) / 10 / campaigns_;
        auto const perHour = 3'600 * perMille / duration;
        Pacing pacing;
        switch (dice_.roll(0, 4)) {
            case 0:
                pacing = {Pacing::Unit::playsPerDay, 1 + perHour * length_ / 60};
                break;
            case 1:
                pacing = {Pacing::Unit::share, std::min<std::int64_t>(perMille, 1000) * 1000};
                break;
            default:
                pacing = {Pacing::Unit::playsPerHour, 1 + perHour};
        }
        if (dice_.roll(0, 7) == 0) {
            pacing.leastPerDay = dice_.roll(1, 30);
        }
        to.pacing = pacing;
        if (uses(kLimits, 5)) {
            to.mostPerHour = 1 + perHour * dice_.roll(7, 20) / 10;
        }
        if (uses(kExpiry, 10)) {
            auto& asset = out_.programme.assets[static_cast<std::size_t>(
                dice_.roll(0, static_cast<std::int64_t>(out_.programme.assets.size()) - 1))];
            asset.usableUntil =
                LocalDay(std::chrono::sys_days(out_.date) - std::chrono::days(dice_.roll(-1, 1)));
        }
    }

    CampaignId anyCampaign() {
        return CampaignId("campaign-" + std::to_string(dice_.roll(0, campaigns_ - 1)));
    }

    void addFixed() {
        if (!uses(kFixed, 3)) {
            return;
        }
        auto const begin = dayBounds(out_.programme.screen.zone, out_.date)->begin;
        auto const assets = static_cast<std::int64_t>(out_.programme.assets.size());
        for (auto left = dice_.roll(1, 3); left > 0; --left) {
            FixedEvent event;
            event.campaign = anyCampaign();
            event.asset =
                out_.programme.assets[static_cast<std::size_t>(dice_.roll(0, assets - 1))].id;
            event.hourly = dice_.roll(0, 2) == 0;
            for (auto times = dice_.roll(0, 3); times > 0; --times) {
                auto const minute = from_ + dice_.roll(-1, length_);
                event.at.push_back(begin + minutes{minute} +
                                   Milliseconds(dice_.roll(0, 1) * dice_.roll(0, 59'999)));
            }
            out_.programme.fixed.push_back(event);
        }
    }

    Dice& dice_;
    Booked booked_;
    VariedDay out_;
    std::vector<std::int64_t> durations_;
    bool shared_ = true;
    bool all_ = true;
    std::int64_t only_ = 0;
    std::int64_t campaigns_ = 1;
    std::int64_t from_ = 0, length_ = 0;  ///< when the screen is open, in minutes
};

}  // namespace

VariedDay variedDay(Dice& dice, Booked booked) {
    return Variation(dice, booked).make();
}

std::int64_t countOf(Timeline const& timeline, std::string const& campaign, Instant from,
                     Instant to) {
    std::int64_t count = 0;
    for (auto const& entry : timeline.entries) {
        count += entry.campaign != TimelineEntry::kNone &&
                 timeline.campaigns[entry.campaign].str() == campaign && entry.start >= from &&
                 entry.start < to;
    }
    return count;
}

}  // namespace tocsin::playlists
