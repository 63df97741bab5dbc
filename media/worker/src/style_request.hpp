// SPDX-License-Identifier: Apache-2.0
// Reading requests about slogans.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "tocsin/media/slogan.hpp"

namespace tocsin::media_worker {

/// Errc::invalid.
[[nodiscard]] Result<boost::json::object> readObject(std::string_view request);
/// The keys that answerSlogan() takes. Errc::invalid names the key; ranges are left to who draws.
[[nodiscard]] Result<media::SloganStyle> readStyle(boost::json::object const& request);
/// The key "characters", which may be missing. Errc::invalid.
[[nodiscard]] Result<std::vector<media::DrawnCharacter>> readCharacters(
    boost::json::object const& request);

}  // namespace tocsin::media_worker
