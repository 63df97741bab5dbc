// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

inline constexpr std::int64_t kDefaultSeconds = 10;

/// A showing time as it stands in a request: whole seconds, or nothing for the default.
/// Errc::invalid.
[[nodiscard]] Result<Milliseconds> secondsFrom(std::string const& text);

}  // namespace tocsin::library
