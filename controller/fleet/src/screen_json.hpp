// SPDX-License-Identifier: Apache-2.0
// Screens as the HTTP API reads and shows them.
#pragma once

#include <boost/json/object.hpp>

#include "tocsin/messages/json.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::fleet {

[[nodiscard]] boost::json::object screenJson(store::Screen const& screen);
/// Reads a new screen; throws Failure(Errc::invalid) with the path and what is allowed.
[[nodiscard]] store::Screen readScreen(messages::JsonReader const& in);

}  // namespace tocsin::fleet
