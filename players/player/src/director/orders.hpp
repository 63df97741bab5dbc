// SPDX-License-Identifier: Apache-2.0
// The orders in force on this player: whether it is to be black, whatever its plan says (file
// "orders").
#pragma once

#include <spdlog/logger.h>

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "director/trust.hpp"
#include "engine/findings.hpp"
#include "tocsin/messages/command.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::player {

/// A command that was obeyed.
struct HeldCommand {
    messages::Command command;
    Digest payload;           ///< SHA-256 of the signed bytes
    messages::PublicKey key;  ///< that signed it
};

/// What an offer is measured against.
struct CommandGate {
    Trust trust;
    ScreenId screen;                  ///< the bound one
    std::optional<HeldCommand> held;  ///< the newest of the same sort: blank and unblank are one
    Instant now;                      ///< fleet time
    /// It comes from our own disk and was obeyed before: expiry does not matter any more.
    bool obeyedBefore = false;
};

/// The command, or why it is refused: Errc::damaged, Errc::permission (key, signature, kind or
/// screen), Errc::conflict (older than one that was obeyed, another one of the same number, or of a
/// generation whose key set this player does not hold), Errc::timedOut (expired). One equal to the
/// newest is accepted again. Pure.
[[nodiscard]] Result<HeldCommand> judgeCommand(std::string_view envelope, CommandGate const& gate);

/// Thread-safe. The functions are called on the thread that brings the order, without a lock held.
class Orders {
public:
    struct Parts {
        std::filesystem::path file;
        spdlog::logger& log;
        Findings& findings;
        std::function<void(bool blank)> blank;  ///< it changed
        std::function<void()> identify;         ///< it was ordered just now
        messages::PublicKey self = {};          ///< this player's key
        /// This player's key is believed no longer: it is to show nothing of its screen.
        std::function<void()> revoked = {};
    };
    explicit Orders(Parts parts) : parts_(std::move(parts)) {}

    /// As PlanKeeper::trust: an order that a revoked key has signed holds no longer.
    void trust(Trust const& trust);
    /// Takes up the order of an earlier run.
    void load(ScreenId const& screen);
    /// Judges a command and obeys it if it is good: on disk first.
    [[nodiscard]] messages::CommandReceipt offer(std::string const& envelope,
                                                 ScreenId const& screen, Instant now);
    /// The player was bound to this screen: orders to another one hold no longer.
    void bindTo(ScreenId const& screen);
    /// Version of the newest blank or unblank that was obeyed.
    [[nodiscard]] std::optional<messages::ManifestVersion> version() const;
    [[nodiscard]] bool blank() const;

private:
    void drop(std::unique_lock<std::mutex> lock);
    [[nodiscard]] Result<> obey(HeldCommand command, std::string const& envelope);
    void show(bool blank);
    [[nodiscard]] std::optional<HeldCommand> heldBefore(messages::CommandAction action) const;

    Parts parts_;
    mutable std::mutex mutex_;  // guards what follows
    Trust trust_;
    std::optional<HeldCommand> order_;     ///< blank or unblank
    std::optional<HeldCommand> identify_;  ///< the newest, of this run
};

}  // namespace tocsin::player
