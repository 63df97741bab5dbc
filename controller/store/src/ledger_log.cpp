// SPDX-License-Identifier: Apache-2.0
// The tree of the ledger's log, and the leaves with their receipts.
#include "ledger_log.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tocsin::store {
namespace {

using messages::LogFrontier;
using messages::LogNode;

constexpr int kStoredEvery = 8;  ///< levels
constexpr std::size_t kOldBatchesAtOnce = 200;
/// Longer than any batch header with the beginning of its signature line.
constexpr std::size_t kHeaderBytes = 4096;

Failure damagedLog(std::string const& what) {
    return Failure({Errc::damaged, "the ledger's log in the database is damaged (" + what +
                                       "); restore a backup"});
}

void insertNode(Connection& connection, LogNode const& node, Digest const& hash) {
    connection.query("INSERT INTO ledger_nodes(level, number, hash) VALUES(?, ?, ?)")
        .with(node.level, node.number, hash)
        .run();
}

#define TOCSIN_LOGGED_COLUMNS                                                         \
    "SELECT p.public_key, b.epoch, b.batch, l.header, l.leaf, b.received, l.signer, " \
    "l.signature FROM "
#define TOCSIN_LOGGED_JOINS                                                                    \
    "ledger_leaves l JOIN ledger_batches b ON b.key = l.batch JOIN ledger_players p ON p.key " \
    "= b.player "

LoggedBatch loggedFrom(Query& row) {
    LoggedBatch out;
    auto& receipt = out.receipt;
    if (auto const player = row.maybeKey()) {
        receipt.device = *player;
    }
    receipt.epoch = row.integer();
    receipt.batch = row.integer();
    receipt.header = row.digest();
    receipt.leaf = row.integer();
    receipt.received = row.instant();
    auto const signer = row.maybeKey();
    auto const text = row.maybeText();
    if (signer && text) {
        auto const signature = messages::Signature::fromBase64(*text);
        if (!signature) {
            throw damagedLog("receipt of leaf " + std::to_string(receipt.leaf));
        }
        out.signature = ReceiptSignature{*signer, *signature};
    }
    return out;
}

std::int64_t bounded(std::size_t most) {
    return static_cast<std::int64_t>(
        std::min<std::size_t>(most, std::numeric_limits<std::int32_t>::max()));
}

/// The header of a stored batch; all of a text that has none.
std::string_view headerOf(std::string_view text) {
    auto const mark =
        text.substr(0, kHeaderBytes).find("\n" + std::string(messages::kSignatureMark));
    return text.substr(0, mark == std::string_view::npos ? text.size() : mark + 1);
}

}  // namespace

void SqliteLedgerLog::append(std::int64_t batchKey, Digest const& header) {
    auto tree = frontier();
    auto const leaf = tree.size();
    if (!tree.append(0, messages::logLeaf(header))) {
        throw damagedLog("no leaf can follow");
    }
    connection_.query("INSERT INTO ledger_leaves(leaf, header, batch) VALUES(?, ?, ?)")
        .with(leaf, header, batchKey)
        .run();
    for (int level = kStoredEvery; level < LogFrontier::kHighestLevel; level += kStoredEvery) {
        auto const width = std::int64_t{1} << level;
        if (tree.size() % width != 0) {
            break;
        }
        LogNode const node{level, tree.size() / width - 1};
        insertNode(connection_, node, hash(node));
    }
    connection_
        .query(
            "INSERT INTO ledger_log(one, size, peaks) VALUES(1, ?, ?) "
            "ON CONFLICT(one) DO UPDATE SET size = excluded.size, peaks = excluded.peaks")
        .with(tree.size(), tree.peaks())
        .run();
}

LogFrontier SqliteLedgerLog::frontier() const {
    auto query = connection_.query("SELECT size, peaks FROM ledger_log");
    if (!query.step()) {
        return {};
    }
    auto const size = query.integer();
    auto tree = LogFrontier::from(size, query.digests());
    if (!tree) {
        throw damagedLog("its size and its hashes do not fit each other");
    }
    return *std::move(tree);
}

