// SPDX-License-Identifier: Apache-2.0
// Appending to the ledger: batch, leaf, rows, sums and mark in the caller's transaction.
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "aggregates.hpp"
#include "epoch_totals.hpp"
#include "implied.hpp"
#include "ledger_log.hpp"
#include "screen_names.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::store {
namespace {

using messages::EvidenceTier;
using messages::PlayRecord;
using messages::PlayResult;

/// Keys of the small tables that rows refer to. Distinct values are few in a batch, so each is
/// looked up once.
class Snapshots {
public:
    explicit Snapshots(Connection& connection) : connection_(connection) {}

    std::int64_t screen(ScreenId const& id) {
        return once(screens_, id, [&] {
            return key("SELECT key FROM ledger_screens WHERE id = ?",
                       "INSERT INTO ledger_screens(id) VALUES(?) RETURNING key", id.str());
        });
    }
    std::int64_t player(messages::PublicKey const& player) {
        return key("SELECT key FROM ledger_players WHERE public_key = ?",
                   "INSERT INTO ledger_players(public_key) VALUES(?) RETURNING key", player);
    }
    std::int64_t content(ContentRef const& ref) {
        return once(contents_, ref, [&] {
            return key(
                "SELECT key FROM ledger_contents WHERE asset = ? AND master = ? AND rendition = ?",
                "INSERT INTO ledger_contents(asset, master, rendition) VALUES(?, ?, ?) "
                "RETURNING key",
                ref.asset, ref.master, ref.rendition);
        });
    }
    std::int64_t assetName(Digest const& asset) {
        return once(names_, asset, [&] {
            auto const known = text("SELECT handle FROM assets WHERE digest = ?", asset);
            return key("SELECT key FROM ledger_asset_names WHERE asset = ? AND name = ?",
                       "INSERT INTO ledger_asset_names(asset, name) VALUES(?, ?) RETURNING key",
                       asset, known.value_or(asset.hex().substr(0, 12)));
        });
    }
    std::int64_t campaign(CampaignId const& id) {
        return once(campaigns_, id, [&] {
            auto const known = text("SELECT title FROM campaigns WHERE id = ?", id.str());
            return key("SELECT key FROM ledger_campaigns WHERE id = ? AND title = ?",
                       "INSERT INTO ledger_campaigns(id, title) VALUES(?, ?) RETURNING key",
                       id.str(), known.value_or(id.str()));
        });
    }
    std::int64_t timeline(Digest const& digest) {
        return once(timelines_, digest, [&] {
            return key("SELECT key FROM ledger_timelines WHERE digest = ?",
                       "INSERT INTO ledger_timelines(digest) VALUES(?) RETURNING key", digest);
        });
    }
    std::int64_t boot(std::string const& boot) {
        return once(boots_, boot, [&] {
            return key("SELECT key FROM ledger_boots WHERE boot = ?",
                       "INSERT INTO ledger_boots(boot) VALUES(?) RETURNING key", boot);
        });
    }

private:
    template <class... Values>
    std::int64_t key(char const* find, char const* insert, Values const&... values) {
        {
            auto query = connection_.query(find);
            if (query.with(values...).step()) {
                return query.integer();
            }
        }
        auto query = connection_.query(insert);
        query.with(values...).step();
        return query.integer();
    }
    template <class Value>
    std::optional<std::string> text(char const* sql, Value const& value) {
        auto query = connection_.query(sql);
        return query.with(value).step() ? std::optional(query.text()) : std::nullopt;
    }
    template <class Map, class Find>
    std::int64_t once(Map& known, typename Map::key_type const& value, Find find) {
        auto const at = known.find(value);
        return at != known.end() ? at->second : known.emplace(value, find()).first->second;
    }

    Connection& connection_;
    std::map<ScreenId, std::int64_t> screens_;
    std::map<ContentRef, std::int64_t> contents_;
    std::map<Digest, std::int64_t> names_;
    std::map<CampaignId, std::int64_t> campaigns_;
    std::map<Digest, std::int64_t> timelines_;
    std::map<std::string, std::int64_t> boots_;
};

/// The local day of each start; consecutive plays nearly always share one.
class LocalDays {
public:
    explicit LocalDays(std::string zone) : zone_(std::move(zone)) {}

