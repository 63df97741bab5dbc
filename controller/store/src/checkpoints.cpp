// SPDX-License-Identifier: Apache-2.0
// Checkpoints of the ledger's log, cosignatures, and the key sets under which both were signed.
#include <algorithm>
#include <limits>

#include "ledger_log.hpp"

namespace tocsin::store {
namespace {

Failure damagedCheckpoint(std::int64_t size, std::string const& why) {
    return Failure({Errc::damaged, "checkpoint " + std::to_string(size) +
                                       " in the database cannot be read (" + why +
                                       "); restore a backup"});
}

KeptCheckpoint checkpointFrom(Query& row) {
    auto const size = row.integer();
    auto const text = row.text();
    std::string_view rest = text;
    auto signedText = messages::takeSignedText(rest);
    if (!signedText || !rest.empty()) {
        throw damagedCheckpoint(size, signedText ? "more than one" : signedText.error().message);
    }
    auto checkpoint = messages::parseCheckpoint(signedText->text);
    if (!checkpoint || checkpoint->size != size) {
        throw damagedCheckpoint(size, checkpoint ? "another size" : checkpoint.error().message);
    }
    return {*std::move(checkpoint), *std::move(signedText)};
}

}  // namespace

std::vector<KeptCheckpoint> SqliteLedgerLog::checkpoints(std::int64_t least,
                                                         std::size_t most) const {
    auto query = connection_.query(
        "SELECT size, text FROM ledger_checkpoints WHERE size >= ? ORDER BY size LIMIT ?");
    query.with(least, std::min<std::size_t>(most, std::numeric_limits<std::int32_t>::max()));
    std::vector<KeptCheckpoint> out;
    while (query.step()) {
        out.push_back(checkpointFrom(query));
    }
    return out;
}

std::optional<KeptCheckpoint> SqliteLedgerLog::newestCheckpoint() const {
    auto query =
        connection_.query("SELECT size, text FROM ledger_checkpoints ORDER BY size DESC LIMIT 1");
    return query.step() ? std::optional(checkpointFrom(query)) : std::nullopt;
}

std::optional<KeptCheckpoint> SqliteLedgerLog::checkpoint(std::int64_t size) const {
    auto query = connection_.query("SELECT size, text FROM ledger_checkpoints WHERE size = ?");
    return query.with(size).step() ? std::optional(checkpointFrom(query)) : std::nullopt;
}

void SqliteLedgerLog::put(KeptCheckpoint const& checkpoint) {
    connection_.query("INSERT INTO ledger_checkpoints(size, at_ms, text) VALUES(?, ?, ?)")
        .with(checkpoint.checkpoint.size, checkpoint.checkpoint.at, toText(checkpoint.text))
        .run();
}

void SqliteLedgerLog::signAgain(KeptCheckpoint const& kept) {
    auto const size = kept.checkpoint.size;
    if (auto const there = checkpoint(size); !there || there->text.text != kept.text.text) {
        throw Failure({Errc::internal, "checkpoint " + std::to_string(size) +
                                           " is not the one that is to be signed again"});
    }
    connection_.query("UPDATE ledger_checkpoints SET text = ? WHERE size = ?")
        .with(toText(kept.text), size)
        .run();
}

std::vector<messages::Cosignature> SqliteLedgerLog::cosignatures(std::int64_t size) const {
    auto query =
        connection_.query("SELECT line FROM ledger_cosignatures WHERE size = ? ORDER BY number");
    query.with(size);
    std::vector<messages::Cosignature> out;
    while (query.step()) {
        auto cosignature = messages::parseCosignature(query.text());
        if (!cosignature) {
            throw damagedCheckpoint(size, cosignature.error().message);
        }
        out.push_back(*std::move(cosignature));
    }
    return out;
}

void SqliteLedgerLog::cosign(std::int64_t size, messages::Cosignature const& cosignature) {
    auto line = toLine(cosignature);
    line.pop_back();
    connection_.query("INSERT OR IGNORE INTO ledger_cosignatures(size, line) VALUES(?, ?)")
        .with(size, line)
        .run();
}

std::vector<std::string> SqliteLedgerLog::keySets() const {
    auto query = connection_.query("SELECT envelope FROM key_sets ORDER BY generation");
    std::vector<std::string> out;
    while (query.step()) {
        out.push_back(query.text());
    }
    return out;
}

void SqliteLedgerLog::noteKeySet(std::int64_t generation, std::string const& envelope) {
    connection_.query("INSERT OR IGNORE INTO key_sets(generation, envelope) VALUES(?, ?)")
        .with(generation, envelope)
        .run();
}

}  // namespace tocsin::store
