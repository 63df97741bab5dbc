// SPDX-License-Identifier: Apache-2.0
#include "submitted_reports.hpp"

#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_REPORT_HEAD                                                                    \
    "number, revision, kind, title, unit, from_text, to_text, groupings, as_of, last_batch, " \
    "who, reason, digest"

SubmittedReport headFrom(Query& row) {
    SubmittedReport out;
    out.number = row.integer();
    out.revision = row.integer();
    out.kind = row.text();
    out.title = row.text();
    out.unit = row.text();
    out.from = row.text();
    out.to = row.text();
    out.by = textsFrom(row.text());
    out.asOf = row.instant();
    out.lastBatch = row.integer();
    out.who = row.text();
    out.reason = row.text();
    out.digest = row.digest();
    return out;
}

}  // namespace

std::vector<SubmittedReport> SqliteSubmittedReports::all() const {
    auto query = connection_.query("SELECT " TOCSIN_REPORT_HEAD
                                   " FROM submitted_reports ORDER BY number DESC, revision DESC");
    std::vector<SubmittedReport> out;
    while (query.step()) {
        out.push_back(headFrom(query));
    }
    return out;
}

std::optional<SubmittedReport> SqliteSubmittedReports::find(
    std::int64_t number, std::optional<std::int64_t> revision) const {
    auto query = connection_.query("SELECT " TOCSIN_REPORT_HEAD
                                   ", json, csv, page FROM submitted_reports WHERE number = ?1 AND "
                                   "(?2 IS NULL OR revision = ?2) ORDER BY revision DESC LIMIT 1");
    if (!query.with(number, revision).step()) {
        return std::nullopt;
    }
    auto out = headFrom(query);
    out.json = query.text();
    out.csv = query.text();
    out.page = query.text();
    return out;
}

SubmittedReport SqliteSubmittedReports::add(SubmittedReport report) {
    {
        auto query = connection_.query(
            "SELECT coalesce(max(number), 0), coalesce(max(revision) FILTER(WHERE number = ?), 0) "
            "FROM submitted_reports");
        query.with(report.number).step();
        auto const newest = query.integer();
        report.revision = query.integer() + 1;
        report.number = report.number == 0 ? newest + 1 : report.number;
    }
    connection_
        .query("INSERT INTO submitted_reports(" TOCSIN_REPORT_HEAD
               ", json, csv, page) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(report.number, report.revision, report.kind, report.title, report.unit, report.from,
              report.to, listText(report.by), report.asOf, report.lastBatch, report.who,
              report.reason, report.digest, report.json, report.csv, report.page)
        .run();
    return report;
}

#undef TOCSIN_REPORT_HEAD

}  // namespace tocsin::store
