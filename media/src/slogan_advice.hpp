// SPDX-License-Identifier: Apache-2.0
// What to do about a slogan whose letters come out too small.
#pragma once

#include <optional>
#include <string>

#include "reading_time.hpp"
#include "tocsin/media/slogan_legibility.hpp"

namespace tocsin::media::detail {

struct Advice {
    std::string english, chinese;         ///< the end of a sentence
    std::optional<int> mostCharacters{};  ///< that fit when letters can just be read
};

/// `style` of a slogan with this to read, whose letters can be read from `least` pixels to the em
/// on.
[[nodiscard]] Advice adviceFor(SloganStyle const& style, SloganView const& view,
                               Reading const& reading, int least);

}  // namespace tocsin::media::detail
