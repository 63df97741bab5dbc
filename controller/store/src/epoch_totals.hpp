// SPDX-License-Identifier: Apache-2.0
// Epochs of players over SQLite.
#pragma once

#include "connection.hpp"
#include "tocsin/messages/play_batch.hpp"
#include "tocsin/store/epoch_totals.hpp"

namespace tocsin::store {

/// The migration that brings their table and its sums of the rows that are there, and the names of
/// screens as rows came in.
inline constexpr char kLedgerEpochs[] = R"sql(
-- Of the rows up to until_row. told waits for rows; compared and held are the last comparison:
-- what the player signed, and the ledger's sums. verdict: 0 none, 1 agree, 2 differ; noted: the
-- one that the audit trail has.
CREATE TABLE ledger_epochs(
    player INTEGER NOT NULL REFERENCES ledger_players(key), epoch INTEGER NOT NULL,
    first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, until_row INTEGER NOT NULL,
    play_rows INTEGER NOT NULL, complete INTEGER NOT NULL, partial INTEGER NOT NULL,
    failed INTEGER NOT NULL, preempted INTEGER NOT NULL, gaps INTEGER NOT NULL,
    shown_ms INTEGER NOT NULL, told TEXT NOT NULL DEFAULT '', compared TEXT NOT NULL DEFAULT '',
    held TEXT NOT NULL DEFAULT '', verdict INTEGER NOT NULL DEFAULT 0,
    noted INTEGER NOT NULL DEFAULT 0, since_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(player, epoch)) WITHOUT ROWID;
INSERT INTO ledger_epochs(player, epoch, first_ms, last_ms, until_row, play_rows, complete,
    partial, failed, preempted, gaps, shown_ms)
    SELECT b.player, b.epoch, min(p.start_ms), max(p.start_ms), max(p.sequence), count(*),
    sum(p.result = 0), sum(p.result = 1), sum(p.result = 2), sum(p.result = 3), sum(p.result = 4),
    sum(p.shown_ms) FROM plays p JOIN ledger_batches b ON b.key = p.batch
    GROUP BY b.player, b.epoch;
CREATE INDEX ledger_epochs_differ ON ledger_epochs(player, epoch) WHERE verdict = 2;
CREATE INDEX ledger_epochs_turned ON ledger_epochs(player, epoch) 
    WHERE (verdict = 2) <> (noted = 2);
CREATE INDEX plays_gaps ON plays(screen, start_ms) WHERE result = 4;
-- What a screen and its unit were called from the first row on that came with these names.
CREATE TABLE ledger_screen_names(
    screen INTEGER NOT NULL REFERENCES ledger_screens(key), since_ms INTEGER NOT NULL,
    name TEXT NOT NULL, unit TEXT NOT NULL, unit_name TEXT NOT NULL,
    PRIMARY KEY(screen, since_ms)) WITHOUT ROWID;
INSERT INTO ledger_screen_names SELECT l.key, 0, s.name, s.unit, coalesce(u.name, '')
    FROM ledger_screens l JOIN screens s ON s.id = l.id LEFT JOIN units u ON u.handle = s.unit;
)sql";

class SqliteEpochTotals final : public EpochTotals {
public:
    explicit SqliteEpochTotals(Connection& connection) : connection_(connection) {}
    void tell(messages::RunningTotals const& totals, std::string const& text, Instant now) override;
    /// Ledger::append's part: the rows of the batch that has just been appended. `player` is their
    /// key in ledger_players.
    void add(std::int64_t player, messages::VerifiedBatch const& batch, Instant now);
    [[nodiscard]] std::vector<PlayerEpoch> within(Instant from, Instant to) const override;
    [[nodiscard]] std::vector<PlayerEpoch> differing() const override;
    [[nodiscard]] std::vector<PlayerEpoch> turned() const override;
    void note(PlayerEpoch const& epoch) override;
    [[nodiscard]] std::vector<MissingBatches> missing(messages::PublicKey const& player,
                                                      std::int64_t epoch) const override;
    [[nodiscard]] std::vector<GapRow> gaps(std::vector<ScreenId> const& screens, Instant from,
                                           Instant to, std::size_t most) const override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
