// SPDX-License-Identifier: Apache-2.0
// Reading the ledger: rows, and sums by day, by hour and by arbitrary interval.
#include <algorithm>
#include <limits>
#include <sstream>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "aggregates.hpp"
#include "implied.hpp"

namespace tocsin::store {
namespace {

using messages::PlayRecord;

PlayRecord recordFrom(Query& row) {
    PlayRecord record;
    record.start = row.instant();
    record.end = row.instant();
    record.sequence = row.integer();
    record.content.asset = row.digest();
    record.content.master = row.digest();
    record.content.rendition = row.digest();
    record.campaign = CampaignId(row.text());
    record.timeline = row.digest();
    record.index = row.integer();
    record.monoStartMs = row.integer();
    record.monoEndMs = row.integer();
    record.boot = row.text();
    record.clock = static_cast<messages::ClockState>(row.integer());
    record.uncertaintyMs = row.integer();
    record.plannedMs = row.integer();
    record.shownMs = row.integer();
    record.framesShown = row.integer();
    record.framesRepeated = row.integer();
    record.framesLate = row.integer();
    record.result = static_cast<messages::PlayResult>(row.integer());
    record.tier = static_cast<messages::EvidenceTier>(row.integer());
    record.reason = row.text();
    auto const playId = row.maybeDigest();
    record.playId = playId ? *playId : impliedPlayId(record.timeline, record.index);
    return record;
}

PlayTotals totalsFrom(Query& row) {
    PlayTotals totals;
    totals.complete = row.integer();
    totals.partial = row.integer();
    totals.failed = row.integer();
    totals.preempted = row.integer();
    totals.shownMs = row.integer();
    totals.first = row.instant();
    totals.last = row.instant();
    totals.delivered = row.integer();
    totals.answered = row.integer();
    totals.photographed = row.integer();
    return totals;
}

PlaySum sumFrom(Query& row) {
    PlaySum sum;
    sum.screen = ScreenId(row.text());
    sum.asset = row.digest();
    sum.assetName = row.text();
    sum.campaign = CampaignId(row.text());
    sum.campaignTitle = row.text();
    sum.totals = totalsFrom(row);
    return sum;
}

/// Keys of a row of sums.
struct NamedRow {
    std::int64_t hour = INT64_MIN, screen = -1, assetName = -1, campaign = -1;
};

/// What the keys of sums stand for.
class Names {
public:
    explicit Names(Connection& connection) {
        auto screens = connection.query("SELECT key, id FROM ledger_screens");
        while (screens.step()) {
            auto const key = screens.integer();
            screens_.emplace(key, ScreenId(screens.text()));
        }
        auto assets = connection.query("SELECT key, asset, name FROM ledger_asset_names");
        while (assets.step()) {
            auto const key = assets.integer();
            auto const digest = assets.digest();
            assets_.emplace(key, std::pair(digest, assets.text()));
        }
        auto campaigns = connection.query("SELECT key, id, title FROM ledger_campaigns");
        while (campaigns.step()) {
            auto const key = campaigns.integer();
            auto id = CampaignId(campaigns.text());
            campaigns_.emplace(key, std::pair(std::move(id), campaigns.text()));
        }
    }

