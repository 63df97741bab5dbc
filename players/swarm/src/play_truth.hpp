// SPDX-License-Identifier: Apache-2.0
// What simulated players have shown, counted where it was made: what reports have to say. Shares
// nothing with the ledger's way of counting.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "tocsin/messages/play_record.hpp"

namespace tocsin::swarm {

/// As Asia/Shanghai, the zone that screens have unless somebody says otherwise.
inline constexpr std::chrono::hours kSimulatedZone{8};

class PlayTruth {
public:
    struct Place {
        std::string screen, asset, campaign, day;  ///< digest in hex; "2026-06-01"
        auto operator<=>(Place const&) const = default;
    };
    struct Counts {
        std::int64_t complete = 0, partial = 0, failed = 0, preempted = 0, shownMs = 0;
        bool operator==(Counts const&) const = default;
        Counts& operator+=(Counts const& more);
    };

    /// Gaps are no plays.
    void count(std::string const& screen, messages::PlayRecord const& record);
    void add(PlayTruth const& other);
    [[nodiscard]] std::map<Place, Counts> const& counts() const noexcept { return counts_; }
    [[nodiscard]] Counts total() const;

private:
    std::map<Place, Counts> counts_;
};

/// A JSON line ("event": "truth") a place, each ended.
[[nodiscard]] std::string truthLines(PlayTruth const& truth);

}  // namespace tocsin::swarm