Digest SqliteLedgerLog::hash(LogNode const& node) const {
    auto const found = stored(node);
    return found ? *found : made(node);
}

std::optional<Digest> SqliteLedgerLog::stored(LogNode const& node) const {
    if (node.level == 0 || node.level % kStoredEvery != 0) {
        return std::nullopt;
    }
    auto query = connection_.query("SELECT hash FROM ledger_nodes WHERE level = ? AND number = ?");
    return query.with(node.level, node.number).step() ? std::optional(query.digest())
                                                      : std::nullopt;
}

// The node over the block, and those that end with it: a block ends one of each level above at
// most.
std::optional<bool> SqliteLedgerLog::blockFits(std::int64_t block) const {
    constexpr auto kWidth = std::int64_t{1} << kStoredEvery;
    if (block < 0 || block >= frontier().size() / kWidth) {
        return std::nullopt;
    }
    LogNode node{kStoredEvery, block};
    while (stored(node) == made(node)) {
        if ((node.number + 1) % kWidth != 0) {
            return true;
        }
        node = {node.level + kStoredEvery, node.number / kWidth};
    }
    return false;
}

Digest SqliteLedgerLog::made(LogNode const& node) const {
    auto const below = node.level == 0 ? 0 : (node.level - 1) / kStoredEvery * kStoredEvery;
    auto const width = std::int64_t{1} << (node.level - below);
    auto const first = node.number * width;
    LogFrontier tree;
    auto query = below == 0 ? connection_.query(
                                  "SELECT header FROM ledger_leaves WHERE leaf >= ?1 AND "
                                  "leaf < ?2 AND 0 = ?3 ORDER BY leaf")
                            : connection_.query(
                                  "SELECT hash FROM ledger_nodes WHERE number >= ?1 AND "
                                  "number < ?2 AND level = ?3 ORDER BY number");
    query.with(first, first + width, below);
    while (query.step()) {
        auto const digest = query.digest();
        static_cast<void>(tree.append(0, below == 0 ? messages::logLeaf(digest) : digest));
    }
    if (tree.size() != width) {
        throw damagedLog("leaves are missing below level " + std::to_string(node.level) +
                         ", number " + std::to_string(node.number));
    }
    return tree.root();
}

std::vector<LoggedBatch> SqliteLedgerLog::listed(Query& query) const {
    std::vector<LoggedBatch> out;
    while (query.step()) {
        out.push_back(loggedFrom(query));
    }
    return out;
}

std::optional<LoggedBatch> SqliteLedgerLog::find(messages::PublicKey const& player,
                                                 std::int64_t epoch, std::int64_t batch) const {
    auto query = connection_.query(TOCSIN_LOGGED_COLUMNS TOCSIN_LOGGED_JOINS
                                   "WHERE p.public_key = ? AND b.epoch = ? AND b.batch = ?");
    return query.with(player, epoch, batch).step() ? std::optional(loggedFrom(query))
                                                   : std::nullopt;
}

std::vector<LoggedBatch> SqliteLedgerLog::leaves(std::int64_t from, std::size_t most) const {
    auto query = connection_.query(TOCSIN_LOGGED_COLUMNS TOCSIN_LOGGED_JOINS
                                   "WHERE l.leaf >= ? ORDER BY l.leaf LIMIT ?");
    query.with(from, bounded(most));
    return listed(query);
}

std::vector<LoggedBatch> SqliteLedgerLog::unsignedLeaves(std::size_t most) const {
    auto query = connection_.query(
        TOCSIN_LOGGED_COLUMNS
        "(SELECT leaf, header, batch, signer, signature FROM ledger_leaves WHERE signature IS "
        "NULL ORDER BY leaf LIMIT ?) l JOIN ledger_batches b ON b.key = l.batch JOIN "
        "ledger_players p ON p.key = b.player ORDER BY l.leaf");
    query.with(bounded(most));
    return listed(query);
}

