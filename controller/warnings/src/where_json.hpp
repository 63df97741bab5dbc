// SPDX-License-Identifier: Apache-2.0
// Where a warning is for, as JSON: what people send, and what is stored.
#pragma once

#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"
#include "wanted.hpp"

namespace tocsin::warnings {

inline constexpr std::size_t kMostNamed = 20'000;  ///< screens, units, shapes … of one warning

/// {"all"} or any of {"screens", "units", "tags", "polygons", "circles", "codes"}. Throws Failure
/// with the path.
[[nodiscard]] Where readWhere(messages::JsonReader const& in);
/// The same as it was asked for.
[[nodiscard]] boost::json::object whereJson(Where const& where);

[[nodiscard]] Area readArea(messages::JsonReader const& in);
[[nodiscard]] boost::json::object areaJson(Area const& area);

}  // namespace tocsin::warnings
