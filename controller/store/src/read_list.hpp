// SPDX-License-Identifier: Apache-2.0
// Reading a list that lives inside a row.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/messages/json.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::store {

/// What `read` makes of each item of a JSON array. Throws Failure(Errc::damaged).
template <class Read>
auto readList(std::string_view list, Read read) {
    using Item = decltype(read(std::declval<messages::JsonReader>()));
    auto out = messages::readJson(list, [&](messages::JsonReader const& reader) {
        std::vector<Item> items;
        for (auto const& item : reader.array()) {
            items.push_back(read(item));
        }
        return items;
    });
    if (!out) {
        throw Failure({Errc::damaged, "the database is damaged: a list in it cannot be read (" +
                                          out.error().message + "); restore a backup"});
    }
    return *out;
}

}  // namespace tocsin::store
