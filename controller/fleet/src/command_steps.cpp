// SPDX-License-Identifier: Apache-2.0
#include "command_steps.hpp"

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::fleet {

using messages::InstructionAction;
using store::CommandStep;

store::CommandFate after(store::CommandFate fate, messages::InstructionReceipt const& receipt) {
    if (fate.step == CommandStep::verified || fate.step == CommandStep::cancelled) {
        return fate;
    }
    fate.ended.reset();
    fate.received = receipt.received ? receipt.received : fate.received;
    fate.detail = shownAsUtf8(receipt.detail);
    fate.boot = shownAsUtf8(receipt.boot);
    fate.engineStarts = receipt.engineStarts;
    if (receipt.failed) {
        fate.step = CommandStep::failed;
        fate.ended = receipt.failed;
    } else if (receipt.done) {
        fate.step = receipt.verified ? CommandStep::verified : CommandStep::done;
        fate.done = receipt.done;
        fate.verified = receipt.verified;
    } else {
        fate.step = CommandStep::received;
    }
    return fate;
}

store::CommandFate after(store::CommandFate fate, store::GivenCommand const& command, Instant now) {
    bool const unheard = fate.step == CommandStep::waiting || fate.step == CommandStep::sent;
    if (unheard && command.expires <= now) {
        fate.detail = fate.step == CommandStep::waiting
                          ? "no player of the screen was connected before it expired"
                          : "the player was sent it, and nothing was heard before it expired";
        fate.step = CommandStep::expired;
        fate.ended = now;
    } else if (fate.step == CommandStep::received && command.expires + kAnswerPatience <= now) {
        fate.step = CommandStep::failed;
        fate.ended = now;
        fate.detail = "the player has it, and has not said what became of it";
    }
    return fate;
}

bool canBeSeen(messages::Deed const& deed) {
    return deed.action != InstructionAction::power && deed.action != InstructionAction::evidence &&
           deed.action != InstructionAction::unknown;
}

bool isSeen(messages::Deed const& deed, store::CommandFate const& fate, std::string const& boot,
            messages::Status const& status) {
    auto const shows = [&](std::optional<int> const& level) {
        return level && std::to_string(*level) == deed.value;
    };
    bool const otherBoot = !boot.empty() && !fate.boot.empty() && boot != fate.boot;
    switch (deed.action) {
        case InstructionAction::restart:
            return otherBoot || (deed.value == "engine" && status.engineStarts > fate.engineStarts);
        case InstructionAction::volume:
            return shows(status.volume);
        case InstructionAction::brightness:
            return shows(status.brightness);
        case InstructionAction::identify:
            return status.identifying;
        case InstructionAction::logLevel:
            return status.logLevel == deed.value;
        case InstructionAction::power:
        case InstructionAction::evidence:
        case InstructionAction::unknown:
            break;
    }
    return false;
}

}  // namespace tocsin::fleet
