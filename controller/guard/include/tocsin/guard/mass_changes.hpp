// SPDX-License-Identifier: Apache-2.0
// The guard of changes that nobody else has seen: one that reaches more screens than one person may
// change at a time, alone or together with what they changed just before, is held. Another person
// with the same right confirms it, or it ends by itself.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::guard {

struct GuardSettings {
    int screens = 10;  ///< so many one person may reach within `window`; 0: nothing is held
    /// And so many in these hours of the day, local to `zone`; equal: there are none. `to` before
    /// `from` crosses midnight.
    int nightScreens = 3;
    std::chrono::minutes nightFrom{0}, nightTo{0};
    std::string zone = "Asia/Shanghai";
    Milliseconds window{60 * 60'000};
    Milliseconds keep{24 * 3'600'000};  ///< a held change expires after this
    std::function<Instant()> now;
    /// What an account may do now; nothing if it may not do anything any more.
    std::function<std::optional<access::Principal>(std::string const&)> principal;
};

/// How many screens one person may reach now; 0: any number.
[[nodiscard]] int limitAt(GuardSettings const& settings, Instant now);

/// Thread-safe. The store outlives it; it outlives the routes.
class MassChanges {
public:
    MassChanges(store::Store& store, GuardSettings settings);
    ~MassChanges();
    MassChanges(MassChanges const&) = delete;
    MassChanges& operator=(MassChanges const&) = delete;

    /// The same routes, of which the guarded ones are held where they reach too much: 409 with
    /// `code` "held" and the change. Give it all routes, once: what is confirmed later is carried
    /// out by them.
    [[nodiscard]] access::Routes over(access::Routes routes);
    /// Routes of held changes: to list, look at, confirm and cancel them.
    [[nodiscard]] access::Routes routes();
    /// Ends what has expired, each with a row of the audit trail.
    [[nodiscard]] Result<> expire();

    struct State;

private:
    std::shared_ptr<State> state_;
};

}  // namespace tocsin::guard
