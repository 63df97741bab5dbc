// SPDX-License-Identifier: Apache-2.0
#include "screen_commands.hpp"

#include <algorithm>

#include "command_steps.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::fleet {
namespace {

using messages::InstructionAction;
using store::CommandFate;
using store::CommandStep;
using store::GivenCommand;

constexpr std::chrono::hours kForgetEvery{24};

std::string newId() {
    return messages::sha256(messages::randomBytes(16)).hex().substr(0, 12);
}

std::string deedText(messages::Deed const& deed) {
    auto out = std::string(toString(deed.action));
    out += deed.value.empty() ? "" : " " + deed.value;
    out += deed.holds.count() > 0 ? " for " + std::to_string(deed.holds.count() / 1000) + " s" : "";
    return out;
}

std::string detailOf(GivenCommand const& command, std::vector<ScreenId> const& screens) {
    constexpr std::size_t kMostNamed = 50;
    auto out = deedText(command.deed) + ":";
    for (std::size_t i = 0; i < std::min(screens.size(), kMostNamed); ++i) {
        out += " " + screens[i].str();
    }
    out += screens.size() > kMostNamed ? " …" : "";
    out += command.due > command.given ? "; at " + formatInstant(command.due) : "";
    out += command.reason.empty() ? "" : "; " + command.reason;
    return out;
}

Error noSuchCommand(std::string const& id) {
    return {Errc::notFound, "there is no command \"" + id + "\"; see tocsin command list"};
}

/// The same thing is meant by it.
bool isSame(FollowedCommand const& there, CommandWish const& wish) {
    std::vector<ScreenId> screens;
    for (auto const& fate : there.fates) {
        screens.push_back(fate.screen);
    }
    auto wished = wish.screens;
    std::sort(wished.begin(), wished.end());
    return there.command.deed == wish.deed && screens == wished;
}

FollowedCommand followed(store::Tx const& tx, GivenCommand command) {
    auto fates = tx.commands().fates(command.id);
    return {std::move(command), std::move(fates), false};
}

Result<> checkTime(CommandWish const& wish, Instant now) {
    if (wish.valid <= Milliseconds{0} || wish.valid > ScreenCommands::kLongestValid) {
        return Error{Errc::invalid, "a command is valid for at least a second and at most a day"};
    }
    auto const due = wish.due.value_or(now);
    if (due + wish.valid <= now) {
        return Error{Errc::conflict, formatInstant(due) + " is over; give a time to come"};
    }
    if (due > now + ScreenCommands::kFarthest) {
        return Error{Errc::invalid, formatInstant(due) + " is more than 92 days ahead"};
    }
    return {};
}

}  // namespace

Result<FollowedCommand> ScreenCommands::give(std::string const& who, CommandWish const& wish,
                                             Before const& before) {
    auto const now = now_();
    if (auto const fits = messages::checkDeed(wish.deed); !fits) {
        return fits.error();
    }
    if (!wish.id.empty() && !messages::isInstructionId(wish.id)) {
        return Error{Errc::invalid,
                     "an id is 1 to 64 of a-z, 0-9 and '-', not \"" + wish.id + "\""};
    }
    GivenCommand const command{wish.id.empty() ? newId() : wish.id,
                               wish.deed,
                               who,
                               wish.reason,
                               now,
                               wish.due.value_or(now),
                               wish.due.value_or(now) + wish.valid};
    std::optional<FollowedCommand> there;
    FollowedCommand out{command, {}, true};
    auto const stored = store_.write(
        [&](store::Tx& tx) -> Result<> {
            if (auto known = tx.commands().find(command.id)) {
                there = followed(tx, std::move(*known));
                return Error{Errc::conflict, "there is another command \"" + command.id + "\""};
            }
            if (auto const fits = checkTime(wish, now); !fits) {
                return fits;
            }
            std::vector<store::Screen> screens;
            for (auto const& id : wish.screens) {
                auto screen = tx.screens().find(id);
                if (!screen) {
                    return Error{Errc::notFound, "there is no screen \"" + id.str() + "\""};
                }
                if (screen->retired) {
                    return Error{Errc::conflict, "screen " + id.str() + " is retired"};
                }
                if (tx.commands().openAt(id) >= kMostOpen) {
                    return Error{Errc::conflict, "screen " + id.str() + " has " +
                                                     std::to_string(kMostOpen) +
                                                     " commands before it already; cancel some: "
                                                     "tocsin command list --screen " +
                                                     id.str()};
                }
                screens.push_back(std::move(*screen));
            }
            if (auto may = before ? before(tx, screens) : Result<>(); !may) {
                return may;
            }
            tx.commands().put(command);
            for (auto const& id : wish.screens) {
                CommandFate fate;
                fate.command = command.id;
                fate.screen = id;
                tx.commands().put(fate);
            }
            out.fates = tx.commands().fates(command.id);
            return {};
        },
        {who, "command.give", command.id, detailOf(command, wish.screens)});
    if (there && isSame(*there, wish)) {
        return std::move(*there);
    }
    if (!stored) {
        return stored.error();
    }
    std::lock_guard const lock(mutex_);
    ++given_;
    mayBeOpen_ = true;
    return out;
}