    std::string const& of(Instant start) {
        if (start < bounds_.begin || start >= bounds_.end) {
            auto const day = playlists::localDayOf(zone_, start).value();
            bounds_ = playlists::dayBounds(zone_, day).value();
            text_ = dayText(day);
        }
        return text_;
    }

private:
    std::string zone_;
    playlists::DayBounds bounds_{};
    std::string text_;
};

// Screen is the same for a whole share.
using SumKey = std::pair<std::int64_t, std::int64_t>;  // asset name, campaign
using DailyKey = std::pair<std::string, SumKey>;
using HourlyKey = std::pair<std::int64_t, SumKey>;

void count(PlayTotals& totals, PlayRecord const& record) {
    bool const isFirst = totals.complete + totals.partial + totals.failed + totals.preempted == 0;
    switch (record.result) {
        case PlayResult::complete:
            ++totals.complete;
            totals.delivered += record.tier >= EvidenceTier::delivered ? 1 : 0;
            totals.answered += record.tier >= EvidenceTier::answered ? 1 : 0;
            totals.photographed += record.tier >= EvidenceTier::photographed ? 1 : 0;
            break;
        case PlayResult::partial:
            ++totals.partial;
            break;
        case PlayResult::failed:
            ++totals.failed;
            break;
        case PlayResult::preempted:
            ++totals.preempted;
            break;
        case PlayResult::gap:
            return;
    }
    totals.shownMs += record.shownMs;
    totals.first = isFirst ? record.start : std::min(totals.first, record.start);
    totals.last = isFirst ? record.start : std::max(totals.last, record.start);
}

template <class Bucket>
void addSums(Connection& connection, char const* sql, std::int64_t screen,
             std::map<std::pair<Bucket, SumKey>, PlayTotals> const& sums) {
    for (auto const& [key, totals] : sums) {
        connection.query(sql)
            .with(key.first, screen, key.second.first, key.second.second, totals.complete,
                  totals.partial, totals.failed, totals.preempted, totals.shownMs, totals.first,
                  totals.last, totals.delivered, totals.answered, totals.photographed)
            .run();
    }
}

#define TOCSIN_ADD_SUMS(table, bucket)                                                        \
    "INSERT INTO " table "(" bucket                                                           \
    ", screen, asset_name, campaign, complete, partial, failed, preempted, shown_ms, "        \
    "first_ms, last_ms, delivered, answered, photographed) "                                  \
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(" bucket                    \
    ", screen, asset_name, campaign) DO UPDATE SET complete = complete + excluded.complete, " \
    "partial = partial + excluded.partial, failed = failed + excluded.failed, "               \
    "preempted = preempted + excluded.preempted, shown_ms = shown_ms + excluded.shown_ms, "   \
    "first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms), " \
    "delivered = delivered + excluded.delivered, answered = answered + excluded.answered, "   \
    "photographed = photographed + excluded.photographed"

std::int64_t insertBatch(Connection& connection, LedgerBatch const& batch, std::int64_t player,
                         std::int64_t screen) {
    auto query = connection.query(
        "INSERT INTO ledger_batches(player, epoch, batch, screen, received, text) "
        "VALUES(?, ?, ?, ?, ?, ?) RETURNING key");
    auto const& header = batch.verified.header;
    query.with(player, header.epoch, header.batch, screen, batch.received, batch.text).step();
    return query.integer();
}

void insertPlay(Connection& connection, Snapshots& snapshots, std::int64_t batch,
                std::int64_t screen, PlayRecord const& record) {
    bool const derivable = record.playId == impliedPlayId(record.timeline, record.index);
    connection
        .query(
            "INSERT INTO plays(screen, start_ms, end_ms, batch, sequence, content, asset_name, "
            "campaign, timeline, position, mono_start_ms, mono_end_ms, boot, clock, "
            "uncertainty_ms, planned_ms, shown_ms, frames_shown, frames_repeated, frames_late, "
            "result, tier, reason, play_id) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(screen, record.start, record.end, batch, record.sequence,
              snapshots.content(record.content), snapshots.assetName(record.content.asset),
              snapshots.campaign(record.campaign), snapshots.timeline(record.timeline),
              record.index, record.monoStartMs, record.monoEndMs, snapshots.boot(record.boot),
              static_cast<int>(record.clock), record.uncertaintyMs, record.plannedMs,
              record.shownMs, record.framesShown, record.framesRepeated, record.framesLate,
              static_cast<int>(record.result), static_cast<int>(record.tier), record.reason,
              derivable ? std::nullopt : std::optional(record.playId))
        .run();
}

