// SPDX-License-Identifier: Apache-2.0
#include "submitted_reports.hpp"

#include <sstream>

#include "failure.hpp"
#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_REPORT_HEAD                                                                    \
    "number, revision, kind, title, unit, from_text, to_text, groupings, as_of, last_batch, " \
    "who, reason, digest, csv_digest, page_digest"

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
    out.csvDigest = row.digest();
    out.pageDigest = row.digest();
    return out;
}

/// "1780243200000 1780329600000 gate".
std::string textOf(ReportedScreen const& one) {
    return std::to_string(toMillis(one.from)) + " " + std::to_string(toMillis(one.to)) + " " +
           one.screen.str();
}

ReportedScreen screenFrom(std::string const& text) {
    std::istringstream in(text);
    std::int64_t from = 0, to = 0;
    std::string screen;
    if (!(in >> from >> to >> screen)) {
        throw Failure({Errc::damaged,
                       "the database is damaged: a submitted report has the screen "
                       "\"" +
                           text + "\"; restore a backup"});
    }
    return {ScreenId(screen), fromMillis(from), fromMillis(to)};
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
    auto query =
        connection_.query("SELECT " TOCSIN_REPORT_HEAD
                          ", screens, json, csv, page FROM submitted_reports WHERE number = ?1 AND "
                          "(?2 IS NULL OR revision = ?2) ORDER BY revision DESC LIMIT 1");
    if (!query.with(number, revision).step()) {
        return std::nullopt;
    }
    auto out = headFrom(query);
    for (auto const& text : textsFrom(query.text())) {
        out.screens.push_back(screenFrom(text));
    }
    out.json = query.text();
    out.csv = query.text();
    out.page = query.text();
    return out;
}

std::int64_t SqliteSubmittedReports::countSince(std::string const& unit, Instant t) const {
    auto query =
        connection_.query("SELECT count(*) FROM submitted_reports WHERE unit = ? AND as_of >= ?");
    query.with(unit, t).step();
    return query.integer();
}

SubmittedReport SqliteSubmittedReports::add(SubmittedReport report) {
    std::vector<std::string> screens;
    for (auto const& one : report.screens) {
        screens.push_back(textOf(one));
    }
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
               ", screens, json, csv, page) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
               "?, ?, ?)")
        .with(report.number, report.revision, report.kind, report.title, report.unit, report.from,
              report.to, listText(report.by), report.asOf, report.lastBatch, report.who,
              report.reason, report.digest, report.csvDigest, report.pageDigest, listText(screens),
              report.json, report.csv, report.page)
        .run();
    return report;
}

#undef TOCSIN_REPORT_HEAD

}  // namespace tocsin::store
