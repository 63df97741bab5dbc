// SPDX-License-Identifier: Apache-2.0
// What a U盘 holds for this player, read and judged before any of it is believed.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "journal/ledger_mark.hpp"
#include "link/link.hpp"
#include "tocsin/messages/carry.hpp"

namespace tocsin::player {

struct Parcel {
    messages::CarryIndex index;
    Carried carried;
    std::string manifest;  ///< envelope, JSON text; empty: none
    std::optional<LedgerMark> mark;
    std::set<Digest> pictures;  ///< that the controller keeps
};

/// Whom the parcel has to be for.
struct Addressee {
    std::optional<Bond> bond;
    std::string token;  ///< of the command line, or empty
    messages::PublicKey key;
};

/// From `folder`/screens/`screen`. Errc::notFound: there is nothing for this screen. Errc::damaged
/// names the file, Errc::permission: it is another controller's, or another player's,
/// Errc::conflict: of an older key set.
[[nodiscard]] Result<Parcel> openParcel(std::filesystem::path const& folder, ScreenId const& screen,
                                        Addressee const& self);

/// The screen that a controller has bound this player to, as far as the stick says; a player that
/// is bound to none asks. Whether it may be believed openParcel() says.
[[nodiscard]] std::optional<ScreenId> screenFor(std::filesystem::path const& folder,
                                                messages::PublicKey const& key);

}  // namespace tocsin::player
