// SPDX-License-Identifier: Apache-2.0
// What the fuzzers share: the input as text, and how they say that something does not hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::fuzz {

inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

[[nodiscard]] inline std::string_view textOf(std::uint8_t const* data, std::size_t size) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer hands out bytes
    return {reinterpret_cast<char const*>(data), size};
}

/// An error is one line: a log gets it as it is, and what came from outside must not begin another.
inline void requireOneLine(Error const& error) {
    require(!error.message.empty());
    for (char const c : error.message) {
        require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    }
}

}  // namespace tocsin::fuzz
