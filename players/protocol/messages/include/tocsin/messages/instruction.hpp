// SPDX-License-Identifier: Apache-2.0
// An instruction (指令) to one screen's player: something to be done once, as `tocsin screen
// restart` and its sisters ask for it. Orders to be black, which hold, are commands (command.hpp).
// Payload of an Envelope of kind kInstructionKind, JSON, signed by the command key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tocsin/messages/key_set.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

enum class InstructionAction {
    restart,     ///< value: "engine" or "device"
    power,       ///< of the screen; value: "on" or "off"
    volume,      ///< value: percent, "0" to "100"
    brightness,  ///< value: percent, "0" to "100"
    identify,    ///< the screen's name over the picture
    logLevel,    ///< value: "trace", "debug", "info", "warn" or "error"
    evidence,    ///< a picture of the output; travels as an EvidenceRequest, never as this
    unknown      ///< of a newer controller; value: its word. Never written
};
[[nodiscard]] std::string_view toString(InstructionAction action);
/// Nothing for a word that is not known here.
[[nodiscard]] std::optional<InstructionAction> actionFrom(std::string_view word);

/// What is to be done.
struct Deed {
    InstructionAction action = InstructionAction::unknown;
    std::string value{};
    /// volume, brightness: so long, 0: until the plan's next level. identify, logLevel: so long.
    /// Everything else: 0.
    Milliseconds holds{0};
    bool operator==(Deed const&) const = default;
};

inline constexpr Milliseconds kLongestHold{7 * 24 * 3'600'000};
inline constexpr Milliseconds kLongestIdentify{600'000};
inline constexpr Milliseconds kIdentifies{10'000};          ///< if nothing else is said
inline constexpr Milliseconds kLogLevelHolds{10 * 60'000};  ///< if nothing else is said

/// Whether value and length are of that action; Errc::invalid says what is allowed.
[[nodiscard]] Result<> checkDeed(Deed const& deed);

struct Instruction {
    std::string id;   ///< carried out once by each of its screens; 1 to 64 of a-z, 0-9 and '-'
    ScreenId screen;  ///< whose player does it
    std::int64_t generation = 0;  ///< of the key set that it was signed under
    Deed deed;
    std::string reason;  ///< who wants it and why; may be empty
    Instant issued;
    Instant expires;  ///< not begun from then on
    bool operator==(Instruction const&) const = default;
};

/// Whether an id has its form.
[[nodiscard]] bool isInstructionId(std::string_view id);

[[nodiscard]] std::string toJson(Instruction const& instruction);
/// Errc::invalid with the path of the fault. An action that is not known here is no fault.
[[nodiscard]] Result<Instruction> parseInstruction(std::string_view json);

}  // namespace tocsin::messages
