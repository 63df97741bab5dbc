// SPDX-License-Identifier: Apache-2.0
#include "asset_sentences.hpp"

#include <algorithm>

#include "overlays.hpp"

namespace tocsin::schedule {
namespace {

/// "hall, gate and 12 more"
std::string named(std::vector<ScreenId> const& screens, bool chinese) {
    constexpr std::size_t kNamed = 3;
    std::string out;
    for (std::size_t i = 0; i < screens.size() && i < kNamed; ++i) {
        out += (i == 0 ? "" : chinese ? "、" : ", ") + screens[i].str();
    }
    if (screens.size() <= kNamed) {
        return out;
    }
    return chinese ? out + " 等 " + std::to_string(screens.size()) + " 块屏"
                   : out + " and " + std::to_string(screens.size() - kNamed) + " more";
}

}  // namespace

ScreensBySize screensBySize(Situation const& situation, RunningCampaign const& campaign) {
    ScreensBySize out;
    for (auto const& screen : situation.screens) {
        if (!isMeant(campaign.file.targets, screen)) {
            continue;
        }
        if (campaign.file.placement == Placement::programme) {
            out[{screen.width, screen.height}].push_back(screen.id);
        } else {
            auto const rect = overlayRect(screen, campaign, situation);
            out[{rect.width, rect.height}].push_back(screen.id);
        }
    }
    return out;
}

void tell(std::vector<Told>& told, media::Finding const& finding,
          std::vector<ScreenId> const& screens) {
    auto const same = std::ranges::find_if(
        told, [&](auto const& one) { return one.finding.message == finding.message; });
    if (same == told.end()) {
        told.push_back({finding, screens});
    } else {
        same->screens.insert(same->screens.end(), screens.begin(), screens.end());
    }
}

ScreenFinding findingOf(CampaignId const& campaign, AssetWord word, store::Asset const& asset,
                        Told const& told) {
    auto const& [finding, screens] = told;
    // A finding of one screen names it beside the sentence.
    bool const several = screens.size() > 1;
    auto const english = several ? " on " + named(screens, false) : std::string();
    auto const chinese = several ? "（" + named(screens, true) + "）" : std::string();
    return {screens.size() == 1 ? screens.front() : ScreenId{},
            {finding.code, campaign,
             std::string(word.english) + " " + asset.handle + english + ": " + finding.message, 0,
             std::string(word.chinese) + " " + asset.handle + chinese + "：" + finding.chinese}};
}

}  // namespace tocsin::schedule
