// SPDX-License-Identifier: Apache-2.0
// What units make their slogans from.
#include "aggregates.hpp"

namespace tocsin::store {
namespace {

SloganTemplate templateFrom(Query& query) {
    SloganTemplate out;
    out.unit = query.text();
    out.name = query.text();
    out.text = query.text();
    out.style = query.text();
    out.note = query.text();
    return out;
}

}  // namespace

std::vector<SloganTemplate> SqliteSloganTemplates::all() const {
    std::vector<SloganTemplate> out;
    auto query = connection_.query(
        "SELECT unit, name, text, style, note FROM slogan_templates ORDER BY unit, name");
    while (query.step()) {
        out.push_back(templateFrom(query));
    }
    return out;
}

std::optional<SloganTemplate> SqliteSloganTemplates::find(std::string const& unit,
                                                          std::string const& name) const {
    auto query = connection_.query(
        "SELECT unit, name, text, style, note FROM slogan_templates WHERE unit = ? AND name = ?");
    query.with(unit, name);
    return query.step() ? std::optional(templateFrom(query)) : std::nullopt;
}

void SqliteSloganTemplates::put(SloganTemplate const& made) {
    connection_
        .query(
            "INSERT INTO slogan_templates(unit, name, text, style, note) VALUES(?, ?, ?, ?, ?) "
            "ON CONFLICT(unit, name) DO UPDATE SET text = excluded.text, style = excluded.style, "
            "note = excluded.note")
        .with(made.unit, made.name, made.text, made.style, made.note)
        .run();
}

void SqliteSloganTemplates::remove(std::string const& unit, std::string const& name) {
    connection_.query("DELETE FROM slogan_templates WHERE unit = ? AND name = ?")
        .with(unit, name)
        .run();
}

}  // namespace tocsin::store
