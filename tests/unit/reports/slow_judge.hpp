// SPDX-License-Identifier: Apache-2.0
// What a screen's time went to, one millisecond after the other, as the rules are written.
#pragma once

#include <string>
#include <utility>

#include "tocsin/reports/screen_time.hpp"

namespace tocsin::reports::test {

/// Of the instant `t`, which is inside the opening hours: the class and its word.
[[nodiscard]] std::pair<TimeClass, std::string> judge(ScreenFacts const& facts, Instant t);

}  // namespace tocsin::reports::test
