// SPDX-License-Identifier: Apache-2.0
// Warnings and their targets: rows are added and changed, none goes.
#include "warnings.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_WARNING_FACTS                                                                \
    "id, unit, state, revision, source, level, event, headline, drill, emergency, raised, " \
    "issued, begins, expires, ended, raised_by, released_by, ended_by, alert_sender, "      \
    "alert_identifier, alert_sent, asked, pending, "

#define TOCSIN_WARNING_COLUMNS TOCSIN_WARNING_FACTS "envelope"

WarningRecord warningFrom(Query& row) {
    WarningRecord out;
    out.id = row.text();
    out.unit = row.text();
    out.state = row.text();
    out.revision = row.integer();
    out.source = row.text();
    out.level = row.text();
    out.event = row.text();
    out.headline = row.text();
    out.drill = row.flag();
    out.emergency = row.flag();
    out.raised = row.instant();
    out.issued = row.instant();
    out.from = row.instant();
    out.expires = row.instant();
    out.ended = row.maybeInstant();
    out.raisedBy = row.text();
    out.releasedBy = row.text();
    out.endedBy = row.text();
    out.alertSender = row.text();
    out.alertIdentifier = row.text();
    out.alertSent = row.maybeInstant();
    out.asked = row.text();
    out.pending = row.text();
    out.envelope = row.text();
    return out;
}

std::vector<WarningRecord> warningsOf(Query& query) {
    std::vector<WarningRecord> out;
    while (query.step()) {
        out.push_back(warningFrom(query));
    }
    return out;
}

playlists::WarningLook lookFrom(std::string const& word) {
    auto const look = playlists::warningLookFrom(word);
    if (!look) {
        throw Failure({Errc::damaged, "the database is damaged: a warning has the look \"" + word +
                                          "\"; restore a backup"});
    }
    return *look;
}

/// Reads look, sound and always.
messages::WarningTarget targetFrom(Query& row, ScreenId screen) {
    messages::WarningTarget out;
    out.screen = std::move(screen);
    out.look = lookFrom(row.text());
    out.sound = row.flag();
    out.always = row.flag();
    return out;
}

}  // namespace

std::vector<WarningRecord> SqliteWarnings::all(std::size_t most) const {
    auto query = connection_.query("SELECT " TOCSIN_WARNING_COLUMNS
                                   " FROM warnings ORDER BY raised DESC, id LIMIT ?");
    return warningsOf(query.with(most));
}

std::vector<WarningRecord> SqliteWarnings::raisedWithin(Instant from, Instant to) const {
    auto query = connection_.query("SELECT " TOCSIN_WARNING_FACTS
                                   "'' FROM warnings WHERE raised >= ? AND raised < ? "
                                   "ORDER BY raised DESC, id");
    return warningsOf(query.with(from, to));
}

std::vector<WarningRecord> SqliteWarnings::open() const {
    auto query = connection_.query("SELECT " TOCSIN_WARNING_COLUMNS
                                   " FROM warnings WHERE state IN ('waiting', 'standing') "
                                   "ORDER BY raised DESC, id");
    return warningsOf(query);
}

std::optional<WarningRecord> SqliteWarnings::find(std::string const& id) const {
    auto query = connection_.query("SELECT " TOCSIN_WARNING_COLUMNS " FROM warnings WHERE id = ?");
    return query.with(id).step() ? std::optional(warningFrom(query)) : std::nullopt;
}

std::optional<WarningRecord> SqliteWarnings::findByAlert(std::string const& sender,
                                                         std::string const& identifier,
                                                         Instant sent) const {
    auto query = connection_.query("SELECT " TOCSIN_WARNING_COLUMNS
                                   " FROM warnings WHERE alert_sender = ? AND alert_identifier = ? "
                                   "AND alert_sent = ? ORDER BY raised DESC, id LIMIT 1");
    return query.with(sender, identifier, sent).step() ? std::optional(warningFrom(query))
                                                       : std::nullopt;
}

