// SPDX-License-Identifier: Apache-2.0
// One way through a day: plays placed one after the other, from its begin to its end.
#pragma once

#include <cstdint>

#include "placing.hpp"

namespace tocsin::playlists::detail {

/// Plays may start `lead` ms before their share of airtime; `longest` is the longest item.
[[nodiscard]] Sequence attempt(Plan const& plan, std::int64_t lead, std::int64_t longest);

}  // namespace tocsin::playlists::detail
