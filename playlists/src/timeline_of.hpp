// SPDX-License-Identifier: Apache-2.0
// The finished day as a timeline, every entry with its reason.
#pragma once

#include <string>
#include <vector>

#include "placing.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::playlists::detail {

[[nodiscard]] Timeline timelineOf(Programme const& programme, Plan const& plan,
                                  std::vector<Placed> const& entries);

/// The reason as it stands in the timeline; `relaxed`: a neighbour rule gave way.
[[nodiscard]] std::string reasonText(Placed const& placed, Programme const& programme,
                                     Plan const& plan, bool relaxed);

}  // namespace tocsin::playlists::detail
