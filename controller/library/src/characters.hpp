// SPDX-License-Identifier: Apache-2.0
// Characters that no font has, brought by the office as pictures. Slogans carry those that they
// need, so a picture that is replaced or removed changes none that was made before.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string_view>

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// Those of the office that stand in a text, as media::drawnText() writes them.
[[nodiscard]] Result<std::vector<std::string>> charactersOf(store::Store const& store,
                                                            std::string_view text);

/// Who reads the pictures: a worker, which is killed after so much real time.
struct CharacterReader {
    std::filesystem::path worker;
    Milliseconds limit;
    std::stop_token stop;
};
/// `store` outlives the routes.
[[nodiscard]] access::Routes characterRoutes(store::Store& store, CharacterReader const& reader);

}  // namespace tocsin::library
