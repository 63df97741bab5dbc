// SPDX-License-Identifier: Apache-2.0
// How complete the data of a report are: which screens have not sent what should be there by now
// (未回传).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/reports/interval.hpp"
#include "tocsin/reports/timeline_cache.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

struct Unreported {
    std::string screen, name;
    std::optional<Instant> last;  ///< end of its newest row; nothing: it never sent one
};

struct Freshness {
    Instant asOf;
    std::string zone = "Asia/Shanghai";  ///< of the first screen: pages write instants in it
    std::vector<Unreported> unreported;  ///< by screen
    std::int64_t lastBatch = 0;          ///< store::Ledger::newestBatch() of these data
};

/// A play that was planned to end a quarter of an hour ago should be there by now.
inline constexpr std::chrono::minutes kRowsComeWithin{15};

/// Of these screens, each in its interval. Throws Failure(Errc::damaged).
[[nodiscard]] Freshness freshnessOf(store::Tx const& tx, TimelineCache& timelines,
                                    std::map<ScreenId, store::Screen> const& screens,
                                    std::map<ScreenId, Interval> const& intervals, Instant now);

}  // namespace tocsin::reports
