// SPDX-License-Identifier: Apache-2.0
// Settings files of screens, tags and units.
#include <algorithm>
#include <array>

#include "aggregates.hpp"

namespace tocsin::store {
namespace {

constexpr std::array kScopes{SettingsScope::screen, SettingsScope::tag, SettingsScope::unit};

SettingsScope scopeFrom(std::string const& text) {
    auto const* const found = std::find_if(kScopes.begin(), kScopes.end(),
                                           [&](auto scope) { return toString(scope) == text; });
    if (found == kScopes.end()) {
        throw Failure({Errc::damaged, "the database is damaged: settings are for a \"" + text +
                                          "\"; restore a backup"});
    }
    return *found;
}

SettingsFile fileFrom(Query& row) {
    SettingsFile out;
    out.scope = scopeFrom(row.text());
    out.name = row.text();
    out.file = row.text();
    out.changed = row.instant();
    return out;
}

}  // namespace

std::string_view toString(SettingsScope scope) {
    switch (scope) {
        case SettingsScope::screen:
            return "screen";
        case SettingsScope::tag:
            return "tag";
        case SettingsScope::unit:
            return "unit";
    }
    return "screen";
}

std::vector<SettingsFile> SqliteSettingsFiles::all() const {
    std::vector<SettingsFile> out;
    auto query = connection_.query(
        "SELECT scope, name, file, changed FROM settings_files ORDER BY scope, name");
    while (query.step()) {
        out.push_back(fileFrom(query));
    }
    return out;
}

std::optional<SettingsFile> SqliteSettingsFiles::find(SettingsScope scope,
                                                      std::string const& name) const {
    auto query = connection_.query(
        "SELECT scope, name, file, changed FROM settings_files WHERE scope = ? AND name = ?");
    return query.with(toString(scope), name).step() ? std::optional(fileFrom(query)) : std::nullopt;
}

void SqliteSettingsFiles::put(SettingsFile const& file) {
    connection_
        .query(
            "INSERT INTO settings_files(scope, name, file, changed) VALUES(?, ?, ?, ?) "
            "ON CONFLICT(scope, name) DO UPDATE SET file = excluded.file, "
            "changed = excluded.changed")
        .with(toString(file.scope), file.name, file.file, file.changed)
        .run();
}

void SqliteSettingsFiles::remove(SettingsScope scope, std::string const& name) {
    connection_.query("DELETE FROM settings_files WHERE scope = ? AND name = ?")
        .with(toString(scope), name)
        .run();
}

}  // namespace tocsin::store
