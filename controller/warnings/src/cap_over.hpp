// SPDX-License-Identifier: Apache-2.0
// Whether an info says that its danger is over.
#pragma once

#include <optional>
#include <string>

#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

struct Over {
    bool past = false;  ///< it is too late for it; otherwise it is an all-clear
    std::string why, whyZh;
};
[[nodiscard]] std::optional<Over> overOf(CapInfo const& info);

/// Whether a title says 解除 of its warning, and does not go on to issue another.
[[nodiscard]] bool saysLifted(std::string_view title);

}  // namespace tocsin::warnings
