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
    int ofAddress = 10;          ///< in `window`, whatever the accounts, but for those that signed
                                 ///< in there before
    Milliseconds window{60'000};
    Milliseconds firstWait{300'000};  ///< doubles with each further series
    Milliseconds longestWait{3'600'000};
    std::size_t kept = 20'000;  ///< entries of each kind; the oldest go first
    int ofHouse = 60;          ///< in `window`, of strangers; then there is a flood of guesses, and
    int ofAddressInFlood = 1;  ///< each address may be wrong so often in `window`
    Milliseconds knownFor{30LL * 86'400'000};  ///< a pair is known so long after it signed in
    std::size_t keptKnown = 5'000;             ///< known pairs; the oldest go first
};

/// Whoever has one address of an IPv6 network (/64) has all of them: the network, as "…::/64". Any
/// other address, and what is none, as it is.
[[nodiscard]] std::string networkOf(std::string const& address);

/// Thread-safe. Addresses count by their network. A pair of an account and an address that signed
/// in is known: no guesses from elsewhere, and none at other accounts, keep it out, and strangers
/// cannot make it forgotten.
class Attempts {
public:
    explicit Attempts(AttemptLimits limits = {}) : limits_(limits) {}
    /// Nothing: it may be tried now. Otherwise how long to wait; nothing is to be compared then.
    /// The same for accounts that are there and that are not.
    [[nodiscard]] std::optional<Milliseconds> wait(std::string const& account,
                                                   std::string const& address, Instant now);
    /// Whether the pair is known, and does not wait.
    [[nodiscard]] bool isKnown(std::string const& account, std::string const& address, Instant now);
    /// It was wrong. True: with this one the account began to wait.
    bool failed(std::string const& account, std::string const& address, Instant now);
    void succeeded(std::string const& account, std::string const& address, Instant now);
    /// It signed in before this one began to count.
    void remember(std::string const& account, std::string const& address, Instant then);
    /// Forgets what was wrong about the account.
    void forgive(std::string const& account);

private:
    struct Count {
        int inARow = 0;
        int series = 0;
        Instant until{};  ///< waits until then
        Instant last{};
    };
    using Counts = std::map<std::string, Count>;
    using Times = std::map<std::string, Instant>;
    bool fail(Counts& counts, std::string const& key, int most, Instant now);
    void failAt(std::string const& network, Instant now);
    [[nodiscard]] Instant strangerWaits(std::string const& account, std::string const& network,
                                        Instant now) const;
    [[nodiscard]] bool knows(std::string const& pair, Instant now) const;
    void know(std::string const& pair, Instant then);
    void makeRoom(Counts& counts) const;

    AttemptLimits limits_;
    std::mutex mutex_;
    // guarded by mutex_
    Counts pairs_, accounts_, addresses_;
    Times known_;  ///< pairs, when they signed in last
    Count house_;  ///< all that strangers had wrong in the window that began at `last`
};

}  // namespace tocsin::access
