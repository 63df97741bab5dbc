// SPDX-License-Identifier: Apache-2.0
// Reading what the controller answered, leniently: a member that is absent or of another type is
// empty, so that an older or newer controller can still be shown.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::cli {

using Json = boost::json::value;

/// The member, or null.
[[nodiscard]] Json const& member(Json const& object, std::string_view key);
/// A string as it is, a number in decimal; otherwise "".
[[nodiscard]] std::string text(Json const& object, std::string_view key);
/// A whole number that fits, signed or not; otherwise 0.
[[nodiscard]] std::int64_t integer(Json const& object, std::string_view key);
[[nodiscard]] bool flag(Json const& object, std::string_view key);
/// The member's elements, if it is an array.
[[nodiscard]] std::vector<Json> elements(Json const& object, std::string_view key);
/// Strings of an array member, joined.
[[nodiscard]] std::string joined(Json const& object, std::string_view key,
                                 std::string_view separator);

/// "00:12" or "1:02:03".
[[nodiscard]] std::string clockText(std::int64_t milliseconds);
/// A digest's first 12 digits; any other name as it is.
[[nodiscard]] std::string shortName(std::string const& name);

}  // namespace tocsin::cli
