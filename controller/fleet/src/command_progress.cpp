// SPDX-License-Identifier: Apache-2.0
// What becomes of commands: receipts, pictures, and reports that show that they worked.
#include <spdlog/spdlog.h>

#include "command_steps.hpp"
#include "screen_commands.hpp"

namespace tocsin::fleet {

using store::CommandFate;
using store::CommandStep;
using store::GivenCommand;

Result<> ScreenCommands::change(ScreenId const& screen, std::string const& command,
                                std::function<CommandFate(CommandFate)> const& change) {
    std::optional<CommandFate> before, now;
    std::optional<GivenCommand> given;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        before = tx.commands().fate(command, screen);
        given = tx.commands().find(command);
        return {};
    });
    if (!looked || !before || !given || change(*before) == *before) {
        return looked;
    }
    auto const stored = store_.ingest([&](store::Tx& tx) -> Result<> {
        if (auto fate = tx.commands().fate(command, screen)) {
            now = change(std::move(*fate));
            tx.commands().put(*now);
        }
        return {};
    });
    if (!stored || !now) {
        return stored;
    }
    if (now->step != before->step) {
        spdlog::info("event=command screen={} command={} action={} step={} detail=\"{}\"",
                     screen.str(), command, toString(given->deed.action), toString(now->step),
                     now->detail);
    }
    if (now->step == CommandStep::done && canBeSeen(given->deed)) {
        watch(screen);
    }
    return {};
}

Result<> ScreenCommands::receipt(ScreenId const& screen,
                                 messages::InstructionReceipt const& receipt) {
    return change(screen, receipt.instruction,
                  [&](CommandFate fate) { return after(std::move(fate), receipt); });
}

Result<> ScreenCommands::failed(ScreenId const& screen, std::string const& command,
                                std::string const& why) {
    auto const now = now_();
    return change(screen, command, [&](CommandFate fate) {
        if (!isOver(fate.step)) {
            fate.step = CommandStep::failed;
            fate.ended = now;
            fate.detail = why;
        }
        return fate;
    });
}

Result<> ScreenCommands::pictured(ScreenId const& screen, std::string const& command,
                                  Digest const& picture) {
    auto const now = now_();
    return change(screen, command, [&](CommandFate fate) {
        if (!isOver(fate.step)) {
            fate.step = CommandStep::verified;
            fate.received = fate.done = fate.verified = now;
            fate.detail = "picture " + picture.hex();
        }
        return fate;
    });
}

bool ScreenCommands::watches(ScreenId const& screen) const {
    std::lock_guard const lock(mutex_);
    return watched_.contains(screen);
}

void ScreenCommands::watch(ScreenId const& screen) {
    std::lock_guard const lock(mutex_);
    watched_.insert(screen);
}

Result<> ScreenCommands::seen(ScreenId const& screen, std::string const& boot,
                              messages::Status const& status) {
    {
        // Taken off first: what is done while this looks puts it on again.
        std::lock_guard const lock(mutex_);
        watched_.erase(screen);
    }
    auto const now = now_();
    std::vector<std::string> worked;
    bool further = false;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& fate : tx.commands().of(screen, CommandStep::done)) {
            auto const command = tx.commands().find(fate.command);
            if (!command || fate.done.value_or(Instant::min()) <= now - kWatchPatience) {
                continue;
            }
            if (isSeen(command->deed, fate, boot, status)) {
                worked.push_back(fate.command);
            } else {
                further = further || canBeSeen(command->deed);
            }
        }
        return {};
    });
    if (further || !looked) {
        watch(screen);
    }
    if (!looked) {
        return looked;
    }
    for (auto const& command : worked) {
        auto const verified = change(screen, command, [&](CommandFate fate) {
            if (fate.step == CommandStep::done) {
                fate.step = CommandStep::verified;
                fate.verified = now;
            }
            return fate;
        });
        if (!verified) {
            return verified;
        }
    }
    return {};
}

}  // namespace tocsin::fleet
