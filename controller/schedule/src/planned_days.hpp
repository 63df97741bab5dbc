// SPDX-License-Identifier: Apache-2.0
// What released plans show of a local day, as far as debts are counted by it.
#pragma once

#include <map>
#include <memory>
#include <tuple>

#include "compilations.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

struct PlannedDay {
    using Counts = std::map<CampaignId, std::int64_t>;
    Counts counts;  ///< whole plays
    Counts onTop;   ///< of them, those that repay a debt
    Instant last;   ///< start of the last one

    void add(PlannedDay const& other);
};

/// Counts released plans. Screens that share a plan share the counting. One that the database has
/// lost counts as nothing.
class PlannedDays {
public:
    /// Both must outlive this.
    PlannedDays(store::Tx const& tx, Compilations const& compilations)
        : tx_(tx), compilations_(compilations) {}

    [[nodiscard]] PlannedDay of(store::Screen const& screen, playlists::DayBounds const& bounds);

private:
    PlannedDay count(Digest const& digest, Instant begin, Instant end, Instant to);
    std::shared_ptr<playlists::Timeline const> timeline(Digest const& digest);

    store::Tx const& tx_;
    Compilations const& compilations_;
    std::map<std::tuple<Digest, Instant, Instant, Instant>, PlannedDay> counted_;
};

}  // namespace tocsin::schedule
