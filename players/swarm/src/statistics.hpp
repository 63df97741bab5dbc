// SPDX-License-Identifier: Apache-2.0
// What a fleet of players saw and did, counted. A value; whoever shares it between threads locks.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::swarm {

using Steady = std::chrono::steady_clock;

/// One revision of one warning.
struct WarningCounts {
    std::vector<Steady::time_point> delivered;  ///< to each player, the first time
    std::int64_t again = 0;                     ///< deliveries to players that had it
    std::int64_t refused = 0;   ///< deliveries that were over, or older than what is held
    std::int64_t receipts = 0;  ///< sent
};

/// When things of one kind happened, in milliseconds after the first of them.
struct Spread {
    std::size_t count = 0;
    Steady::time_point first;
    double last = 0, p50 = 0, p99 = 0;
};
/// Nearest rank; all zeros without instants.
[[nodiscard]] Spread spreadOf(std::vector<Steady::time_point> instants);

/// How long players took to be back after a storm.
struct Storm {
    Steady::time_point began;
    std::size_t dropped = 0;
    /// Of each player that is back: from the end of its first back-off, and from the storm.
    std::vector<double> afterBackoffMs, afterStormMs;
};

struct Statistics {
    using Revision = std::pair<std::string, std::int64_t>;

    std::map<Revision, WarningCounts> warnings;
    std::int64_t connected = 0, mostConnected = 0;  ///< welcomed sessions
    std::int64_t attempts = 0, failures = 0, sessions = 0;
    std::int64_t refusals = 0;  ///< messages of that type
    std::string lastTrouble;    ///< of a connection, or refusal
    std::int64_t manifests = 0, manifestsAgain = 0, manifestsRefused = 0;
    std::int64_t warningsRefused = 0;  ///< deliveries that did not verify
    std::int64_t lostReceipts = 0;
    std::int64_t verified = 0;  ///< Ed25519 verifications of shared envelopes
    std::vector<Storm> storms;
    std::int64_t playsMade = 0;   ///< by all players, before the run
    std::int64_t rowsUnsent = 0;  ///< that no controller has acknowledged, gaps too
    std::int64_t batchesSent = 0, batchesAgain = 0;  ///< again: those that had been sent before
    std::int64_t answersLost = 0, batchesCut = 0;
    /// Of batches: the first was sent, the last one was acknowledged.
    Steady::time_point firstBatch, lastStored;

    void joined() {
        ++sessions;
        ++connected;
        mostConnected = connected > mostConnected ? connected : mostConnected;
    }
};

/// The smallest of `values` that `share` (0 to 1) of them do not exceed; 0 without any.
[[nodiscard]] double atShare(std::vector<double> values, double share);

}  // namespace tocsin::swarm