/// The rows of a share, and their sums.
void insertShare(Connection& connection, Snapshots& snapshots, std::int64_t batch,
                 LedgerShare const& share, std::vector<PlayRecord>::const_iterator first) {
    std::int64_t const screen = snapshots.screen(share.screen);
    LocalDays days(share.zone);
    std::map<DailyKey, PlayTotals> daily;
    std::map<HourlyKey, PlayTotals> hourly;
    auto const last = first + static_cast<std::ptrdiff_t>(share.rows);
    for (; first != last; ++first) {
        auto const& record = *first;
        insertPlay(connection, snapshots, batch, screen, record);
        if (record.result == PlayResult::gap) {
            continue;
        }
        SumKey const sum{snapshots.assetName(record.content.asset),
                         snapshots.campaign(record.campaign)};
        count(daily[{days.of(record.start), sum}], record);
        count(hourly[{hourOf(record.start), sum}], record);
    }
    addSums(connection, TOCSIN_ADD_SUMS("daily_sums", "day"), screen, daily);
    addSums(connection, TOCSIN_ADD_SUMS("hourly_sums", "hour"), screen, hourly);
}

std::vector<LedgerShare> sharesOf(LedgerBatch const& batch) {
    auto const rows = batch.verified.records.size();
    if (batch.shares.empty()) {
        return {{batch.screen, batch.zone, rows}};
    }
    std::size_t shared = 0;
    for (auto const& share : batch.shares) {
        shared += share.rows;
    }
    if (shared != rows) {
        throw Failure({Errc::internal, "the shares of a batch are not its rows"});
    }
    return batch.shares;
}

}  // namespace

void SqliteLedger::append(LedgerBatch const& batch) {
    auto const& verified = batch.verified;
    Snapshots snapshots(connection_);
    std::int64_t const player = snapshots.player(verified.header.device);
    std::int64_t const key =
        insertBatch(connection_, batch, player, snapshots.screen(batch.screen));

    SqliteLedgerLog(connection_).append(key, verified.headerDigest);

    auto rows = verified.records.begin();
    for (auto const& share : sharesOf(batch)) {
        noteNames(connection_, snapshots.screen(share.screen), share.screen, batch.received);
        insertShare(connection_, snapshots, key, share, rows);
        rows += static_cast<std::ptrdiff_t>(share.rows);
    }

    connection_
        .query(
            "INSERT INTO ledger_marks(player, epoch, batch, sequence, header) "
            "VALUES(?, ?, ?, ?, ?) ON CONFLICT(player, epoch) DO UPDATE SET "
            "batch = excluded.batch, sequence = excluded.sequence, header = excluded.header")
        .with(player, verified.header.epoch, verified.header.batch,
              verified.header.first + verified.header.count - 1, verified.headerDigest)
        .run();
    SqliteEpochTotals(connection_).add(player, verified, batch.received);
}

std::optional<LedgerMark> SqliteLedger::mark(messages::PublicKey const& player) const {
    auto query = connection_.query(
        "SELECT m.epoch, m.batch, m.sequence, m.header FROM ledger_marks m "
        "JOIN ledger_players p ON p.key = m.player WHERE p.public_key = ? "
        "ORDER BY m.epoch DESC LIMIT 1");
    if (!query.with(player).step()) {
        return std::nullopt;
    }
    LedgerMark mark;
    mark.epoch = query.integer();
    mark.batch = query.integer();
    mark.sequence = query.integer();
    mark.header = query.digest();
    return mark;
}

std::optional<std::string> SqliteLedger::batch(messages::PublicKey const& player,
                                               std::int64_t epoch, std::int64_t batch) const {
    auto query = connection_.query(
        "SELECT b.text FROM ledger_batches b JOIN ledger_players p ON p.key = b.player "
        "WHERE p.public_key = ? AND b.epoch = ? AND b.batch = ?");
    return query.with(player, epoch, batch).step() ? std::optional(query.text()) : std::nullopt;
}

}  // namespace tocsin::store
