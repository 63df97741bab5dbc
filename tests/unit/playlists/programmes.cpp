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
