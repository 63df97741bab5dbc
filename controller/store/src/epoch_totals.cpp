// SPDX-License-Identifier: Apache-2.0
// Counting rows as they come, and comparing at the row to which a player's totals go.
#include "epoch_totals.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

#include "failure.hpp"
#include "lists.hpp"
#include "tocsin/messages/signed_text.hpp"

namespace tocsin::store {
namespace {

using messages::EpochSums;
using messages::PlayRecord;
using messages::PlayResult;
using messages::RunningTotals;

std::string sumsText(EpochSums const& sums) {
    std::ostringstream out;
    out << sums.rows << ' ' << sums.complete << ' ' << sums.partial << ' ' << sums.failed << ' '
        << sums.preempted << ' ' << sums.gaps << ' ' << sums.shownMs;
    return out.str();
}

EpochSums sumsFrom(std::string const& text) {
    EpochSums out;
    std::istringstream in(text);
    in >> out.rows >> out.complete >> out.partial >> out.failed >> out.preempted >> out.gaps >>
        out.shownMs;
    return out;
}

/// Of a signed text that was verified when it came; nothing of an empty one.
std::optional<RunningTotals> totalsFrom(std::string_view text) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto const taken = messages::takeSignedText(text);
    auto const totals =
        taken ? messages::parseTotals(taken->text) : Result<RunningTotals>(taken.error());
    if (!totals) {
        throw Failure({Errc::damaged, "the totals of a player in the database cannot be read: " +
                                          totals.error().message});
    }
    return *totals;
}

void count(EpochSums& sums, PlayRecord const& record) {
    ++sums.rows;
    sums.shownMs += record.shownMs;
    switch (record.result) {
        case PlayResult::complete:
            ++sums.complete;
            break;
        case PlayResult::partial:
            ++sums.partial;
            break;
        case PlayResult::failed:
            ++sums.failed;
            break;
        case PlayResult::preempted:
            ++sums.preempted;
            break;
        case PlayResult::gap:
            ++sums.gaps;
            break;
    }
}

/// A row of ledger_epochs while it is changed.
struct Row {
    std::int64_t player = 0, epoch = 1;
    Instant first = Instant::max(), last = Instant::min();
    std::int64_t until = 0;
    EpochSums sums;
    std::string told, compared, held;
    TotalsVerdict verdict = TotalsVerdict::none;
    Instant since{};
};

EpochSums takeSums(Query& row) {
    EpochSums out;
    out.rows = row.integer();
    out.complete = row.integer();
    out.partial = row.integer();
    out.failed = row.integer();
    out.preempted = row.integer();
    out.gaps = row.integer();
    out.shownMs = row.integer();
    return out;
}

Row load(Connection& connection, std::int64_t player, std::int64_t epoch) {
    auto query = connection.query(
        "SELECT first_ms, last_ms, until_row, play_rows, complete, partial, failed, preempted, "
        "gaps, shown_ms, told, compared, held, verdict, since_ms FROM ledger_epochs "
        "WHERE player = ? AND epoch = ?");
    Row out;
    out.player = player;
    out.epoch = epoch;
    if (!query.with(player, epoch).step()) {
        return out;
    }
    out.first = query.instant();
    out.last = query.instant();
    out.until = query.integer();
    out.sums = takeSums(query);
    out.told = query.text();
    out.compared = query.text();
    out.held = query.text();
    out.verdict = static_cast<TotalsVerdict>(query.integer());
    out.since = query.instant();
    return out;
}

void save(Connection& connection, Row const& row) {
    auto const& sums = row.sums;
    connection
        .query(
            "INSERT INTO ledger_epochs(player, epoch, first_ms, last_ms, until_row, play_rows, "
            "complete, partial, failed, preempted, gaps, shown_ms, told, compared, held, verdict, "
            "since_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT(player, epoch) DO UPDATE SET first_ms = excluded.first_ms, "
            "last_ms = excluded.last_ms, until_row = excluded.until_row, "
            "play_rows = excluded.play_rows, complete = excluded.complete, "
            "partial = excluded.partial, failed = excluded.failed, "
            "preempted = excluded.preempted, gaps = excluded.gaps, shown_ms = excluded.shown_ms, "
            "told = excluded.told, compared = excluded.compared, held = excluded.held, "
            "verdict = excluded.verdict, since_ms = excluded.since_ms")
        .with(row.player, row.epoch, row.first, row.last, row.until, sums.rows, sums.complete,
              sums.partial, sums.failed, sums.preempted, sums.gaps, sums.shownMs, row.told,
              row.compared, row.held, static_cast<int>(row.verdict), row.since)
        .run();
}

/// The ledger has all rows that the totals count.
void compare(Row& row, RunningTotals const& totals, Instant now) {
    auto const verdict = totals.sums == row.sums ? TotalsVerdict::agree : TotalsVerdict::differ;
    row.since = verdict == row.verdict ? row.since : now;
    row.verdict = verdict;
    row.compared = std::move(row.told);
    row.told.clear();
    row.held = sumsText(row.sums);
}

std::int64_t playerKey(Connection& connection, messages::PublicKey const& player) {
    connection.query("INSERT OR IGNORE INTO ledger_players(public_key) VALUES(?)")
        .with(player)
        .run();
    auto query = connection.query("SELECT key FROM ledger_players WHERE public_key = ?");
    query.with(player).step();
    return query.integer();
}

#define TOCSIN_EPOCHS                                                                           \
    "SELECT y.public_key, e.epoch, s.id, NOT EXISTS(SELECT 1 FROM ledger_epochs n WHERE "       \
    "n.player = e.player AND n.epoch > e.epoch), e.first_ms, e.last_ms, e.until_row, "          \
    "e.play_rows, e.complete, e.partial, e.failed, e.preempted, e.gaps, e.shown_ms, e.told, "   \
    "e.compared, e.held, e.verdict, e.since_ms FROM ledger_epochs e JOIN ledger_players y ON "  \
    "y.key = e.player JOIN ledger_screens s ON s.key = (SELECT b.screen FROM ledger_batches b " \
    "WHERE b.player = e.player AND b.epoch = e.epoch ORDER BY b.batch DESC LIMIT 1) "

std::vector<PlayerEpoch> epochsFrom(Query& row) {
    std::vector<PlayerEpoch> out;
    while (row.step()) {
        PlayerEpoch one;
        one.player = row.maybeKey().value_or(messages::PublicKey{});
        one.epoch = row.integer();
        one.screen = ScreenId(row.text());
        one.newest = row.flag();
        one.first = row.instant();
        one.last = row.instant();
        one.until = row.integer();
        one.held = takeSums(row);
        one.waiting = totalsFrom(row.text());
        one.compared = totalsFrom(row.text());
        one.heldThen = sumsFrom(row.text());
        one.verdict = static_cast<TotalsVerdict>(row.integer());
        one.since = row.instant();
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace

void SqliteEpochTotals::tell(RunningTotals const& totals, std::string const& text, Instant now) {
    auto row = load(connection_, playerKey(connection_, totals.device), totals.epoch);
    auto const waiting = totalsFrom(row.told);
    bool const isPast = totals.until < row.until;
    bool const waitsFirst = waiting && waiting->until <= totals.until;
    if (isPast || waitsFirst) {
        return;
    }
    row.told = text;
    if (totals.until == row.until) {
        compare(row, totals, now);
    }
    save(connection_, row);
}

void SqliteEpochTotals::add(std::int64_t player, messages::VerifiedBatch const& batch,
                            Instant now) {
    auto row = load(connection_, player, batch.header.epoch);
    auto const waiting = totalsFrom(row.told);
    for (auto const& record : batch.records) {
        count(row.sums, record);
        row.until = record.sequence;
        row.first = std::min(row.first, record.start);
        row.last = std::max(row.last, record.start);
        if (waiting && waiting->until == row.until) {
            compare(row, *waiting, now);
        }
    }
    save(connection_, row);
}

std::vector<PlayerEpoch> SqliteEpochTotals::within(Instant from, Instant to) const {
    auto query =
        connection_.query(TOCSIN_EPOCHS "WHERE e.first_ms < ?2 AND e.last_ms >= ?1 ORDER BY 1, 2");
    query.with(from, to);
    return epochsFrom(query);
}

std::vector<PlayerEpoch> SqliteEpochTotals::differing() const {
    auto query = connection_.query(TOCSIN_EPOCHS "WHERE e.verdict = 2 ORDER BY 1, 2");
    return epochsFrom(query);
}

std::vector<PlayerEpoch> SqliteEpochTotals::turned() const {
    // That the figures agree from the beginning is no news.
    auto query =
        connection_.query(TOCSIN_EPOCHS "WHERE (e.verdict = 2) <> (e.noted = 2) ORDER BY 1, 2");
    return epochsFrom(query);
}

#undef TOCSIN_EPOCHS

void SqliteEpochTotals::note(PlayerEpoch const& epoch) {
    connection_
        .query(
            "UPDATE ledger_epochs SET noted = ? WHERE epoch = ? AND player = (SELECT key FROM "
            "ledger_players WHERE public_key = ?)")
        .with(static_cast<int>(epoch.verdict), epoch.epoch, epoch.player)
        .run();
}

std::vector<MissingBatches> SqliteEpochTotals::missing(messages::PublicKey const& player,
                                                       std::int64_t epoch) const {
    // Each batch with the one before it; before the first stands 0.
    auto query = connection_.query(
        "SELECT prior + 1, batch - 1 FROM (SELECT b.batch AS batch, lag(b.batch, 1, 0) OVER "
        "(ORDER BY b.batch) AS prior FROM ledger_batches b JOIN ledger_players y ON y.key = "
        "b.player WHERE y.public_key = ? AND b.epoch = ?) WHERE batch > prior + 1 ORDER BY 1");
    query.with(player, epoch);
    std::vector<MissingBatches> out;
    while (query.step()) {
        auto const first = query.integer();
        out.push_back({first, query.integer()});
    }
    return out;
}

std::vector<GapRow> SqliteEpochTotals::gaps(std::vector<ScreenId> const& screens, Instant from,
                                            Instant to, std::size_t most) const {
    std::vector<std::string> ids;
    for (auto const& screen : screens) {
        ids.push_back(screen.str());
    }
    // From the screens to a range of the index of gap rows, which are few.
    auto query = connection_.query(
        "SELECT y.public_key, b.epoch, p.sequence, s.id, p.start_ms, p.reason "
        "FROM ledger_screens s CROSS JOIN plays p INDEXED BY plays_gaps ON p.screen = s.key "
        "JOIN ledger_batches b ON b.key = p.batch JOIN ledger_players y ON y.key = b.player "
        "WHERE s.id IN (SELECT value FROM json_each(?)) AND p.result = 4 AND p.start_ms >= ? AND "
        "p.start_ms < ? ORDER BY p.start_ms, p.key LIMIT ?");
    query.with(listText(ids), from, to,
               std::min<std::size_t>(most, std::numeric_limits<std::int32_t>::max()));
    std::vector<GapRow> out;
    while (query.step()) {
        GapRow one;
        one.player = query.maybeKey().value_or(messages::PublicKey{});
        one.epoch = query.integer();
        one.sequence = query.integer();
        one.screen = ScreenId(query.text());
        one.at = query.instant();
        one.reason = query.text();
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace tocsin::store
