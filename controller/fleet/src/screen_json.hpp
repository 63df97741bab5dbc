// SPDX-License-Identifier: Apache-2.0
// Screens as the HTTP API reads and shows them.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/messages/json.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::fleet {

[[nodiscard]] boost::json::object screenJson(store::Screen const& screen);
/// Reads a new screen; throws Failure(Errc::invalid) with the path and what is allowed.
[[nodiscard]] store::Screen readScreen(messages::JsonReader const& in);

/// What is said anew of a screen that is there; members that are nothing stay as they are.
/// Members of a screen that papers say, and where they are kept.
inline constexpr std::array<std::pair<char const*, std::string store::Screen::*>, 5> kPaperFields{
    {{"location", &store::Screen::location},
     {"type", &store::Screen::type},
     {"responsible", &store::Screen::responsible},
     {"phone", &store::Screen::phone},
     {"serial", &store::Screen::serial}}};

struct ScreenChange {
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> tags;         ///< all that it has from now on
    std::optional<std::optional<store::GeoPlace>> place;  ///< null: nobody says where it stands
    std::optional<std::string> code;                      ///< null or "": its unit's holds
    /// What papers say of it, of the fields that were said; "" takes away what is there.
    std::vector<std::pair<std::string store::Screen::*, std::string>> paper{};
    std::optional<bool> offlineSite{};
};
/// Throws as readScreen does.
[[nodiscard]] ScreenChange readScreenChange(messages::JsonReader const& in);

}  // namespace tocsin::fleet
