// SPDX-License-Identifier: Apache-2.0
// Whom this player obeys and for which screen (file "controller.pin"); pairing codes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "director/trust.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

struct Bond {
    Trust trust;
    ScreenId screen;
    std::string screenName;
    bool operator==(Bond const&) const = default;
};

/// Nothing if there is no such file; Errc::damaged if it cannot be understood. The form of before
/// key sets ("tocsin-player-pin/1") is read too.
[[nodiscard]] Result<std::optional<Bond>> loadBond(std::filesystem::path const& file);
[[nodiscard]] Result<> saveBond(std::filesystem::path const& file, Bond const& bond);

/// Six characters, without those that are mistaken for one another (0 O 1 I L), from so many random
/// bytes (at least 6).
[[nodiscard]] std::string pairingCode(std::string_view randomBytes);

}  // namespace tocsin::player