Result<FollowedCommand> ScreenCommands::find(std::string const& id) const {
    std::optional<FollowedCommand> out;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        auto command = tx.commands().find(id);
        if (!command) {
            return noSuchCommand(id);
        }
        out = followed(tx, std::move(*command));
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return std::move(*out);
}

Result<FollowedCommand> ScreenCommands::cancel(std::string const& who, std::string const& id) {
    std::lock_guard const taking(taking_);
    std::optional<FollowedCommand> out;
    auto const now = now_();
    auto const stored = store_.write(
        [&](store::Tx& tx) -> Result<> {
            auto command = tx.commands().find(id);
            if (!command) {
                return noSuchCommand(id);
            }
            bool any = false;
            for (auto fate : tx.commands().fates(id)) {
                if (fate.step == CommandStep::waiting) {
                    any = true;
                    fate.step = CommandStep::cancelled;
                    fate.ended = now;
                    fate.detail = "by " + who;
                    tx.commands().put(fate);
                }
            }
            if (!any) {
                return Error{Errc::conflict,
                             "command " + id + " waits nowhere any more; it cannot be taken back"};
            }
            out = followed(tx, std::move(*command));
            return {};
        },
        {who, "command.cancel", id, ""});
    if (!stored) {
        return stored.error();
    }
    return std::move(*out);
}

Result<SealedInstruction> ScreenCommands::seal(GivenCommand const& command,
                                               ScreenId const& screen) const {
    SealedInstruction out{
        screen, command.id, "",
        command.reason.empty() ? command.who : command.who + ": " + command.reason};
    if (command.deed.action == InstructionAction::evidence) {
        return out;
    }
    messages::Instruction const instruction{
        command.id, screen,         signer_.issued().set.generation, command.deed, out.reason,
        now_(),     command.expires};
    auto const envelope = keys::seal(signer_, keys::Role::command, messages::kInstructionKind,
                                     messages::toJson(instruction));
    if (!envelope) {
        return envelope.error();
    }
    out.envelope = messages::toJson(*envelope);
    return out;
}

