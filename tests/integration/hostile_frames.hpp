// SPDX-License-Identifier: Apache-2.0
// What somebody sends to the players' WebSocket who is no player of this site: mutated messages,
// and frames that no WebSocket knows.
#pragma once

#include <string>
#include <vector>

#include "dice.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::integration {

/// The request that opens a WebSocket at /player.
[[nodiscard]] std::string playerHandshake();
/// The same, mutated, with a frame after it.
[[nodiscard]] std::string mutatedHandshake(Dice& dice);

class HostileFrames {
public:
    /// Mutates the examples of the protocol's document, a file.
    explicit HostileFrames(std::string const& document);
    /// A message in one or more frames, with control frames between them. Whatever it says, the
    /// session can go on after it.
    [[nodiscard]] std::string message(Dice& dice) const;
    /// A hello whose signature holds, of a player that nobody knows.
    [[nodiscard]] static std::string strangersHello(Dice& dice,
                                                    messages::Challenge const& challenge);
    /// Frames that end the session: against RFC 6455, too long, or cut off.
    [[nodiscard]] static std::string lastFrame(Dice& dice);

private:
    std::vector<std::string> examples_;
};

}  // namespace tocsin::integration
