// SPDX-License-Identifier: Apache-2.0
// Whom this player obeys: the pinned controller key and the screen it is bound to (file
// "controller.pin"); tokens and pairing codes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

struct Bond {
    messages::PublicKey controller;
    ScreenId screen;
    std::string screenName;
    bool operator==(Bond const&) const = default;
};

/// Nothing if there is no such file; Errc::damaged if it cannot be understood.
[[nodiscard]] Result<std::optional<Bond>> loadBond(std::filesystem::path const& file);
[[nodiscard]] Result<> saveBond(std::filesystem::path const& file, Bond const& bond);

/// Whether a controller that shows this key may be talked to: the pin decides; without one the
/// token's fingerprint
/// ("<random>.<fingerprint>"); without either anyone. Errc::permission says what to do.
[[nodiscard]] Result<> judgeController(messages::PublicKey const& shown,
                                       std::optional<Bond> const& bond, std::string const& token);

/// Six characters, without those that are mistaken for one another (0 O 1 I L), from so many random
/// bytes (at least 6).
[[nodiscard]] std::string pairingCode(std::string_view randomBytes);

}  // namespace tocsin::player
