// SPDX-License-Identifier: Apache-2.0
// Reads messages as messages::decode does, but a warning's envelope, which thousands of players are
// sent one after the other, is understood once.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/messages/wire.hpp"

namespace tocsin::swarm {

class WarningReader {
public:
    /// The same result as messages::decode(text).
    [[nodiscard]] Result<messages::Message> read(std::string_view text);

private:
    std::string envelope_;  ///< of the last warning that came, in the controller's own words
};

}  // namespace tocsin::swarm
