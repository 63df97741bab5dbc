// SPDX-License-Identifier: Apache-2.0
// The office's list of themes.
#include "aggregates.hpp"

namespace tocsin::store {

std::vector<Theme> SqliteThemes::all() const {
    std::vector<Theme> out;
    auto query = connection_.query("SELECT title, theme, period FROM themes ORDER BY title");
    while (query.step()) {
        Theme theme;
        theme.title = query.text();
        theme.text = query.text();
        theme.period = query.text();
        out.push_back(std::move(theme));
    }
    return out;
}

void SqliteThemes::put(Theme const& theme) {
    connection_
        .query(
            "INSERT INTO themes(title, theme, period) VALUES(?, ?, ?) "
            "ON CONFLICT(title) DO UPDATE SET theme = excluded.theme, period = excluded.period")
        .with(theme.title, theme.text, theme.period)
        .run();
}

void SqliteThemes::remove(std::string const& title) {
    connection_.query("DELETE FROM themes WHERE title = ?").with(title).run();
}

}  // namespace tocsin::store
