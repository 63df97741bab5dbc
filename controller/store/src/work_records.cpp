// SPDX-License-Identifier: Apache-2.0
// Work records: what people did beside the screens.
#include "activities.hpp"
#include "activity_lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_WORK_FACTS                                                                   \
    "revision, activity, kind, unit, title, first_day, last_day, place, sessions, people, " \
    "text, channel, person, phone, mail, pictures, author, imported, changed, withdrawn, "  \
    "reason"

WorkKind kindFrom(std::string const& word) {
    auto const kind = workKindFrom(word);
    if (!kind) {
        throw Failure({Errc::damaged, "the database is damaged: a work record has the kind \"" +
                                          word + "\"; restore a backup"});
    }
    return *kind;
}

WorkRecord recordFrom(Query& row) {
    WorkRecord out;
    out.number = row.integer();
    out.revision = row.integer();
    out.activity = row.text();
    out.kind = kindFrom(row.text());
    out.unit = row.text();
    out.title = row.text();
    out.firstDay = row.text();
    out.lastDay = row.text();
    out.place = row.text();
    out.sessions = row.maybeInteger();
    out.people = row.maybeInteger();
    out.text = row.text();
    out.channel = row.text();
    out.responsible.name = row.text();
    out.responsible.phone = row.text();
    out.responsible.mail = row.text();
    out.pictures = workPicturesFrom(row.text());
    out.author = row.text();
    out.imported = row.text();
    out.changed = row.instant();
    out.withdrawn = row.flag();
    out.reason = row.text();
    return out;
}

}  // namespace

std::string_view toString(WorkKind kind) {
    switch (kind) {
        case WorkKind::training:
            return "training";
        case WorkKind::drill:
            return "drill";
        case WorkKind::film:
            return "film";
        case WorkKind::consultation:
            return "consultation";
        case WorkKind::inspection:
            return "inspection";
        case WorkKind::talk:
            return "talk";
        case WorkKind::other:
            return "other";
    }
    return "unknown";
}

std::optional<WorkKind> workKindFrom(std::string_view word) {
    for (auto const kind : kWorkKinds) {
        if (word == toString(kind)) {
            return kind;
        }
    }
    return std::nullopt;
}

std::vector<WorkRecord> SqliteWorkRecords::of(std::string const& activity) const {
    std::vector<WorkRecord> out;
    auto query =
        connection_.query("SELECT number, " TOCSIN_WORK_FACTS
                          " FROM work_records WHERE activity = ? ORDER BY first_day, number");
    query.with(activity);
    while (query.step()) {
        out.push_back(recordFrom(query));
    }
    return out;
}

std::optional<WorkRecord> SqliteWorkRecords::find(std::int64_t number) const {
    auto query = connection_.query("SELECT number, " TOCSIN_WORK_FACTS
                                   " FROM work_records WHERE number = ?");
    return query.with(number).step() ? std::optional(recordFrom(query)) : std::nullopt;
}

WorkRecord SqliteWorkRecords::put(WorkRecord record) {
    if (record.number == 0) {
        // No record ever goes, so this is one more than any number that was given.
        auto query = connection_.query("SELECT coalesce(max(number), 0) + 1 FROM work_records");
        query.step();
        record.number = query.integer();
    }
    connection_
        .query("INSERT OR REPLACE INTO work_records(number, " TOCSIN_WORK_FACTS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(record.number, record.revision, record.activity, toString(record.kind), record.unit,
              record.title, record.firstDay, record.lastDay, record.place, record.sessions,
              record.people, record.text, record.channel, record.responsible.name,
              record.responsible.phone, record.responsible.mail, listText(record.pictures),
              record.author, record.imported, record.changed, record.withdrawn, record.reason)
        .run();
    return record;
}

#undef TOCSIN_WORK_FACTS

}  // namespace tocsin::store
