// SPDX-License-Identifier: Apache-2.0
// The installation's small facts.
#include "aggregates.hpp"

namespace tocsin::store {

std::optional<std::string> SqliteSettings::get(std::string const& key) const {
    auto query = connection_.query("SELECT value FROM settings WHERE key = ?");
    return query.with(key).step() ? std::optional(query.text()) : std::nullopt;
}

void SqliteSettings::put(std::string const& key, std::string const& value) {
    connection_
        .query(
            "INSERT INTO settings(key, value) VALUES(?, ?) "
            "ON CONFLICT(key) DO UPDATE SET value = excluded.value")
        .with(key, value)
        .run();
}

}  // namespace tocsin::store
