// SPDX-License-Identifier: Apache-2.0
// Keys with which more than one player is connected: incidents, from the first two living sessions
// to the last.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/fleet/fleet.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::fleet {

/// Thread-safe.
class Clones {
public:
    /// Sessions of one key that come and go within so long are one incident, told once.
    static constexpr std::chrono::minutes kSameIncident{10};
    /// Incidents that are over and remembered for that; beyond it the oldest are told once more.
    static constexpr std::size_t kMostRemembered = 1'000;

    /// These sessions live with this key. True: nobody was told of it yet.
    bool found(messages::PublicKey const& key, std::optional<ScreenId> const& screen,
               std::vector<std::string> peers, Instant now);
    /// A player with this key drives the screen from now on.
    void boundTo(messages::PublicKey const& key, ScreenId const& screen);
    /// One session at most is left.
    void ended(messages::PublicKey const& key, Instant now);
    [[nodiscard]] std::optional<Cloned> of(messages::PublicKey const& key) const;
    /// Of screens whose player's key is in such an incident now.
    [[nodiscard]] std::map<ScreenId, Cloned> all() const;

private:
    struct Incident {
        Cloned facts;
        std::optional<ScreenId> screen;
        std::optional<Instant> ended;
    };
    void forgetOld(Instant now);

    mutable std::mutex mutex_;
    std::map<messages::PublicKey, Incident> incidents_;  ///< guarded by mutex_
};

}  // namespace tocsin::fleet
