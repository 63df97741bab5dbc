// SPDX-License-Identifier: Apache-2.0
// Deadlines of filings, for whoever reminds people of them.
#pragma once

#include <string>
#include <vector>

#include "tocsin/playlists/words.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::filing {

struct FilingDeadline {
    std::string key;         ///< the same for the same unit's filing of the same period
    playlists::Words title;  ///< "区医院：2026年“安全生产月” 第2周周报"
    std::string unit;        ///< handle of who has to file; empty: the whole site
    Instant due;
    bool done = false;    ///< sent upwards or handed over; of the activity's own unit: frozen too
    std::string thing{};  ///< the same key for all units' filings of the period
    playlists::Words thingTitle{};  ///< "2026年“安全生产月” 第2周周报"
    playlists::Words unitName{};    ///< "区医院"; empty: the activity's own unit
    std::string owner{};            ///< handle of the activity's unit
};

/// Those in [from, to) of activities that are not retired: of the unit whose activity it is, and of
/// each unit below it. As it stands at `now`. Activities whose rules cannot be read are left out.
[[nodiscard]] std::vector<FilingDeadline> deadlinesBetween(store::Tx const& tx, Instant from,
                                                           Instant to, Instant now);

}  // namespace tocsin::filing
