// SPDX-License-Identifier: Apache-2.0
// The hours of the day in which heavy work is done.
#pragma once

#include <optional>
#include <string>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::library {

/// Local to `zone`, across midnight too; absent: always. A zone that is not known keeps nobody from
/// working.
[[nodiscard]] bool isWithin(std::optional<playlists::Daypart> const& hours, std::string const& zone,
                            Instant now);

}  // namespace tocsin::library
