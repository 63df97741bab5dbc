// SPDX-License-Identifier: Apache-2.0
// Commands to screens (指令): given, signed when their time has come, and followed until it is
// known what became of them. Blocking; runs on workers.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tocsin/keys/signer.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/store/commands.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::fleet {

/// A command as it goes to one screen.
struct SealedInstruction {
    ScreenId screen;
    std::string command;   ///< id
    std::string envelope;  ///< JSON text; empty: it asks for a picture
    std::string reason;    ///< who asks and why, where there is no envelope
};

/// What somebody wants done.
struct CommandWish {
    std::string id;  ///< empty: it is given one
    messages::Deed deed;
    std::vector<ScreenId> screens;  ///< each once
    std::optional<Instant> due{};   ///< nothing: at once
    Milliseconds valid{600'000};    ///< not begun so long after it is due
    std::string reason{};
};

/// A command with all its screens.
struct FollowedCommand {
    store::GivenCommand command;
    std::vector<store::CommandFate> fates;  ///< by screen
    bool isNew = true;                      ///< it was not there before
};

/// Thread-safe.
class ScreenCommands {
public:
    static constexpr std::int64_t kMostOpen = 50;  ///< of one screen; one more is refused
    static constexpr Milliseconds kLongestValid{24 * 3'600'000};
    static constexpr std::chrono::days kFarthest{92};  ///< that one can be given ahead
    static constexpr std::chrono::days kKept{400};

    /// Asked in the transaction that gives it, before anything is changed; its error undoes it.
    using Before = std::function<Result<>(store::Tx&, std::vector<store::Screen> const&)>;

    ScreenCommands(store::Store& store, keys::Signer const& signer, std::function<Instant()> now)
        : store_(store), signer_(signer), now_(std::move(now)) {}

    /// All screens or none. Errc::notFound (a screen), Errc::conflict (a retired one; one that has
    /// too many; an id that another command has; a time that is over). The same command with the
    /// same id again is the one that is there.
    [[nodiscard]] Result<FollowedCommand> give(std::string const& who, CommandWish const& wish,
                                               Before const& before = {});
    /// Ends it at the screens that it was not sent to yet. Errc::notFound, Errc::conflict (it was
    /// sent to all).
    [[nodiscard]] Result<FollowedCommand> cancel(std::string const& who, std::string const& id);
    /// Errc::notFound.
    [[nodiscard]] Result<FollowedCommand> find(std::string const& id) const;

    /// What is to be sent now to screens of which `online` holds, signed; it counts as sent then.
    [[nodiscard]] Result<std::vector<SealedInstruction>> takeDue(
        std::function<bool(ScreenId const&)> const& online);
    /// The same for a screen whose player has come just now: also what was sent before, of which
    /// nothing was heard.
    [[nodiscard]] Result<std::vector<SealedInstruction>> takeFor(ScreenId const& screen);
    /// Ends what has expired, and what nobody answers for. Costs nothing while nothing is open.
    [[nodiscard]] Result<> sweep();

    [[nodiscard]] Result<> receipt(ScreenId const& screen,
                                   messages::InstructionReceipt const& receipt);
    /// It cannot be done there: the player is too old, or took no picture.
    [[nodiscard]] Result<> failed(ScreenId const& screen, std::string const& command,
                                  std::string const& why);
    /// The picture that was asked for is kept.
    [[nodiscard]] Result<> pictured(ScreenId const& screen, std::string const& command,
                                    Digest const& picture);
    /// Whether reports of this screen's player are looked at. Never blocks for long.
    [[nodiscard]] bool watches(ScreenId const& screen) const;
    /// A report came.
    [[nodiscard]] Result<> seen(ScreenId const& screen, std::string const& boot,
                                messages::Status const& status);

private:
    [[nodiscard]] Result<SealedInstruction> seal(store::GivenCommand const& command,
                                                 ScreenId const& screen) const;
    [[nodiscard]] Result<std::vector<SealedInstruction>> take(
        std::vector<store::CommandFate> const& fates);
    [[nodiscard]] Result<> change(
        ScreenId const& screen, std::string const& command,
        std::function<store::CommandFate(store::CommandFate)> const& change);
    void watch(ScreenId const& screen);
    [[nodiscard]] bool nothingOpen() const;

    store::Store& store_;
    keys::Signer const& signer_;
    std::function<Instant()> now_;
    std::mutex taking_;  // held while what is due is looked up, signed and marked as sent

    mutable std::mutex mutex_;    // guards what follows
    bool mayBeOpen_ = true;       // there may be commands that are not over
    std::int64_t given_ = 0;      // commands of this run
    bool lookedForDone_ = false;  // those that were done before this run are watched
    std::set<ScreenId> watched_;
    std::optional<Instant> forgotAt_;
};

}  // namespace tocsin::fleet
