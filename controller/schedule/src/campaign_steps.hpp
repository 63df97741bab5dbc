// SPDX-License-Identifier: Apache-2.0
// What the steps of a campaign have in common.
#pragma once

#include <string>
#include <vector>

#include "tocsin/access/mass_change.hpp"
#include "tocsin/schedule/site_times.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

[[nodiscard]] Error noCampaign(std::string const& id);
/// Why the step that was asked for cannot be taken from the campaign's state, and what can.
[[nodiscard]] std::string wrongStep(store::Campaign const& campaign);
/// Errc::conflict for an asset that the campaign shows and screens cannot, once it is in state
/// `to`.
[[nodiscard]] Result<> checkItems(store::Tx const& tx, store::Campaign const& campaign,
                                  store::CampaignState to);

/// What it means that an approved campaign leaves its screens; of one in another state nothing is
/// reached.
[[nodiscard]] access::Reached leavingScreens(store::Tx const& tx, store::Campaign const& campaign,
                                             SiteTimes const& times);

/// What it means that an approved campaign, still approved, is shown in another way.
[[nodiscard]] access::Reached changingScreens(store::Tx const& tx, store::Campaign const& before,
                                              store::Campaign const& after, SiteTimes const& times);

}  // namespace tocsin::schedule