/// With `taking_` held. Marked as sent before it leaves: what is lost on the way is sent again when
/// the player comes back.
Result<std::vector<SealedInstruction>> ScreenCommands::take(std::vector<CommandFate> const& fates) {
    std::vector<SealedInstruction> out;
    std::vector<CommandFate> marked;
    std::map<std::string, std::optional<GivenCommand>> commands;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& fate : fates) {
            if (!commands.contains(fate.command)) {
                commands[fate.command] = tx.commands().find(fate.command);
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    auto const now = now_();
    for (auto fate : fates) {
        auto const& command = commands[fate.command];
        if (!command || command->due > now || command->expires <= now) {
            continue;
        }
        auto sealed = seal(*command, fate.screen);
        if (!sealed) {
            return sealed.error();
        }
        out.push_back(std::move(*sealed));
        fate.step = CommandStep::sent;
        fate.sent = fate.sent.value_or(now);
        marked.push_back(std::move(fate));
    }
    if (marked.empty()) {
        return out;
    }
    auto const stored = store_.ingest([&](store::Tx& tx) -> Result<> {
        for (auto const& fate : marked) {
            tx.commands().put(fate);
        }
        return {};
    });
    if (!stored) {
        return stored.error();
    }
    return out;
}

bool ScreenCommands::nothingOpen() const {
    std::lock_guard const lock(mutex_);
    return !mayBeOpen_;
}

Result<std::vector<SealedInstruction>> ScreenCommands::takeDue(
    std::function<bool(ScreenId const&)> const& online) {
    if (nothingOpen()) {
        return std::vector<SealedInstruction>();
    }
    std::lock_guard const taking(taking_);
    std::vector<CommandFate> fates;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        fates = tx.commands().in(CommandStep::waiting);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    std::erase_if(fates, [&](CommandFate const& fate) { return !online(fate.screen); });
    return take(fates);
}

Result<std::vector<SealedInstruction>> ScreenCommands::takeFor(ScreenId const& screen) {
    if (nothingOpen()) {
        return std::vector<SealedInstruction>();
    }
    std::lock_guard const taking(taking_);
    std::vector<CommandFate> fates;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        fates = tx.commands().of(screen, CommandStep::sent);
        auto const waiting = tx.commands().of(screen, CommandStep::waiting);
        fates.insert(fates.end(), waiting.begin(), waiting.end());
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return take(fates);
}

Result<> ScreenCommands::sweep() {
    auto const now = now_();
    std::int64_t given = 0;
    bool forgets = false, looks = false, open = false;
    {
        std::lock_guard const lock(mutex_);
        given = given_;
        forgets = !forgotAt_ || now - *forgotAt_ >= kForgetEvery;
        looks = !lookedForDone_;
        if (!mayBeOpen_ && !forgets && !looks) {
            return {};
        }
    }
    std::lock_guard const taking(taking_);
    std::vector<CommandFate> ended;
    std::vector<ScreenId> done;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        for (auto const step : {CommandStep::waiting, CommandStep::sent, CommandStep::received}) {
            for (auto const& fate : tx.commands().in(step)) {
                auto const command = tx.commands().find(fate.command);
                auto next = command ? after(fate, *command, now) : fate;
                open = open || next.step == fate.step;
                if (next.step != fate.step) {
                    ended.push_back(std::move(next));
                }
            }
        }
        // Of an earlier run of this program.
        for (auto const& fate :
             looks ? tx.commands().in(CommandStep::done) : std::vector<CommandFate>()) {
            if (fate.done.value_or(Instant::min()) > now - kWatchPatience) {
                done.push_back(fate.screen);
            }
        }
        return {};
    });
    if (!looked) {
        return looked;
    }
    auto const settle = [&](store::Tx& tx) -> Result<> {
        for (auto const& fate : ended) {
            // A receipt may have come in this moment.
            auto const present = tx.commands().fate(fate.command, fate.screen);
            if (present && !isOver(present->step)) {
                tx.commands().put(fate);
            }
        }
        if (forgets) {
            tx.commands().forgetBefore(now - kKept);
        }
        return {};
    };
    auto const stored = ended.empty() && !forgets ? Result<>() : store_.ingest(settle);
    if (!stored) {
        return stored;
    }
    std::lock_guard const lock(mutex_);
    watched_.insert(done.begin(), done.end());
    lookedForDone_ = true;
    forgotAt_ = forgets ? now : forgotAt_;
    mayBeOpen_ = open || given_ != given;
    return {};
}

}  // namespace tocsin::fleet
