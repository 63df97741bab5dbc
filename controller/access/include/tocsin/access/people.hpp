// SPDX-License-Identifier: Apache-2.0
// Accounts, units, sessions, tokens and duty stations: their routes, and the gate that every
// request goes through.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tocsin/access/attempts.hpp"
#include "tocsin/access/gate.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::access {

struct PeopleSettings {
    std::size_t passwordMemory = 64U << 20;  ///< of Argon2id, bytes
    Milliseconds idle{30 * 60'000};          ///< a session that is not used so long ends
    Milliseconds longest{12 * 3'600'000};    ///< and so does any after this
    Milliseconds stepUp{5 * 60'000};         ///< a second factor holds so long in its session
    bool secondFactor = true;                ///< whether releasing takes one
    AttemptLimits attempts{};
    /// Where the one-time text lies with which the first account is made.
    std::filesystem::path setupToken;
    std::function<Instant()> now;
};

/// Thread-safe. The store outlives it.
class People {
public:
    People(store::Store& store, PeopleSettings settings, RowUnits rows);
    ~People();
    People(People const&) = delete;
    People& operator=(People const&) = delete;

    /// Makes the set-up token if there is no account yet, mode 0600; removes one that is of no use
    /// any more. Errc::unavailable, Errc::exhausted.
    [[nodiscard]] Result<> prepareSetup();
    [[nodiscard]] Gate& gate();
    [[nodiscard]] Routes routes();
    /// The same routes; what their handlers refuse stands in the audit trail, as what the gate
    /// refuses does.
    [[nodiscard]] Routes noting(Routes routes);
    /// What the account may do now, as if it had just signed in; nothing if it may not do anything
    /// any more.
    [[nodiscard]] std::optional<Principal> principal(std::string const& account) const;
    /// Forgets sessions that have ended.
    [[nodiscard]] Result<> expire();

    struct State;

private:
    std::shared_ptr<State> state_;
};

}  // namespace tocsin::access