    /// Names the sum as `row` says, of which the sum has what is the same in `last`.
    void put(PlaySum& sum, NamedRow const& row, NamedRow const& last) const {
        if (row.hour != last.hour) {
            sum.bucket = hourText(row.hour);
        }
        if (row.screen != last.screen) {
            sum.screen = screens_.at(row.screen);
        }
        if (row.assetName != last.assetName) {
            std::tie(sum.asset, sum.assetName) = assets_.at(row.assetName);
        }
        if (row.campaign != last.campaign) {
            std::tie(sum.campaign, sum.campaignTitle) = campaigns_.at(row.campaign);
        }
    }

private:
    std::unordered_map<std::int64_t, ScreenId> screens_;
    std::unordered_map<std::int64_t, std::pair<Digest, std::string>> assets_;
    std::unordered_map<std::int64_t, std::pair<CampaignId, std::string>> campaigns_;
};

/// "1780279200000,1780279208000".
std::vector<Instant> instantsIn(std::string const& text) {
    std::vector<Instant> out;
    std::istringstream in(text);
    for (std::string one; std::getline(in, one, ',');) {
        out.emplace_back(Milliseconds(std::stoll(one)));
    }
    return out;
}

std::vector<PlaySum> hourly(Query& query) {
    std::vector<PlaySum> out;
    while (query.step()) {
        out.push_back(sumFrom(query));
        out.back().bucket = hourText(query.integer());
    }
    return out;
}

#define TOCSIN_SUM_COLUMNS                                                                 \
    "s.id, n.asset, n.name, c.id, c.title, t.complete, t.partial, t.failed, t.preempted, " \
    "t.shown_ms, t.first_ms, t.last_ms, t.delivered, t.answered, t.photographed, "
#define TOCSIN_SUM_JOINS                                                                 \
    " t JOIN ledger_screens s ON s.key = t.screen JOIN ledger_asset_names n ON n.key = " \
    "t.asset_name JOIN ledger_campaigns c ON c.key = t.campaign "
#define TOCSIN_SUM_ORDER ", s.id, n.name, n.asset, c.id, c.title"

}  // namespace

std::vector<LedgerPlay> SqliteLedger::plays(std::optional<ScreenId> const& screen, Instant from,
                                            Instant to, std::size_t most) const {
    // CROSS JOIN keeps SQLite to this order: per screen, a range of the index on (screen, start).
    auto query = connection_.query(
        "SELECT s.id, n.name, c.title, b.received, p.start_ms, p.end_ms, p.sequence, "
        "k.asset, k.master, k.rendition, c.id, l.digest, p.position, p.mono_start_ms, "
        "p.mono_end_ms, o.boot, p.clock, p.uncertainty_ms, p.planned_ms, p.shown_ms, "
        "p.frames_shown, p.frames_repeated, p.frames_late, p.result, p.tier, p.reason, p.play_id "
        "FROM ledger_screens s CROSS JOIN plays p ON p.screen = s.key "
        "JOIN ledger_asset_names n ON n.key = p.asset_name "
        "JOIN ledger_campaigns c ON c.key = p.campaign JOIN ledger_contents k ON k.key = p.content "
        "JOIN ledger_timelines l ON l.key = p.timeline JOIN ledger_boots o ON o.key = p.boot "
        "JOIN ledger_batches b ON b.key = p.batch "
        "WHERE (?1 IS NULL OR s.id = ?1) AND p.start_ms >= ?2 AND p.start_ms < ?3 "
        "ORDER BY s.id, p.start_ms, p.key LIMIT ?4");
    query.with(screen ? std::optional(screen->str()) : std::nullopt, from, to,
               std::min<std::size_t>(most, std::numeric_limits<std::int32_t>::max()));
    std::vector<LedgerPlay> out;
    while (query.step()) {
        LedgerPlay play;
        play.screen = ScreenId(query.text());
        play.assetName = query.text();
        play.campaignTitle = query.text();
        play.received = query.instant();
        play.record = recordFrom(query);
        out.push_back(std::move(play));
    }
    return out;
}

namespace {

#define TOCSIN_TIME_COLUMNS(hint)                                                         \
    "p.start_ms, p.end_ms, p.shown_ms, l.digest, p.position, p.result, p.tier, p.clock, " \
    "p.reason, b.received FROM plays p " hint                                             \
    "JOIN ledger_timelines l ON l.key = p.timeline "                                      \
    "JOIN ledger_batches b ON b.key = p.batch "                                           \
    "WHERE p.screen = (SELECT key FROM ledger_screens WHERE id = ?1) "

PlayTime timeFrom(Query& row) {
    PlayTime out;
    out.start = row.instant();
    out.end = row.instant();
    out.shownMs = row.integer();
    out.timeline = row.digest();
    out.index = row.integer();
    out.result = static_cast<messages::PlayResult>(row.integer());
    out.tier = static_cast<messages::EvidenceTier>(row.integer());
    out.clock = static_cast<messages::ClockState>(row.integer());
    out.reason = row.text();
    out.received = row.instant();
    return out;
}

}  // namespace

std::vector<PlayTime> SqliteLedger::times(ScreenId const& screen, Instant from, Instant to) const {
    constexpr std::chrono::hours kLongest{24};
    std::vector<PlayTime> out;
    // Gaps may be longer than any play. They are few, and have an index of their own.
    auto gaps = connection_.query("SELECT " TOCSIN_TIME_COLUMNS(
        "INDEXED BY plays_gaps ") "AND p.result = 4 AND p.start_ms < ?2 AND p.end_ms > ?3 ORDER BY "
                                  "p.start_ms, p.key");
    gaps.with(screen.str(), from - kLongest, from);
    while (gaps.step()) {
        out.push_back(timeFrom(gaps));
    }
    auto query = connection_.query("SELECT " TOCSIN_TIME_COLUMNS(
        "") "AND p.start_ms >= ?2 AND p.start_ms < ?3 AND ((p.start_ms < ?5 AND p.end_ms > ?4) OR "
            "p.end_ms <= p.start_ms) ORDER BY p.start_ms, p.key");
    query.with(screen.str(), from - kLongest, to + kLongest, from, to);
    while (query.step()) {
        out.push_back(timeFrom(query));
    }
    return out;
}

std::optional<PlayTime> SqliteLedger::newest(ScreenId const& screen) const {
    auto query = connection_.query("SELECT " TOCSIN_TIME_COLUMNS(
        "") "AND p.clock <> 2 "
            "ORDER BY p.start_ms DESC, p.key DESC LIMIT 1");
    return query.with(screen.str()).step() ? std::optional(timeFrom(query)) : std::nullopt;
}

// A gap row that begins an epoch stands for what came after the last row of the epoch before; the
// rows that were taken along come after it, whenever they were. Of a player's first epoch nobody
// knows more than that something was on the screen before.
std::vector<LostRows> SqliteLedger::lost(ScreenId const& screen, Instant from, Instant to) const {
    constexpr std::chrono::hours kLongest{24};
    auto query = connection_.query(
        "SELECT coalesce("
        "(SELECT q.end_ms FROM plays q JOIN ledger_batches c ON c.key = q.batch "
        "WHERE p.sequence > 1 AND q.screen = p.screen AND q.start_ms >= ?4 AND "
        "q.start_ms <= p.start_ms AND q.clock <> 2 AND c.player = b.player AND c.epoch = b.epoch "
        "AND q.sequence < p.sequence ORDER BY q.start_ms DESC, q.key DESC LIMIT 1), "
        "(SELECT max(e.last_ms) FROM ledger_epochs e WHERE e.player = b.player AND "
        "e.epoch < b.epoch), "
        "(SELECT q.end_ms FROM plays q WHERE q.screen = p.screen AND q.start_ms < p.start_ms AND "
        "q.clock <> 2 ORDER BY q.start_ms DESC, q.key DESC LIMIT 1), ?2) AS since, p.start_ms "
        "FROM ledger_screens s CROSS JOIN plays p INDEXED BY plays_gaps ON p.screen = s.key "
        "JOIN ledger_batches b ON b.key = p.batch WHERE s.id = ?1 AND p.result = 4 AND "
        "p.clock <> 2 AND p.start_ms > ?2 AND p.start_ms <= coalesce((SELECT n.start_ms FROM "
        "plays n INDEXED BY plays_gaps WHERE n.screen = s.key AND n.result = 4 AND "
        "n.start_ms >= ?3 AND n.clock <> 2 ORDER BY n.start_ms LIMIT 1), ?3) "
        "ORDER BY p.start_ms, p.key");
    query.with(screen.str(), from, to, from - kLongest);
    std::vector<LostRows> out;
    while (query.step()) {
        LostRows const one{query.instant(), query.instant()};
        if (one.from < one.to && one.from < to) {
            out.push_back(one);
        }
    }
    return out;
}

#undef TOCSIN_TIME_COLUMNS

std::vector<PlaySum> SqliteLedger::dailySums(std::string const& firstDay,
                                             std::string const& lastDay) const {
    std::vector<PlaySum> out;
    auto query =
        connection_.query("SELECT " TOCSIN_SUM_COLUMNS "t.day FROM daily_sums" TOCSIN_SUM_JOINS
                          "WHERE t.day >= ? AND t.day <= ? ORDER BY "
                          "t.day" TOCSIN_SUM_ORDER);
    query.with(firstDay, lastDay);
    while (query.step()) {
        out.push_back(sumFrom(query));
        out.back().bucket = query.text();
    }
    return out;
}

std::vector<DayPlays> SqliteLedger::dayPlays(ScreenId const& screen, std::string const& day) const {
    std::vector<DayPlays> out;
    auto query = connection_.query(
        "SELECT c.id, sum(t.complete), max(t.last_ms) FROM daily_sums t "
        "JOIN ledger_campaigns c ON c.key = t.campaign WHERE t.day = ? AND "
        "t.screen = (SELECT key FROM ledger_screens WHERE id = ?) GROUP BY c.id ORDER BY c.id");
    query.with(day, screen.str());
    while (query.step()) {
        DayPlays plays;
        plays.campaign = CampaignId(query.text());
        plays.complete = query.integer();
        plays.last = query.instant();
        out.push_back(std::move(plays));
    }
    return out;
}

std::vector<PreemptedPlays> SqliteLedger::preempted(ScreenId const& screen,
                                                    std::string const& reason, Instant from,
                                                    Instant to) const {
    // A play has several rows if it went on after what cut it; of the fallback loop each row is
    // one.
    auto query = connection_.query(
        "SELECT c.id, c.title, n.asset, n.name, count(*), sum(t.lost), min(t.first), max(t.last), "
        "group_concat(t.first) "
        "FROM (SELECT p.campaign, p.asset_name, min(p.start_ms) AS first, max(p.start_ms) AS last, "
        "max(0, max(p.planned_ms) - sum(p.shown_ms)) AS lost "
        "FROM ledger_screens s CROSS JOIN plays p ON p.screen = s.key "
        "WHERE s.id = ?1 AND p.start_ms >= coalesce((SELECT max(b.start_ms) FROM plays b WHERE "
        "b.screen = s.key AND b.start_ms < ?3), ?3) AND p.start_ms < ?4 AND p.result <= 3 "
        "GROUP BY p.campaign, p.asset_name, p.timeline, p.position, "
        "CASE WHEN p.position < 0 THEN p.key ELSE 0 END "
        "HAVING sum(p.result = 3 AND p.reason = ?2) > 0 AND sum(p.result = 0) = 0) t "
        "JOIN ledger_campaigns c ON c.key = t.campaign "
        "JOIN ledger_asset_names n ON n.key = t.asset_name "
        "GROUP BY c.id, c.title, n.asset, n.name ORDER BY c.id, n.name, n.asset, c.title");
    query.with(screen.str(), reason, from, to);
    std::vector<PreemptedPlays> out;
    while (query.step()) {
        PreemptedPlays plays;
        plays.campaign = CampaignId(query.text());
        plays.campaignTitle = query.text();
        plays.asset = query.digest();
        plays.assetName = query.text();
        plays.plays = query.integer();
        plays.lostMs = query.integer();
        plays.first = query.instant();
        plays.last = query.instant();
        plays.starts = instantsIn(query.text());
        out.push_back(std::move(plays));
    }
    return out;
}

std::vector<PlaySum> SqliteLedger::hourlySums(Instant from, Instant to) const {
    std::vector<PlaySum> out;
    eachHourlySum(from, to, [&out](PlaySum const& sum) { out.push_back(sum); });
    return out;
}

// Names are looked up once each and not once a row: a month has hundreds of thousands of rows.
void SqliteLedger::eachHourlySum(Instant from, Instant to,
                                 std::function<void(PlaySum const&)> const& take) const {
    Names const names(connection_);
    // In the order in which they are stored: nothing is sorted.
    auto query = connection_.query(
        "SELECT hour, screen, asset_name, campaign, complete, partial, failed, preempted, "
        "shown_ms, first_ms, last_ms, delivered, answered, photographed FROM hourly_sums "
        "WHERE hour >= ? AND hour < ? ORDER BY hour, screen, asset_name, campaign");
    query.with(hourOf(std::chrono::ceil<std::chrono::hours>(from)), hourOf(to));
    PlaySum sum;
    NamedRow last;
    while (query.step()) {
        NamedRow const row{query.integer(), query.integer(), query.integer(), query.integer()};
        names.put(sum, row, last);
        last = row;
        sum.totals = totalsFrom(query);
        take(sum);
    }
}

// Results are numbered as in messages::PlayResult: complete 0, partial 1, failed 2, preempted 3;
// gaps count in no total. Hours are rounded down for instants before 1970 too.
static_assert(static_cast<int>(messages::PlayResult::complete) == 0 &&
              static_cast<int>(messages::PlayResult::partial) == 1 &&
              static_cast<int>(messages::PlayResult::failed) == 2 &&
              static_cast<int>(messages::PlayResult::preempted) == 3 &&
              static_cast<int>(messages::ClockState::unset) == 2 &&
              static_cast<int>(messages::EvidenceTier::delivered) == 2 &&
              static_cast<int>(messages::EvidenceTier::photographed) == 4);
#define TOCSIN_SUMS_OF_ROWS(index, which)                                                        \
    "SELECT " TOCSIN_SUM_COLUMNS                                                                 \
    "t.hour FROM (SELECT p.screen, p.asset_name, p.campaign, "                                   \
    "(p.start_ms - ((p.start_ms % 3600000) + 3600000) % 3600000) / 3600000 AS hour, "            \
    "sum(p.result = 0) AS complete, sum(p.result = 1) AS partial, sum(p.result = 2) AS failed, " \
    "sum(p.result = 3) AS preempted, sum(p.shown_ms) AS shown_ms, min(p.start_ms) AS first_ms, " \
    "max(p.start_ms) AS last_ms, sum(p.result = 0 AND p.tier >= 2) AS delivered, "               \
    "sum(p.result = 0 AND p.tier >= 3) AS answered, sum(p.result = 0 AND p.tier >= 4) AS "       \
    "photographed FROM ledger_screens a CROSS JOIN plays p " index                               \
    "ON p.screen = a.key "                                                                       \
    "WHERE p.start_ms >= ? AND p.start_ms < ? AND p.result <= 3" which                           \
    " GROUP BY 1, 2, 3, 4)" TOCSIN_SUM_JOINS "ORDER BY t.hour" TOCSIN_SUM_ORDER

std::vector<PlaySum> SqliteLedger::exactSums(Instant from, Instant to) const {
    auto query = connection_.query(TOCSIN_SUMS_OF_ROWS("", ""));
    query.with(from, to);
    return hourly(query);
}

std::vector<PlaySum> SqliteLedger::unprovenTimeSums(Instant from, Instant to) const {
    auto query =
        connection_.query(TOCSIN_SUMS_OF_ROWS("INDEXED BY plays_clock_unset ", " AND p.clock = 2"));
    query.with(from, to);
    return hourly(query);
}

std::vector<PlaySum> SqliteLedger::lateSums(Instant from, Instant to,
                                            std::int64_t afterBatch) const {
    auto query = connection_.query(TOCSIN_SUMS_OF_ROWS("", " AND p.batch > ?"));
    query.with(from, to, afterBatch);
    return hourly(query);
}

#undef TOCSIN_SUMS_OF_ROWS

std::int64_t SqliteLedger::newestBatch() const {
    auto query = connection_.query("SELECT coalesce(max(key), 0) FROM ledger_batches");
    query.step();
    return query.integer();
}

}  // namespace tocsin::store
