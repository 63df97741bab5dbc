// SPDX-License-Identifier: Apache-2.0
// The file "instructions": which instructions this player has had, so that none is carried out
// twice.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/wire.hpp"

namespace tocsin::player {

struct KeptInstruction {
    messages::InstructionReceipt receipt;
    Instant expires;
    bool restartsDevice = false;  ///< its end may come before it is written down
    [[nodiscard]] bool isOver() const { return receipt.done || receipt.failed; }
};

struct InstructionBook {
    static constexpr std::size_t kMostBytes = 4 << 20;
    ScreenId screen;
    std::vector<KeptInstruction> kept;  ///< as they came
};

[[nodiscard]] std::string toText(InstructionBook const& book);
/// Errc::invalid with the path of the fault.
[[nodiscard]] Result<InstructionBook> parseInstructionBook(std::string_view text);

}  // namespace tocsin::player