void SqliteWarnings::put(WarningRecord const& warning) {
    connection_
        .query("INSERT OR REPLACE INTO warnings(" TOCSIN_WARNING_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(warning.id, warning.unit, warning.state, warning.revision, warning.source,
              warning.level, warning.event, warning.headline, warning.drill, warning.emergency,
              warning.raised, warning.issued, warning.from, warning.expires, warning.ended,
              warning.raisedBy, warning.releasedBy, warning.endedBy, warning.alertSender,
              warning.alertIdentifier, warning.alertSent, warning.asked, warning.pending,
              warning.envelope)
        .run();
}

void SqliteWarnings::putTargets(std::string const& warning, std::int64_t revision,
                                std::vector<WarningTargetRecord> const& targets) {
    connection_.query("DELETE FROM warning_targets WHERE warning = ? AND revision = ?")
        .with(warning, revision)
        .run();
    for (auto const& one : targets) {
        connection_
            .query(
                "INSERT INTO warning_targets(warning, revision, screen, look, sound, always, leaf, "
                "why, proof) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .with(warning, revision, one.target.screen.str(), toString(one.target.look),
                  one.target.sound, one.target.always, one.index, one.why, one.proof)
            .run();
    }
}

std::vector<WarningTargetRecord> SqliteWarnings::targets(std::string const& warning,
                                                         std::int64_t revision) const {
    std::vector<WarningTargetRecord> out;
    auto query = connection_.query(
        "SELECT screen, look, sound, always, leaf, why, proof FROM warning_targets "
        "WHERE warning = ? AND revision = ? ORDER BY screen");
    query.with(warning, revision);
    while (query.step()) {
        WarningTargetRecord one;
        one.warning = warning;
        one.revision = revision;
        one.target = targetFrom(query, ScreenId(query.text()));
        one.index = query.integer();
        one.why = query.text();
        one.proof = query.digests();
        out.push_back(std::move(one));
    }
    return out;
}

// From the warnings that are not over, which are few however long the site has been running, to
// the one row that each has for the screen. SQLite would rather go through all of them by id, which
// spares it the sorting.
std::vector<messages::WarningDelivery> SqliteWarnings::deliveries(ScreenId const& screen,
                                                                  Instant now) const {
    std::vector<messages::WarningDelivery> out;
    auto query = connection_.query(
        "SELECT w.envelope, t.look, t.sound, t.always, t.leaf, t.proof FROM warnings w "
        "INDEXED BY warnings_by_expires CROSS JOIN warning_targets t ON t.warning = w.id AND "
        "t.revision = w.revision AND t.screen = ? "
        "WHERE w.expires > ? AND w.revision > 0 AND w.envelope <> '' ORDER BY w.id");
    query.with(screen.str(), now);
    while (query.step()) {
        messages::WarningDelivery one;
        one.envelope = query.text();
        one.target = targetFrom(query, screen);
        one.index = query.integer();
        one.proof = query.digests();
        out.push_back(std::move(one));
    }
    return out;
}

// From the warnings that were not over before, which are few however long the site has been
// running.
std::vector<WarningShown> SqliteWarnings::shown(Instant from, Instant to) const {
    std::vector<WarningShown> out;
    auto query = connection_.query(
        "SELECT r.screen, r.warning, r.revision, t.look, r.on_glass, "
        "coalesce(r.ended, w.ended, w.expires) AS gone, r.lit, r.ended IS NOT NULL FROM warnings w "
        "INDEXED BY warnings_by_expires CROSS JOIN warning_receipts r ON r.warning = w.id "
        "JOIN warning_targets t ON t.warning = r.warning AND t.revision = r.revision AND "
        "t.screen = r.screen WHERE w.expires > ?1 AND r.on_glass < ?2 AND gone > ?1 "
        "ORDER BY r.screen, r.on_glass, r.warning, r.revision");
    query.with(from, to);
    while (query.step()) {
        WarningShown one;
        one.screen = ScreenId(query.text());
        one.warning = query.text();
        one.revision = query.integer();
        one.look = lookFrom(query.text());
        one.from = query.instant();
        one.to = query.instant();
        one.lit = query.flag();
        one.ended = query.flag();
        out.push_back(std::move(one));
    }
    return out;
}

#undef TOCSIN_WARNING_COLUMNS
#undef TOCSIN_WARNING_FACTS

}  // namespace tocsin::store
