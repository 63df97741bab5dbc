// SPDX-License-Identifier: Apache-2.0
// Screens as the HTTP API reads and shows them.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/json.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::fleet {

[[nodiscard]] boost::json::object screenJson(store::Screen const& screen);
/// Reads a new screen; throws Failure(Errc::invalid) with the path and what is allowed.
[[nodiscard]] store::Screen readScreen(messages::JsonReader const& in);

/// What is said anew of a screen that is there; members that are nothing stay as they are.
struct ScreenChange {
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> tags;         ///< all that it has from now on
    std::optional<std::optional<store::GeoPlace>> place;  ///< null: nobody says where it stands
    std::optional<std::string> code;                      ///< null or "": its unit's holds
};
/// Throws as readScreen does.
[[nodiscard]] ScreenChange readScreenChange(messages::JsonReader const& in);

}  // namespace tocsin::fleet
