// SPDX-License-Identifier: Apache-2.0
// What a warning took from the campaigns, and how it is made good: by debts, which later days
// repay, or not at all unless somebody wishes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compilations.hpp"
#include "programmes.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::schedule {

enum class MakeGoodWay {
    done,     ///< all of it has been shown since, on top of later days' own plays
    planner,  ///< the campaign wishes it: later days repay it
    offer,    ///< it would be repaid if the campaign's file said make_good = "flight"
    none      ///< it cannot be repaid
};
[[nodiscard]] std::string_view toString(MakeGoodWay way);

/// What one screen lost of one campaign.
struct ScreenLoss {
    ScreenId screen;
    std::string name;  ///< of the screen; empty: there is none any more
    std::vector<store::PreemptedPlays> assets;
    std::int64_t plays = 0, lostMs = 0;
    /// Of the plays, those that later days have shown on top. What the campaign lost on that screen
    /// earlier, or on that day for another reason, is taken to be repaid before.
    std::int64_t madeGood = 0;
    std::optional<std::int64_t>
        owed;  ///< today on that screen, whatever took it, if it was counted
    MakeGoodWay way = MakeGoodWay::none;
    std::string why, whyZh;
};

struct CampaignLoss {
    CampaignId campaign;  ///< empty: the fallback loop
    std::string title;
    std::optional<std::string> unit;  ///< whose the campaign is; nothing: it is not there any more
    std::vector<ScreenLoss> screens;  ///< by id
};

struct WarningLoss {
    store::WarningRecord warning;
    std::vector<CampaignLoss> campaigns;  ///< by id
    /// Screens that it is or was for and that have sent no row since it ended, so that more may be
    /// found; of one that stands, all.
    std::vector<ScreenId> open;
};

/// Errc::notFound; errors of zones.
[[nodiscard]] Result<WarningLoss> lossOf(store::Tx const& tx, Compilations const& compilations,
                                         SiteTimes const& times, std::string const& warning,
                                         Instant now);

}  // namespace tocsin::schedule