void SqliteLedgerLog::sign(std::int64_t leaf, ReceiptSignature const& signature) {
    connection_.query("UPDATE ledger_leaves SET signer = ?, signature = ? WHERE leaf = ?")
        .with(signature.key, signature.signature.base64(), leaf)
        .run();
}

// CROSS JOIN keeps SQLite to this order, as where plays are listed.
std::vector<BatchSpan> SqliteLedgerLog::spansOf(ScreenId const& screen, Instant from,
                                                Instant to) const {
    auto query = connection_.query(
        "SELECT p.public_key, b.epoch, min(b.batch), max(b.batch) FROM (SELECT DISTINCT y.batch "
        "AS key FROM ledger_screens s CROSS JOIN plays y ON y.screen = s.key WHERE s.id = ?1 AND "
        "y.start_ms >= ?2 AND y.start_ms < ?3) k JOIN ledger_batches b ON b.key = k.key "
        "JOIN ledger_players p ON p.key = b.player GROUP BY p.key, b.epoch ORDER BY p.key, "
        "b.epoch");
    query.with(screen.str(), from, to);
    std::vector<BatchSpan> out;
    while (query.step()) {
        BatchSpan span;
        span.player = query.maybeKey().value_or(messages::PublicKey{});
        span.epoch = query.integer();
        span.first = query.integer();
        span.last = query.integer();
        out.push_back(span);
    }
    return out;
}

std::vector<LoggedBatch> SqliteLedgerLog::batchesOf(BatchSpan const& span, std::size_t most) const {
    auto query = connection_.query(
        TOCSIN_LOGGED_COLUMNS
        "ledger_players p JOIN ledger_batches b ON b.player = p.key JOIN ledger_leaves l ON "
        "l.batch = b.key WHERE p.public_key = ? AND b.epoch = ? AND b.batch >= ? AND b.batch <= ? "
        "ORDER BY b.batch LIMIT ?");
    query.with(span.player, span.epoch, span.first, span.last, bounded(most));
    return listed(query);
}

std::optional<FirstBatch> SqliteLedgerLog::firstOf(messages::PublicKey const& player) const {
    auto query = connection_.query(
        "SELECT s.id, b.received FROM ledger_players p JOIN ledger_batches b ON b.player = p.key "
        "JOIN ledger_screens s ON s.key = b.screen WHERE p.public_key = ? ORDER BY b.epoch, "
        "b.batch LIMIT 1");
    if (!query.with(player).step()) {
        return std::nullopt;
    }
    FirstBatch out;
    out.screen = ScreenId(query.text());
    out.received = query.instant();
    return out;
}

std::vector<std::string> SqliteLedgerLog::assetNames(Digest const& asset) const {
    auto query =
        connection_.query("SELECT name FROM ledger_asset_names WHERE asset = ? ORDER BY key");
    query.with(asset);
    std::vector<std::string> out;
    while (query.step()) {
        out.push_back(query.text());
    }
    return out;
}

std::vector<std::string> SqliteLedgerLog::campaignTitles(CampaignId const& campaign) const {
    auto query = connection_.query("SELECT title FROM ledger_campaigns WHERE id = ? ORDER BY key");
    query.with(campaign.str());
    std::vector<std::string> out;
    while (query.step()) {
        out.push_back(query.text());
    }
    return out;
}

void logOldBatches(Connection& connection) {
    SqliteLedgerLog log(connection);
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    for (;;) {
        std::vector<std::pair<std::int64_t, Digest>> page;
        {
            auto query = connection.query(
                "SELECT key, text FROM ledger_batches WHERE key > ? ORDER BY key LIMIT ?");
            query.with(last, kOldBatchesAtOnce);
            while (query.step()) {
                auto const key = query.integer();
                page.emplace_back(key, messages::sha256(headerOf(query.text())));
            }
        }
        for (auto const& [key, header] : page) {
            log.append(key, header);
            last = key;
        }
        if (page.size() < kOldBatchesAtOnce) {
            return;
        }
    }
}

}  // namespace tocsin::store
