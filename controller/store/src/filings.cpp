// SPDX-License-Identifier: Apache-2.0
#include "filings.hpp"

#include <array>
#include <boost/json.hpp>
#include <utility>

#include "failure.hpp"
#include "lists.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::store {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<FilingKind, std::string_view>, 5> kKinds{
    {{FilingKind::plan, "plan"},
     {FilingKind::week, "week"},
     {FilingKind::final, "final"},
     {FilingKind::patrol, "patrol"},
     {FilingKind::period, "period"}}};
constexpr std::array<std::pair<FilingStep, std::string_view>, 4> kSteps{
    {{FilingStep::submitted, "submitted"},
     {FilingStep::accepted, "accepted"},
     {FilingStep::returned, "returned"},
     {FilingStep::outside, "outside"}}};

template <class Table, class Value>
std::string_view wordOf(Table const& table, Value value) {
    for (auto const& [one, word] : table) {
        if (one == value) {
            return word;
        }
    }
    return "";
}

template <class Table>
auto valueOf(Table const& table, std::string const& word) {
    for (auto const& [one, name] : table) {
        if (name == word) {
            return one;
        }
    }
    throw Failure({Errc::damaged, "the database is damaged: a filing in it has the word \"" + word +
                                      "\"; restore a backup"});
}

std::string textOf(std::vector<FilingForm> const& forms) {
    json::array out;
    for (auto const& form : forms) {
        out.push_back(json::object{{"format", form.format},
                                   {"name", form.name},
                                   {"digest", form.digest.hex()},
                                   {"bytes", form.bytes}});
    }
    return json::serialize(out);
}

std::vector<FilingForm> formsFrom(std::string const& text) {
    auto forms = messages::readJson(text, [](messages::JsonReader const& in) {
        std::vector<FilingForm> out;
        for (auto const& one : in.array()) {
            out.push_back({one.at("format").string(), one.at("name").string(),
                           one.at("digest").digest(), one.at("bytes").integer(0, INT64_MAX)});
        }
        return out;
    });
    if (!forms) {
        throw Failure({Errc::damaged, "the database is damaged: a filing's forms cannot be read (" +
                                          forms.error().message + "); restore a backup"});
    }
    return std::move(*forms);
}

#define TOCSIN_FILING_HEAD                                                                    \
    "number, revision, activity, kind, issue, unit, first_day, last_day, as_of, last_batch, " \
    "due, who, reason, digest, origin, forms"

Filing headFrom(Query& row) {
    Filing out;
    out.number = row.integer();
    out.revision = row.integer();
    out.activity = row.text();
    out.kind = valueOf(kKinds, row.text());
    out.issue = row.smallInteger();
    out.unit = row.text();
    out.firstDay = row.text();
    out.lastDay = row.text();
    out.asOf = row.instant();
    out.lastBatch = row.integer();
    out.due = row.maybeInstant();
    out.who = row.text();
    out.reason = row.text();
    out.digest = row.digest();
    out.origin = row.text();
    out.forms = formsFrom(row.text());
    return out;
}

std::vector<Filing> headsOf(Query& query) {
    std::vector<Filing> out;
    while (query.step()) {
        out.push_back(headFrom(query));
    }
    return out;
}

}  // namespace

std::string_view toString(FilingKind kind) {
    return wordOf(kKinds, kind);
}

std::string_view toString(FilingStep step) {
    return wordOf(kSteps, step);
}

std::vector<Filing> SqliteFilings::all() const {
    auto query = connection_.query("SELECT " TOCSIN_FILING_HEAD
                                   " FROM filings ORDER BY number DESC, revision DESC");
    return headsOf(query);
}

std::vector<Filing> SqliteFilings::of(std::string const& activity) const {
    auto query =
        connection_.query("SELECT " TOCSIN_FILING_HEAD
                          " FROM filings WHERE activity = ? ORDER BY number DESC, revision DESC");
    return headsOf(query.with(activity));
}

