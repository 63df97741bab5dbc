// SPDX-License-Identifier: Apache-2.0
// Tickets with which players fetch content: who shows one is the player that it was given to on its
// session, which proved its key.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::fleet {

/// Thread-safe. They hold until the controller's next start; whether their player may still have
/// content is asked each time. As many as there are players that an operator let in.
class Tickets {
public:
    /// The player's, the same one each time.
    [[nodiscard]] std::string of(messages::PublicKey const& player) {
        std::scoped_lock const lock(mutex_);
        auto& ticket = tickets_[player];
        if (ticket.empty()) {
            ticket = messages::sha256(messages::randomBytes(sizeof(Digest))).hex();
            players_.emplace(messages::sha256(ticket), player);
        }
        return ticket;
    }
    [[nodiscard]] std::optional<messages::PublicKey> playerOf(std::string const& ticket) const {
        std::scoped_lock const lock(mutex_);
        auto const found = players_.find(messages::sha256(ticket));
        return found == players_.end() ? std::nullopt : std::optional(found->second);
    }

private:
    mutable std::mutex mutex_;
    std::map<messages::PublicKey, std::string> tickets_;  ///< guarded by mutex_, as what follows
    std::map<Digest, messages::PublicKey> players_;       ///< by the ticket's digest
};

}  // namespace tocsin::fleet
