// SPDX-License-Identifier: Apache-2.0
// The epochs of players' plays: what the ledger holds of each, what its player says it counted, and
// whether the two agree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/running_totals.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

enum class TotalsVerdict { none, agree, differ };

/// One player's epoch.
struct PlayerEpoch {
    messages::PublicKey player;
    std::int64_t epoch = 1;
    ScreenId screen;           ///< of its newest batch
    bool newest = true;        ///< no later epoch of this player has come
    Instant first, last;       ///< start of its earliest and of its latest row
    std::int64_t until = 0;    ///< sequence of the last row that the ledger has
    messages::EpochSums held;  ///< the ledger's, of these rows
    /// What the player counted up to a row that the ledger does not have yet.
    std::optional<messages::RunningTotals> waiting;
    TotalsVerdict verdict = TotalsVerdict::none;  ///< of the last comparison
    std::optional<messages::RunningTotals> compared;
    messages::EpochSums heldThen;  ///< the ledger's, up to the last row of `compared`
    Instant since;                 ///< the verdict is this one
};

/// Batches of an epoch that are not there, although later ones are.
struct MissingBatches {
    std::int64_t first = 0, last = 0;
    bool operator==(MissingBatches const&) const = default;
};

/// A row by which a player says that it lost rows, or begins an epoch.
struct GapRow {
    messages::PublicKey player;
    std::int64_t epoch = 1, sequence = 1;
    ScreenId screen;
    Instant at;
    std::string reason;
};

/// The ledger's own sums are counted as batches come (Ledger::append), which also makes the
/// comparison when the last row of what was told is there.
class EpochTotals {
public:
    virtual ~EpochTotals() = default;
    /// `text` is what its player signed, and verified. Call it before the batch with which it came
    /// is appended. Totals that wait for rows are compared before newer ones are taken; totals up
    /// to a row that the ledger is past are passed over.
    virtual void tell(messages::RunningTotals const& totals, std::string const& text,
                      Instant now) = 0;
    /// Epochs with a row that starts in [from, to), or that lie around it; by player and epoch.
    [[nodiscard]] virtual std::vector<PlayerEpoch> within(Instant from, Instant to) const = 0;
    /// Epochs of which the figures do not agree.
    [[nodiscard]] virtual std::vector<PlayerEpoch> differing() const = 0;
    /// Epochs that began to differ, or to agree again, since note() was called.
    [[nodiscard]] virtual std::vector<PlayerEpoch> turned() const = 0;
    /// Its verdict stands in the audit trail now.
    virtual void note(PlayerEpoch const& epoch) = 0;
    /// Holes in the numbers of its batches; those after the last one are nobody's knowledge.
    [[nodiscard]] virtual std::vector<MissingBatches> missing(messages::PublicKey const& player,
                                                              std::int64_t epoch) const = 0;
    /// Rows of these screens that start in [from, to), by time; at most `most`.
    [[nodiscard]] virtual std::vector<GapRow> gaps(std::vector<ScreenId> const& screens,
                                                   Instant from, Instant to,
                                                   std::size_t most) const = 0;
};

/// Screen, player, epoch and both figures of the last comparison in one line; empty if there was
/// none.
[[nodiscard]] playlists::Words differenceOf(PlayerEpoch const& epoch,
                                            std::string const& screenName);

}  // namespace tocsin::store
