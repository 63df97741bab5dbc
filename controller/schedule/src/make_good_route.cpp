// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/warnings/{id}/make-good
#include "make_good.hpp"
#include "state.hpp"

namespace tocsin::schedule {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;

double seconds(std::int64_t milliseconds) {
    return static_cast<double>(milliseconds) / 1'000.0;
}

json::object screenJson(ScreenLoss const& loss, Situation const& situation) {
    json::array assets;
    for (auto const& plays : loss.assets) {
        assets.push_back(json::object{
            {"asset", plays.asset.hex()},
            {"name", situation.assets.contains(plays.asset) ? situation.nameOf(plays.asset)
                                                            : plays.assetName},
            {"lost", plays.plays},
            {"lost_seconds", seconds(plays.lostMs)}});
    }
    return {{"screen", loss.screen.str()},
            {"name", loss.name},
            {"assets", std::move(assets)},
            {"lost", loss.plays},
            {"lost_seconds", seconds(loss.lostMs)},
            {"made_good", loss.madeGood},
            {"left", loss.plays - loss.madeGood},
            {"owed_today", loss.owed ? json::value(*loss.owed) : json::value(nullptr)},
            {"way", toString(loss.way)},
            {"why", loss.why},
            {"why_zh", loss.whyZh}};
}

/// What can be repaid is left only where it can.
std::int64_t leftBy(CampaignLoss const& campaign, MakeGoodWay way) {
    std::int64_t out = 0;
    for (auto const& loss : campaign.screens) {
        out += loss.way == way ? loss.plays - loss.madeGood : 0;
    }
    return out;
}

json::object campaignJson(CampaignLoss const& campaign, Situation const& situation) {
    json::array screens;
    std::int64_t lost = 0, lostMs = 0, madeGood = 0;
    for (auto const& loss : campaign.screens) {
        lost += loss.plays;
        lostMs += loss.lostMs;
        madeGood += loss.madeGood;
        screens.push_back(screenJson(loss, situation));
    }
    return {{"campaign", campaign.campaign.str()},
            {"title", campaign.title},
            {"lost", lost},
            {"lost_seconds", seconds(lostMs)},
            {"made_good", madeGood},
            {"left", lost - madeGood},
            {"by_planner", leftBy(campaign, MakeGoodWay::planner)},
            {"offered", leftBy(campaign, MakeGoodWay::offer)},
            {"screens", std::move(screens)}};
}

/// Whose a campaign is that is gone, and the fallback loop, nobody can tell: their screens' units
/// decide.
bool maySee(Principal const& who, CampaignLoss const& campaign, Situation const& situation) {
    if (campaign.unit) {
        return who.uses(Permission::viewCampaigns, *campaign.unit);
    }
    return std::all_of(campaign.screens.begin(), campaign.screens.end(), [&](auto const& loss) {
        auto const* screen = situation.screen(loss.screen);
        return who.may(Permission::viewCampaigns, screen == nullptr ? "" : screen->unit);
    });
}

}  // namespace

Result<access::Response> Schedule::State::makeGood(Principal const& who,
                                                   access::Request const& request) {
    json::object out;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const loss =
            lossOf(tx, compilations, settings.times, request.parameters.at("id"), now());
        if (!loss) {
            return loss.error();
        }
        auto const situation = readSituation(tx, settings.times);
        json::array items, open;
        for (auto const& campaign : loss->campaigns) {
            if (maySee(who, campaign, situation)) {
                items.push_back(campaignJson(campaign, situation));
            }
        }
        for (auto const& screen : loss->open) {
            auto const* known = situation.screen(screen);
            if (who.may(Permission::viewCampaigns, known == nullptr ? "" : known->unit)) {
                open.emplace_back(screen.str());
            }
        }
        out["warning"] = loss->warning.id;
        out["headline"] = loss->warning.headline;
        out["state"] = loss->warning.state;
        out["items"] = std::move(items);
        out["open"] = std::move(open);
        return {};
    });
    if (!read) {
        return read.error();
    }
    return access::jsonResponse(out);
}

}  // namespace tocsin::schedule
