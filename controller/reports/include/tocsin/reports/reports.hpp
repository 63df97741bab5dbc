// SPDX-License-Identifier: Apache-2.0
// Reports over the ledger: planned against played, and what opening hours went to.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "tocsin/access/route.hpp"
#include "tocsin/playlists/programme.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

struct ReportSettings {
    std::function<Instant()> now;  ///< fleet time; called on workers
    /// Named parts of the day, "黄金时段" → 19:00-21:30.
    std::map<std::string, playlists::Daypart> dayparts{};
    Milliseconds glassWithin{std::chrono::seconds(5)};  ///< 及时率: on glass within so long
};

/// /api/v1/reports/plays, /api/v1/reports/seconds and /api/v1/reports/submitted. `store` must
/// outlive the handlers.
[[nodiscard]] access::Routes routes(store::Store& store, ReportSettings settings);

}  // namespace tocsin::reports
