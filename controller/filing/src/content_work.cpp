// SPDX-License-Identifier: Apache-2.0
// What people did, as they say it (人工填报). A record counts once, in the period in which it
// began.
#include "content_parts.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {

namespace json = boost::json;

void addWork(json::object& out, store::Tx const& tx, Scope const& scope) {
    auto const first = playlists::toString(scope.wish.period.first);
    auto const last = playlists::toString(scope.wish.period.last);
    json::array rows;
    std::int64_t sessions = 0, people = 0, uncounted = 0;
    for (auto const& record : tx.workRecords().of(scope.wish.activity.handle)) {
        bool const isOurs = scope.units.contains(record.unit);
        if (record.withdrawn || !isOurs || record.firstDay < first || record.firstDay > last) {
            continue;
        }
        json::object row{{"number", record.number},
                         {"kind", std::string(store::toString(record.kind))},
                         {"title", record.title},
                         {"unit", record.unit},
                         {"unit_name", scope.unitName(record.unit)},
                         {"from", record.firstDay},
                         {"to", record.lastDay},
                         {"place", record.place},
                         {"responsible", record.responsible.name},
                         {"channel", record.channel},
                         {"pictures", static_cast<std::int64_t>(record.pictures.size())}};
        if (record.sessions) {
            row["sessions"] = *record.sessions;
            sessions += *record.sessions;
        }
        if (record.people) {
            row["people"] = *record.people;
            people += *record.people;
        } else {
            ++uncounted;
        }
        rows.push_back(std::move(row));
    }
    out["manual"] = json::object{{"records", static_cast<std::int64_t>(rows.size())},
                                 {"sessions", sessions},
                                 {"people", people},
                                 {"without_people", uncounted}};
    out["work"] = std::move(rows);
}

}  // namespace tocsin::filing
