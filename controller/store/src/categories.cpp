// SPDX-License-Identifier: Apache-2.0
// The office's list of categories.
#include "aggregates.hpp"

namespace tocsin::store {

std::vector<Category> SqliteCategories::all() const {
    std::vector<Category> out;
    auto query =
        connection_.query("SELECT word, chinese, english FROM categories ORDER BY position");
    while (query.step()) {
        Category category;
        category.word = query.text();
        category.chinese = query.text();
        category.english = query.text();
        out.push_back(std::move(category));
    }
    return out;
}

void SqliteCategories::put(Category const& category) {
    connection_
        .query(
            "INSERT INTO categories(word, position, chinese, english) VALUES(?, "
            "(SELECT coalesce(max(position), 0) + 1 FROM categories), ?, ?) "
            "ON CONFLICT(word) DO UPDATE SET chinese = excluded.chinese, "
            "english = excluded.english")
        .with(category.word, category.chinese, category.english)
        .run();
}

void SqliteCategories::remove(std::string const& word) {
    connection_.query("DELETE FROM categories WHERE word = ?").with(word).run();
}

}  // namespace tocsin::store
