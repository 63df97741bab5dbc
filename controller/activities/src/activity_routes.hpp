// SPDX-License-Identifier: Apache-2.0
// The routes of the book's parts.
#pragma once

#include "state.hpp"

namespace tocsin::activities {

/// List, show, put, retire, clone.
[[nodiscard]] access::Routes activityRoutes(StatePtr const& state);
/// Campaigns, key dates, and what is written into the five parts.
[[nodiscard]] access::Routes partRoutes(StatePtr const& state);
/// Files of the parts.
[[nodiscard]] access::Routes fileRoutes(StatePtr const& state);
/// Work records: list, show, add, change, withdraw.
[[nodiscard]] access::Routes workRoutes(StatePtr const& state);
[[nodiscard]] access::Routes pictureRoutes(StatePtr const& state);
/// The template of a workbook, and importing one.
[[nodiscard]] access::Routes importRoutes(StatePtr const& state);

}  // namespace tocsin::activities
