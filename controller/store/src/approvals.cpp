// SPDX-License-Identifier: Apache-2.0
// Approvals: rows are added, and marked as void; none goes.
#include "people.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_APPROVAL_COLUMNS                                                               \
    "campaign, revision, envelope, content, level, granted, reason, by_account, behalf, at, " \
    "on_paper, scan, record, voided_at, void_reason, scan_type, signed_by, signed_on"

Approval approvalFrom(Query& row) {
    Approval out;
    out.number = row.integer();
    out.campaign = CampaignId(row.text());
    out.revision = row.integer();
    out.envelope = row.digest();
    out.content = row.text();
    out.level = row.smallInteger();
    out.granted = row.flag();
    out.reason = row.text();
    out.by = AccountId(row.text());
    out.behalf = AccountId(row.text());
    out.at = row.instant();
    out.onPaper = row.flag();
    out.scan = row.maybeDigest();
    out.record = row.text();
    out.voidedAt = row.maybeInstant();
    out.voidReason = row.text();
    out.scanType = row.text();
    out.signedBy = row.text();
    out.signedOn = row.text();
    return out;
}

}  // namespace

std::vector<Approval> SqliteApprovals::of(CampaignId const& campaign) const {
    std::vector<Approval> out;
    auto query = connection_.query("SELECT number, " TOCSIN_APPROVAL_COLUMNS
                                   " FROM approvals WHERE campaign = ? ORDER BY number");
    query.with(campaign.str());
    while (query.step()) {
        out.push_back(approvalFrom(query));
    }
    return out;
}

std::vector<Approval> SqliteApprovals::ofEnvelopes(Digest const& least, Digest const& most) const {
    std::vector<Approval> out;
    auto query =
        connection_.query("SELECT number, " TOCSIN_APPROVAL_COLUMNS
                          " FROM approvals WHERE envelope BETWEEN ? AND ? ORDER BY number");
    query.with(least, most);
    while (query.step()) {
        out.push_back(approvalFrom(query));
    }
    return out;
}

std::optional<Approval> SqliteApprovals::find(std::int64_t number) const {
    auto query = connection_.query("SELECT number, " TOCSIN_APPROVAL_COLUMNS
                                   " FROM approvals WHERE number = ?");
    return query.with(number).step() ? std::optional(approvalFrom(query)) : std::nullopt;
}

std::int64_t SqliteApprovals::add(Approval const& approval) {
    connection_
        .query("INSERT INTO approvals(" TOCSIN_APPROVAL_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(approval.campaign.str(), approval.revision, approval.envelope, approval.content,
              approval.level, approval.granted, approval.reason, approval.by.str(),
              approval.behalf.str(), approval.at, approval.onPaper, approval.scan, approval.record,
              approval.voidedAt, approval.voidReason, approval.scanType, approval.signedBy,
              approval.signedOn)
        .run();
    auto query = connection_.query("SELECT max(number) FROM approvals");
    return query.step() ? query.integer() : 0;
}

std::vector<std::string> SqliteApprovals::voidedRecords() const {
    std::vector<std::string> out;
    auto query = connection_.query(
        "SELECT record FROM approvals WHERE granted = 1 AND voided_at IS NOT NULL");
    while (query.step()) {
        out.push_back(query.text());
    }
    return out;
}

void SqliteApprovals::voidAll(CampaignId const& campaign, Instant at, std::string const& reason) {
    connection_
        .query(
            "UPDATE approvals SET voided_at = ?, void_reason = ? WHERE campaign = ? AND voided_at "
            "IS NULL")
        .with(at, reason, campaign.str())
        .run();
}

}  // namespace tocsin::store
