// SPDX-License-Identifier: Apache-2.0
// Timeline files, the spans of released plans, and the manifests that carried them.
#include <algorithm>

#include "aggregates.hpp"

namespace tocsin::store {
namespace {

ReleasedSpan spanFrom(ScreenId const& screen, Query& row) {
    ReleasedSpan out;
    out.screen = screen;
    out.span.from = row.instant();
    out.span.to = row.instant();
    out.version.generation = row.integer();
    out.version.counter = row.integer();
    out.span.timeline = row.digest();
    out.span.bytes = row.integer();
    return out;
}

void checkAscending(Instant from, std::vector<messages::Span> const& spans) {
    Instant reached = from;
    for (auto const& span : spans) {
        if (span.from < reached || span.to <= span.from) {
            throw Failure({Errc::internal, "released spans are not ascending"});
        }
        reached = span.to;
    }
}

}  // namespace

std::optional<TimelineFile> SqliteTimelines::find(Digest const& digest) const {
    auto query = connection_.query("SELECT bytes FROM timelines WHERE digest = ?");
    if (!query.with(digest).step()) {
        return std::nullopt;
    }
    return TimelineFile{digest, query.text()};
}

void SqliteTimelines::put(TimelineFile const& file) {
    connection_
        .query(
            "INSERT INTO timelines(digest, bytes) VALUES(?, CAST(? AS BLOB)) "
            "ON CONFLICT(digest) DO NOTHING")
        .with(file.digest, file.bytes)
        .run();
}

std::vector<ReleasedSpan> SqliteTimelines::spans(ScreenId const& screen, Instant from,
                                                 Instant to) const {
    std::vector<ReleasedSpan> out;
    auto query = connection_.query(
        "SELECT from_ms, to_ms, generation, counter, timeline, bytes FROM released_spans "
        "WHERE screen = ? AND from_ms < ? AND to_ms > ? ORDER BY from_ms");
    query.with(screen.str(), to, from);
    while (query.step()) {
        out.push_back(spanFrom(screen, query));
    }
    return out;
}

void SqliteTimelines::insert(ReleasedSpan const& released) {
    auto const& span = released.span;
    connection_
        .query(
            "INSERT INTO released_spans(screen, from_ms, to_ms, generation, counter, timeline, "
            "bytes) VALUES(?, ?, ?, ?, ?, ?, ?)")
        .with(released.screen.str(), span.from, span.to, released.version.generation,
              released.version.counter, span.timeline, span.bytes)
        .run();
}

void SqliteTimelines::replaceSpans(ScreenId const& screen, Instant from,
                                   messages::ManifestVersion version,
                                   std::vector<messages::Span> const& spans) {
    checkAscending(from, spans);
    auto const before = this->spans(screen, from, Instant::max());
    connection_.query("DELETE FROM released_spans WHERE screen = ? AND from_ms >= ?")
        .with(screen.str(), from)
        .run();
    connection_.query("UPDATE released_spans SET to_ms = ? WHERE screen = ? AND to_ms > ?")
        .with(from, screen.str(), from)
        .run();
    for (auto const& span : spans) {
        // A span that an earlier manifest carried already keeps that manifest's version.
        auto const same = std::find_if(before.begin(), before.end(), [&](auto const& old) {
            return old.span.timeline == span.timeline && old.span.from <= span.from &&
                   old.span.to > span.from;
        });
        auto const first = same == before.end() ? version : same->version;
        if (same != before.end() && same->span.from < from && span.from == from) {
            // The running span simply goes on.
            connection_
                .query("UPDATE released_spans SET to_ms = ? WHERE screen = ? AND from_ms = ?")
                .with(span.to, screen.str(), same->span.from)
                .run();
        } else {
            insert({screen, first, span});
        }
    }
}

std::optional<ReleasedManifest> SqliteManifests::newest(ScreenId const& screen) const {
    auto query = connection_.query(
        "SELECT generation, counter, issued, expires, envelope FROM manifests WHERE screen = ? "
        "ORDER BY generation DESC, counter DESC LIMIT 1");
    if (!query.with(screen.str()).step()) {
        return std::nullopt;
    }
    ReleasedManifest out;
    out.screen = screen;
    out.version.generation = query.integer();
    out.version.counter = query.integer();
    out.issued = query.instant();
    out.expires = query.instant();
    out.envelope = query.text();
    return out;
}

void SqliteManifests::put(ReleasedManifest const& manifest) {
    connection_
        .query(
            "INSERT INTO manifests(screen, generation, counter, issued, expires, envelope) "
            "VALUES(?, ?, ?, ?, ?, ?)")
        .with(manifest.screen.str(), manifest.version.generation, manifest.version.counter,
              manifest.issued, manifest.expires, manifest.envelope)
        .run();
}

}  // namespace tocsin::store
