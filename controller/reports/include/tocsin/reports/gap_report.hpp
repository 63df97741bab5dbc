// SPDX-License-Identifier: Apache-2.0
// What is not there of players' plays, as far as anybody can tell: which gaps the players and the
// numbers of their batches name, and where nobody knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/playlists/words.hpp"
#include "tocsin/reports/report_request.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

enum class GapKind {
    gapRecord,       ///< a row by which the player says that it lost rows, or began an epoch
    missingBatches,  ///< later batches are there
    endUnknown,      ///< a later epoch has come; what this one wrote last nobody says
    waitingForRows,  ///< the player has counted more rows than have come
    mismatch         ///< all have come, and they are not what the player counted
};
[[nodiscard]] std::string_view toString(GapKind kind);

struct Gap {
    GapKind kind = GapKind::gapRecord;
    std::string screen, screenName, player;  ///< player: fingerprint of its key
    std::int64_t epoch = 1;
    Instant at;  ///< of the gap record; else start of the last row that is there of the epoch
    /// Numbers of what is not there: of batches for missingBatches, else of rows. For a gap record
    /// its own row.
    std::optional<std::int64_t> first, last;
    playlists::Words words;
};

struct GapReport {
    ReportRequest request;
    Instant asOf;
    std::vector<Gap> gaps;  ///< by screen, player, epoch
    bool cut = false;       ///< there are more gap records than are listed
};

/// What it can be asked for.
[[nodiscard]] Offer const& gapsOffer();

/// Errc::invalid, and what the store fails with.
[[nodiscard]] Result<GapReport> makeGapReport(store::Store const& store,
                                              ReportRequest const& request, Instant now);

/// The same of a snapshot that the caller has.
[[nodiscard]] Result<GapReport> makeGapReport(store::Tx const& tx, ReportRequest const& request,
                                              Instant now);

[[nodiscard]] std::string toJson(GapReport const& report);
[[nodiscard]] std::string toCsv(GapReport const& report);

}  // namespace tocsin::reports
