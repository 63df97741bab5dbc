// SPDX-License-Identifier: Apache-2.0
// Characters that no font has.
#include "aggregates.hpp"

namespace tocsin::store {

std::vector<OfficeCharacter> SqliteOfficeCharacters::all() const {
    std::vector<OfficeCharacter> out;
    // UTF-8 sorts by code point.
    auto query =
        connection_.query("SELECT character, dots FROM office_characters ORDER BY character");
    while (query.step()) {
        OfficeCharacter one;
        one.character = query.text();
        one.dots = query.text();
        out.push_back(std::move(one));
    }
    return out;
}

void SqliteOfficeCharacters::put(OfficeCharacter const& drawn) {
    connection_
        .query(
            "INSERT INTO office_characters(character, dots) VALUES(?, ?) "
            "ON CONFLICT(character) DO UPDATE SET dots = excluded.dots")
        .with(drawn.character, drawn.dots)
        .run();
}

void SqliteOfficeCharacters::remove(std::string const& character) {
    connection_.query("DELETE FROM office_characters WHERE character = ?").with(character).run();
}

}  // namespace tocsin::store
