// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tocsin/schedule/site_times.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

/// The screens in service for which the campaign is meant, by id; all there are if its file cannot
/// be read.
[[nodiscard]] std::vector<ScreenId> meantScreens(store::Tx const& tx,
                                                 store::Campaign const& campaign,
                                                 SiteTimes const& times);

}  // namespace tocsin::schedule
