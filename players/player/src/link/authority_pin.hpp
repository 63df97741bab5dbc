// SPDX-License-Identifier: Apache-2.0
// The certificate authority of this player's controller, taken down when the player is bound: from
// then on it talks to nobody whose certificate does not lead there (file "controller-ca.pem").
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "timing/fleet_clock.hpp"
#include "tocsin/session/authority.hpp"
#include "tocsin/session/tls_trust.hpp"

namespace tocsin::player {

/// Thread-safe. `fleet` outlives it.
class AuthorityPin {
public:
    /// What an earlier run left counts only while the player is `bound`: without that it is
    /// removed. Errc::damaged for a file that is no certificate.
    [[nodiscard]] static Result<std::unique_ptr<AuthorityPin>> open(std::filesystem::path file,
                                                                    bool bound,
                                                                    FleetClock const& fleet);
    AuthorityPin(std::filesystem::path file, std::optional<session::Authority> pinned,
                 FleetClock const& fleet)
        : file_(std::move(file)), fleet_(fleet), pinned_(std::move(pinned)) {}

    /// Whom to talk to now. Dates of certificates are judged by fleet time, and not at all before
    /// there is any in this run: a clock that is not set must not lock the player out.
    [[nodiscard]] session::TlsTrust trust() const;
    [[nodiscard]] bool isPinned() const;
    /// Holds from now on, also if it cannot be kept for the next run, which the error tells.
    [[nodiscard]] Result<> pin(session::Authority const& authority);

private:
    std::filesystem::path file_;
    FleetClock const& fleet_;
    mutable std::mutex mutex_;
    std::optional<session::Authority> pinned_;  // guarded by mutex_
};

/// Whether the authority that a connection led to is the one that the controller says it has.
/// Nothing is judged where one of them says nothing. Errc::permission says what to do.
[[nodiscard]] Result<> judgeAuthority(std::optional<Digest> const& expected,
                                      std::optional<session::Authority> const& shown);

}  // namespace tocsin::player
