// SPDX-License-Identifier: Apache-2.0
// What became of warnings on screens, a row a revision and screen.
#include "warnings.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_RECEIPT_COLUMNS \
    "warning, revision, received, verified, on_glass, lit, ended, how_ended, reason"

messages::WarningReceipt receiptFrom(Query& row) {
    messages::WarningReceipt out;
    out.warning = row.text();
    out.revision = row.integer();
    out.received = row.maybeInstant();
    out.verified = row.maybeInstant();
    out.onGlass = row.maybeInstant();
    out.lit = row.flag();
    out.ended = row.maybeInstant();
    out.end = row.text();
    out.reason = row.text();
    return out;
}

/// What was known stays, with what belongs to it: a player cannot make a warning earlier, nor light
/// up afterwards the output on which it was first shown.
messages::WarningReceipt merged(messages::WarningReceipt known,
                                messages::WarningReceipt const& told) {
    if (!known.received) {
        known.received = told.received;
    }
    if (!known.verified) {
        known.verified = told.verified;
    }
    if (!known.onGlass) {
        known.onGlass = told.onGlass;
        known.lit = told.onGlass && told.lit;
    }
    if (!known.ended) {
        known.ended = told.ended;
        known.end = told.ended ? told.end : "";
    }
    if (known.reason.empty()) {
        known.reason = told.reason;
    }
    if (known.verified) {
        known.reason.clear();  // refused first, by a player that did not know the key yet
    }
    return known;
}

}  // namespace

bool SqliteWarnings::noteReceipt(ScreenId const& screen, messages::WarningReceipt const& receipt,
                                 Instant now) {
    messages::WarningReceipt none;
    none.warning = receipt.warning;
    none.revision = receipt.revision;
    auto known = none;
    {
        auto query = connection_.query(
            "SELECT " TOCSIN_RECEIPT_COLUMNS
            " FROM warning_receipts WHERE warning = ? AND revision = ? AND screen = ?");
        if (query.with(receipt.warning, receipt.revision, screen.str()).step()) {
            known = receiptFrom(query);
        }
    }
    auto const next = merged(known, receipt);
    if (next == known) {
        return false;
    }
    connection_
        .query("INSERT OR REPLACE INTO warning_receipts(" TOCSIN_RECEIPT_COLUMNS
               ", screen, stored) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(next.warning, next.revision, next.received, next.verified, next.onGlass, next.lit,
              next.ended, next.end, next.reason, screen.str(), now)
        .run();
    return true;
}

std::vector<WarningReceiptRecord> SqliteWarnings::receipts(std::string const& warning,
                                                           std::int64_t revision) const {
    std::vector<WarningReceiptRecord> out;
    auto query = connection_.query(
        "SELECT " TOCSIN_RECEIPT_COLUMNS
        ", screen, stored FROM warning_receipts WHERE warning = ? AND revision = ? "
        "ORDER BY screen");
    query.with(warning, revision);
    while (query.step()) {
        WarningReceiptRecord one;
        one.receipt = receiptFrom(query);
        one.screen = ScreenId(query.text());
        one.stored = query.instant();
        out.push_back(std::move(one));
    }
    return out;
}

#undef TOCSIN_RECEIPT_COLUMNS

}  // namespace tocsin::store
