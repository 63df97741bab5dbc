// SPDX-License-Identifier: Apache-2.0
#include "fleet_programmes.hpp"

#include <algorithm>
#include <string>

namespace tocsin::bench {
namespace {

using namespace playlists;

/// xorshift64: the same numbers everywhere.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15U + 1) {}
    std::int64_t roll(std::int64_t least, std::int64_t most) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return least + static_cast<std::int64_t>((state_ >> 11) %
                                                 static_cast<std::uint64_t>(most - least + 1));
    }

private:
    std::uint64_t state_;
};

LocalDay date(int year, unsigned month, unsigned day) {
    return LocalDay(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day));
}

ProgrammeAsset asset(std::string const& id, AssetKind kind, std::int64_t seconds) {
    return {AssetId(id), kind, std::chrono::seconds(seconds), {}, {}, ""};
}

}  // namespace

Programme fleetProgramme(std::uint64_t screen, int campaigns) {
    Dice dice(screen + 1);
    Programme out;
    out.screen.id = ScreenId("screen-" + std::to_string(screen));
    out.screen.zone = "Asia/Shanghai";
    out.screen.seed = out.screen.id.str();
    for (int i = 0; i < campaigns; ++i) {
        auto const name = std::to_string(i);
        out.assets.push_back(
            asset("asset-" + name, static_cast<AssetKind>(dice.roll(0, 2)), dice.roll(8, 15)));
        ProgrammeCampaign next;
        next.id = CampaignId("campaign-" + name);
        next.priority = static_cast<CampaignClass>(dice.roll(0, 2));
        next.from = date(2026, 6, 1);
        next.to = date(2026, 6, 30);
        next.items = {AssetId("asset-" + name)};
        // Six tenths of the airtime between them, whatever their number.
        next.pacing = Pacing{Pacing::Unit::playsPerHour,
                             std::max<std::int64_t>(1, dice.roll(120, 240) / campaigns)};
        for (auto parts = dice.roll(0, 2); parts > 0; --parts) {
            auto const from = dice.roll(0, 19);
            next.dayparts.push_back(
                {std::chrono::hours(from), std::chrono::hours(from + dice.roll(1, 4))});
        }
        out.campaigns.push_back(next);
    }
    for (int i = 0; i < 3; ++i) {
        out.assets.push_back(
            asset("filler-" + std::to_string(i), AssetKind::slogan, dice.roll(8, 12)));
    }
    ProgrammeCampaign filler;
    filler.id = CampaignId("filler");
    filler.priority = CampaignClass::filler;
    filler.from = date(2026, 1, 1);
    filler.to = date(2026, 12, 31);
    filler.items = {AssetId("filler-0"), AssetId("filler-1"), AssetId("filler-2")};
    out.campaigns.push_back(filler);
    return out;
}

}  // namespace tocsin::bench
