// SPDX-License-Identifier: Apache-2.0
// How often somebody may be wrong. Counts in memory: a restart forgives.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::access {

struct AttemptLimits {
    int ofAccountAtAddress = 5;  ///< in a row; then this pair waits
    int ofAccount = 20;          ///< in a row, from wherever; then it waits everywhere but
                                 ///< where it signed in before
    int ofAddress = 10;          ///< in `window`, whatever the accounts
    Milliseconds window{60'000};
    Milliseconds firstWait{300'000};  ///< doubles with each further series
    Milliseconds longestWait{3'600'000};
    std::size_t kept = 20'000;  ///< entries of each kind; the oldest go first
};

/// Thread-safe.
class Attempts {
public:
    explicit Attempts(AttemptLimits limits = {}) : limits_(limits) {}
    /// Nothing: it may be tried now. Otherwise how long to wait; nothing is to be compared then.
    [[nodiscard]] std::optional<Milliseconds> wait(std::string const& account,
                                                   std::string const& address, Instant now);
    /// It was wrong. True: with this one the account began to wait.
    bool failed(std::string const& account, std::string const& address, Instant now);
    void succeeded(std::string const& account, std::string const& address, Instant now);
    /// Forgets what was wrong about the account.
    void forgive(std::string const& account);

private:
    struct Count {
        int inARow = 0;
        int series = 0;
        Instant until{};  ///< waits until then
        Instant last{};
        bool known = false;  ///< signed in here before
    };
    using Counts = std::map<std::string, Count>;
    bool fail(Counts& counts, std::string const& key, int most, Instant now);
    void makeRoom(Counts& counts) const;

    AttemptLimits limits_;
    std::mutex mutex_;
    Counts pairs_, accounts_, addresses_;  ///< guarded by mutex_
};

}  // namespace tocsin::access