std::optional<Filing> SqliteFilings::find(std::int64_t number,
                                          std::optional<std::int64_t> revision) const {
    auto query = connection_.query("SELECT " TOCSIN_FILING_HEAD
                                   ", content FROM filings WHERE number = ?1 AND (?2 IS NULL OR "
                                   "revision = ?2) ORDER BY revision DESC LIMIT 1");
    if (!query.with(number, revision).step()) {
        return std::nullopt;
    }
    auto out = headFrom(query);
    out.content = query.text();
    return out;
}

Filing SqliteFilings::add(Filing filing) {
    {
        auto query = connection_.query(
            "SELECT coalesce(max(number), 0), coalesce(max(revision) FILTER(WHERE number = ?), 0) "
            "FROM filings");
        query.with(filing.number).step();
        auto const newest = query.integer();
        filing.revision = query.integer() + 1;
        filing.number = filing.number == 0 ? newest + 1 : filing.number;
    }
    connection_
        .query("INSERT INTO filings(" TOCSIN_FILING_HEAD
               ", content) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(filing.number, filing.revision, filing.activity, toString(filing.kind), filing.issue,
              filing.unit, filing.firstDay, filing.lastDay, filing.asOf, filing.lastBatch,
              filing.due, filing.who, filing.reason, filing.digest, filing.origin,
              textOf(filing.forms), filing.content)
        .run();
    return filing;
}

std::vector<FilingEvent> SqliteFilings::events(std::int64_t number) const {
    auto query = connection_.query(
        "SELECT number, revision, step, at_ms, recorded, who, channel, receipt, reason FROM "
        "filing_events WHERE number = ? ORDER BY id");
    query.with(number);
    std::vector<FilingEvent> out;
    while (query.step()) {
        FilingEvent event;
        event.number = query.integer();
        event.revision = query.integer();
        event.step = valueOf(kSteps, query.text());
        event.at = query.instant();
        event.recorded = query.instant();
        event.who = query.text();
        event.channel = query.text();
        event.receipt = query.text();
        event.reason = query.text();
        out.push_back(std::move(event));
    }
    return out;
}

void SqliteFilings::record(FilingEvent const& event) {
    connection_
        .query(
            "INSERT INTO filing_events(number, revision, step, at_ms, recorded, who, channel, "
            "receipt, reason) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(event.number, event.revision, toString(event.step), event.at, event.recorded,
              event.who, event.channel, event.receipt, event.reason)
        .run();
}

std::optional<FilingDraft> SqliteFilings::draft(std::string const& activity, FilingKind kind,
                                                int issue, std::string const& unit,
                                                std::string const& firstDay) const {
    auto query = connection_.query(
        "SELECT last_day, revision, overview, highlights, shortcomings, filled_by, reviewed_by, "
        "signed_by, pictures, who, changed FROM filing_drafts WHERE activity = ? AND kind = ? AND "
        "issue = ? AND unit = ? AND first_day = ?");
    if (!query.with(activity, toString(kind), issue, unit, firstDay).step()) {
        return std::nullopt;
    }
    FilingDraft out;
    out.activity = activity;
    out.kind = kind;
    out.issue = issue;
    out.unit = unit;
    out.firstDay = firstDay;
    out.lastDay = query.text();
    out.revision = query.integer();
    out.overview = query.text();
    out.highlights = query.text();
    out.shortcomings = query.text();
    out.filledBy = query.text();
    out.reviewedBy = query.text();
    out.signedBy = query.text();
    out.pictures = digestsFrom(query.text());
    out.who = query.text();
    out.changed = query.instant();
    return out;
}

void SqliteFilings::putDraft(FilingDraft const& draft) {
    connection_
        .query(
            "INSERT OR REPLACE INTO filing_drafts(activity, kind, issue, unit, first_day, "
            "last_day, revision, overview, highlights, shortcomings, filled_by, reviewed_by, "
            "signed_by, pictures, who, changed) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?)")
        .with(draft.activity, toString(draft.kind), draft.issue, draft.unit, draft.firstDay,
              draft.lastDay, draft.revision, draft.overview, draft.highlights, draft.shortcomings,
              draft.filledBy, draft.reviewedBy, draft.signedBy, listText(draft.pictures), draft.who,
              draft.changed)
        .run();
}

#undef TOCSIN_FILING_HEAD

}  // namespace tocsin::store
