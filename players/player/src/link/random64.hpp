// SPDX-License-Identifier: Apache-2.0
// Randomness for back-off.
#pragma once

#include <cstdint>
#include <cstring>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::player {

inline std::uint64_t random64() {
    auto const bytes = messages::randomBytes(8);
    std::uint64_t out = 0;
    std::memcpy(&out, bytes.data(), sizeof out);
    return out;
}

}  // namespace tocsin::player
