// SPDX-License-Identifier: Apache-2.0
// Commands to screens (指令), each carried out once: what was asked for, and how far every screen
// has come with it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/instruction.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

struct GivenCommand {
    std::string id;
    messages::Deed deed;
    std::string who;     ///< account
    std::string reason;  ///< as it was given
    Instant given;
    Instant due;      ///< not before
    Instant expires;  ///< and not from then on
    bool operator==(GivenCommand const&) const = default;
};

/// In this order; the numbers are stored.
enum class CommandStep {
    waiting,   ///< for its time, or for the player to come
    sent,      ///< and nothing heard yet
    received,  ///< the player has it on its disk
    done,      ///< the player says so
    verified,  ///< and it was seen to have worked
    failed,
    expired,   ///< nobody could carry it out in time
    cancelled  ///< before it was sent
};
[[nodiscard]] std::string_view toString(CommandStep step);
/// Nothing more is waited for but to see that it worked.
[[nodiscard]] constexpr bool isOver(CommandStep step) {
    return step >= CommandStep::done;
}

/// A command at one screen.
struct CommandFate {
    std::string command;  ///< id
    ScreenId screen;
    CommandStep step = CommandStep::waiting;
    std::optional<Instant> sent{}, received{}, done{}, verified{};
    std::optional<Instant> ended{};  ///< failed, expired or cancelled
    std::string detail{};            ///< why, or what was said
    std::string boot{};              ///< of the player when it received it; empty: not said
    std::int64_t engineStarts = 0;   ///< the same
    bool operator==(CommandFate const&) const = default;
};

struct CommandQuery {
    std::optional<ScreenId> screen{};
    std::optional<Instant> since{};  ///< given at or after
    std::size_t most = 100;
};

class Commands {
public:
    virtual ~Commands() = default;
    [[nodiscard]] virtual std::optional<GivenCommand> find(std::string const& id) const = 0;
    /// The newest first.
    [[nodiscard]] virtual std::vector<GivenCommand> list(CommandQuery const& query) const = 0;
    /// By screen.
    [[nodiscard]] virtual std::vector<CommandFate> fates(std::string const& command) const = 0;
    [[nodiscard]] virtual std::optional<CommandFate> fate(std::string const& command,
                                                          ScreenId const& screen) const = 0;
    /// All that are in this step, by command and screen.
    [[nodiscard]] virtual std::vector<CommandFate> in(CommandStep step) const = 0;
    /// The screen's that are in this step.
    [[nodiscard]] virtual std::vector<CommandFate> of(ScreenId const& screen,
                                                      CommandStep step) const = 0;
    /// Those of the screen that are not over.
    [[nodiscard]] virtual std::int64_t openAt(ScreenId const& screen) const = 0;
    virtual void put(GivenCommand const& command) = 0;  ///< adds or replaces
    virtual void put(CommandFate const& fate) = 0;      ///< adds or replaces
    /// Commands that were given before, with all their fates.
    virtual void forgetBefore(Instant t) = 0;
};

}  // namespace tocsin::store
