// SPDX-License-Identifier: Apache-2.0
// When a screen has no power, or no light, by its settings file.
#pragma once

#include <utility>
#include <vector>

#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

/// Stretches of [from, to), ascending and disjoint, in which the screen's settings give it no power
/// or dim it to black; at most some days at a time. Settings are kept as they are now: of the time
/// before their last change nothing is said. A file that cannot be read says nothing either.
/// Errc::invalid for an unknown zone.
[[nodiscard]] Result<std::vector<std::pair<Instant, Instant>>> unlitHours(
    store::Tx const& tx, store::Screen const& screen, Instant from, Instant to);

}  // namespace tocsin::schedule
