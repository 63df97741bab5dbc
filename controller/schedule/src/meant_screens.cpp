// SPDX-License-Identifier: Apache-2.0
// For which screens a campaign is meant, for those who ask what its end would change.
#include <set>
#include <utility>

#include "campaign_file.hpp"
#include "campaign_steps.hpp"
#include "programmes.hpp"
#include "tocsin/schedule/meant_screens.hpp"

namespace tocsin::schedule {

std::vector<ScreenId> meantScreens(store::Tx const& tx, store::Campaign const& campaign,
                                   SiteTimes const& times) {
    auto file = readCampaignFile(campaign.file, campaign.id.str(), campaign.id, times, nullptr);
    std::vector<ScreenId> out;
    for (auto const& screen : tx.screens().all()) {
        out.push_back(screen.id);
    }
    if (!file) {
        return out;  // nobody knows, so it may be any of them
    }
    auto const targets =
        running(std::move(*file), campaign, access::UnitTree(tx.units().all())).file.targets;
    out.clear();
    for (auto const& screen : tx.screens().all()) {
        if (!screen.retired && isMeant(targets, screen)) {
            out.push_back(screen.id);
        }
    }
    return out;
}

access::Reached leavingScreens(store::Tx const& tx, store::Campaign const& campaign,
                               SiteTimes const& times) {
    access::Reached out;
    if (campaign.state != store::CampaignState::approved) {
        return out;
    }
    out.screens = meantScreens(tx, campaign, times);
    out.units.insert(campaign.unit);
    auto const number = std::to_string(out.screens.size());
    auto const revision = std::to_string(campaign.revision);
    out.english = "campaign \"" + campaign.id.str() + "\" (revision " + revision + ") leaves " +
                  number + (out.screens.size() == 1 ? " screen" : " screens");
    out.chinese =
        "播放任务“" + campaign.id.str() + "”（第 " + revision + " 版）从 " + number + " 块屏撤下";
    return out;
}

access::Reached changingScreens(store::Tx const& tx, store::Campaign const& before,
                                store::Campaign const& after, SiteTimes const& times) {
    access::Reached out;
    auto const now = meantScreens(tx, after, times);
    std::set<ScreenId> screens(now.begin(), now.end());
    auto const then = meantScreens(tx, before, times);
    screens.insert(then.begin(), then.end());
    out.screens.assign(screens.begin(), screens.end());
    out.units = {before.unit, after.unit};
    auto const number = std::to_string(screens.size());
    auto const revision = std::to_string(before.revision);
    out.english = "campaign \"" + before.id.str() + "\" (revision " + revision +
                  ") is shown otherwise on " + number +
                  (screens.size() == 1 ? " screen" : " screens") + ", within what was approved";
    out.chinese = "播放任务“" + before.id.str() + "”（第 " + revision + " 版）在 " + number +
                  " 块屏上的播放方式改变（仍在审批范围内）";
    return out;
}

}  // namespace tocsin::schedule
