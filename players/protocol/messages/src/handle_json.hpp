// SPDX-License-Identifier: Apache-2.0
// Ids from outside that become part of something else: a row, a file's name, a path.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "tocsin/messages/json.hpp"

namespace tocsin::messages {

/// 1 to 64 of a-z, 0-9 and `others`.
[[nodiscard]] inline std::string readHandle(JsonReader const& reader, std::string_view others) {
    auto out = reader.string(64);
    auto const allowed = [others](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    };
    if (out.empty() || !std::all_of(out.begin(), out.end(), allowed)) {
        reader.fail("expected 1 to 64 of a-z, 0-9 and " + std::string(others));
    }
    return out;
}

}  // namespace tocsin::messages
