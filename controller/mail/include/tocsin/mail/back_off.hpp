// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::mail {

/// How long after the `failures`th failed try (from 1) the next one is: 1 minute, 5, 15, an hour,
/// 3, 6, 12. Nothing: there is none, for the mail has been tried for a day.
[[nodiscard]] std::optional<Milliseconds> waitAfter(std::int64_t failures);

/// How long nobody asks a server that failed `failures` times in a row: up to a quarter of an hour.
[[nodiscard]] Milliseconds serverRest(std::int64_t failures);

}  // namespace tocsin::mail
