// SPDX-License-Identifier: Apache-2.0
// The warnings of one simulated player, and what it tells of them. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/warning.hpp"

namespace tocsin::swarm {

class HeldWarnings {
public:
    /// What is over goes first.
    static constexpr std::size_t kMost = 50;

    struct Taken {
        bool isNew = false;  ///< this revision was not held before
        bool shows = false;  ///< it is to be on the glass with the next frame
        /// What is to be told: the answer, then what became of the revision that it follows.
        std::vector<messages::WarningReceipt> receipts;
    };
    /// A warning that is signed and this screen's.
    Taken take(messages::Warning const& warning, messages::WarningTarget const& target,
               Instant now);
    /// Its first frame is shown; nothing if that is not so any more, or not the first time.
    std::optional<messages::WarningReceipt> onGlass(std::string const& id, std::int64_t revision,
                                                    Instant now);
    /// Those whose time is over by now and that nobody was told of.
    std::vector<messages::WarningReceipt> endExpired(Instant now);
    /// All, as a new session tells them again.
    [[nodiscard]] std::vector<messages::WarningReceipt> receipts() const;
    /// One of them is to be seen now.
    [[nodiscard]] bool shows(Instant now) const;

private:
    struct Held {
        messages::WarningReceipt receipt;
        Instant expires;
        bool shown = false;  ///< not cleared, and not left out
    };
    void makeRoom();
    std::vector<Held> held_;  ///< the newest revision of each, the longest held first
};

}  // namespace tocsin::swarm
