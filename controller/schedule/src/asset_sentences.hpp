// SPDX-License-Identifier: Apache-2.0
// Sentences about a campaign's asset, each said once with all screens it is true of.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "state.hpp"
#include "tocsin/media/finding.hpp"

namespace tocsin::schedule {

using ScreensBySize = std::map<std::pair<int, int>, std::vector<ScreenId>>;

/// The screens that the campaign is meant for, by the pixels it has on them: all of them, or its
/// place as an overlay.
[[nodiscard]] ScreensBySize screensBySize(Situation const& situation,
                                          RunningCampaign const& campaign);

/// One sentence and the screens it is true of.
struct Told {
    media::Finding finding;
    std::vector<ScreenId> screens;
};

/// Adds a sentence, or screens to the same sentence.
void tell(std::vector<Told>& told, media::Finding const& finding,
          std::vector<ScreenId> const& screens);

/// What an asset is called in a sentence.
struct AssetWord {
    char const* english;
    char const* chinese;
};
[[nodiscard]] ScreenFinding findingOf(CampaignId const& campaign, AssetWord word,
                                      store::Asset const& asset, Told const& told);

}  // namespace tocsin::schedule
