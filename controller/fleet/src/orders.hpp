// SPDX-License-Identifier: Apache-2.0
// Orders to screens: to be black, to go on, to say who they are. Blocking; runs on workers.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/keys/signer.hpp"
#include "tocsin/messages/command.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::fleet {

/// A command as it is sent.
struct SealedCommand {
    ScreenId screen;
    messages::ManifestVersion version;
    std::string envelope;  ///< JSON text
};

/// Thread-safe. Numbers commands: one at a time, so that a screen's only go up.
class Orders {
public:
    /// An order may be obeyed for the first time so long after it was signed; a player that comes
    /// later is given it anew.
    static constexpr std::chrono::hours kOrderHolds{24};
    static constexpr std::chrono::seconds kIdentifyHolds{60};

    /// Asked in the transaction of an order, before anything is changed; its error undoes the
    /// order.
    using Before = std::function<Result<>(store::Tx&)>;

    Orders(store::Store& store, keys::Signer const& signer, std::function<Instant()> now)
        : store_(store), signer_(signer), now_(std::move(now)) {}

    /// The screens are to be black, or to go on: signed and stored, for the players that are here
    /// and those that come later. Errc::notFound (a screen), Errc::conflict (a retired one),
    /// Errc::unavailable (nothing can be signed). All or none.
    [[nodiscard]] Result<std::vector<SealedCommand>> blank(std::string const& who,
                                                           std::vector<ScreenId> const& screens,
                                                           bool blanked, std::string const& reason,
                                                           Before const& before = {});
    /// The screen shall say who it is, now. Not kept for later.
    [[nodiscard]] Result<SealedCommand> identify(std::string const& who, ScreenId const& screen);
    /// The player is not the screen's any more. Signed anew each time that it comes; not kept.
    [[nodiscard]] Result<SealedCommand> revoke(store::Revocation const& revocation);
    /// The order in force for a player that holds the version `held`; nothing if it knows it, or
    /// there never was one. One that has expired or was signed by another key is signed anew.
    [[nodiscard]] Result<std::optional<SealedCommand>> standing(
        ScreenId const& screen, std::optional<messages::ManifestVersion> const& held);

private:
    struct Wish {
        std::string who, reason;
        messages::CommandAction action;
        Milliseconds holds;
    };
    [[nodiscard]] messages::Command commandOf(ScreenId const& screen, Wish const& wish) const;
    [[nodiscard]] Result<SealedCommand> seal(store::ScreenOrder& order, Wish const& wish) const;
    [[nodiscard]] Result<std::vector<store::ScreenOrder>> ordersOf(
        std::vector<ScreenId> const& screens) const;

    store::Store& store_;
    keys::Signer const& signer_;
    std::function<Instant()> now_;
    std::mutex ordering_;  // held while a command is numbered, signed and stored
};

}  // namespace tocsin::fleet
