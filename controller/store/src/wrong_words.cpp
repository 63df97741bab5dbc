// SPDX-License-Identifier: Apache-2.0
// The office's list of words that slogans should not hold.
#include "aggregates.hpp"

namespace tocsin::store {

std::vector<WrongWord> SqliteWrongWords::all() const {
    std::vector<WrongWord> out;
    auto query = connection_.query("SELECT wrong, correct, note FROM wrong_words ORDER BY wrong");
    while (query.step()) {
        WrongWord word;
        word.wrong = query.text();
        word.right = query.text();
        word.note = query.text();
        out.push_back(std::move(word));
    }
    return out;
}

void SqliteWrongWords::put(WrongWord const& word) {
    connection_
        .query(
            "INSERT INTO wrong_words(wrong, correct, note) VALUES(?, ?, ?) "
            "ON CONFLICT(wrong) DO UPDATE SET correct = excluded.correct, note = excluded.note")
        .with(word.wrong, word.right, word.note)
        .run();
}

void SqliteWrongWords::remove(std::string const& wrong) {
    connection_.query("DELETE FROM wrong_words WHERE wrong = ?").with(wrong).run();
}

}  // namespace tocsin::store
