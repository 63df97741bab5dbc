// SPDX-License-Identifier: Apache-2.0
// What the queue of bundles shares with its routes.
#pragma once

#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "bundle_maker.hpp"
#include "tocsin/proof/bundles.hpp"

namespace tocsin::proof {

enum class BundleState { waiting, making, done, failed };
[[nodiscard]] std::string_view toString(BundleState state);

/// One order, and what has become of it.
struct Bundle {
    std::string id;  ///< 32 hexadecimal digits that nobody can guess
    BundleWish wish;
    Instant asked;
    BundleState state = BundleState::waiting;
    double share = 0;
    std::string message;  ///< failed: why
    Instant ended;        ///< done and failed
    MadeBundle made;
};

struct Bundles::State {
    State(store::Store& s, LedgerKeeper& k, BundleSettings chosen)
        : store(s), keeper(k), settings(std::move(chosen)) {}

    store::Store& store;
    LedgerKeeper& keeper;
    BundleSettings settings;

    std::mutex mutex;
    std::condition_variable_any changed;
    std::list<Bundle> bundles;  // the oldest first; guarded by mutex
    std::stop_source making;    // of the one under way; guarded by mutex
    std::string makingId;       // guarded by mutex
    std::jthread thread;

    [[nodiscard]] std::filesystem::path folder() const { return settings.directory / "bundles"; }
    [[nodiscard]] std::filesystem::path fileOf(std::string const& id) const {
        return folder() / (id + ".zip");
    }

    /// Errc::unavailable: too many wait; Errc::exhausted: the account has too many.
    [[nodiscard]] Result<Bundle> order(BundleWish const& wish);
    /// Of this account, if it may still see what is in it. Errc::notFound.
    [[nodiscard]] Result<Bundle> find(std::string const& id, access::Principal const& who);
    /// Stops and forgets it, with its file.
    [[nodiscard]] Result<> remove(std::string const& id, std::string const& by);

    void work(std::stop_token const& stop);
    [[nodiscard]] std::optional<Bundle> next(std::stop_token const& stop);
    /// Errc::permission: its account may not see any more what is in it.
    [[nodiscard]] Result<> checkRights(BundleWish const& wish) const;
    /// Of files that are kept.
    [[nodiscard]] std::int64_t keptBytes();
    [[nodiscard]] Result<MadeBundle> make(Bundle const& bundle, std::stop_token const& stop);
    void settle(Bundle const& bundle, Result<MadeBundle> const& made);
    void expire();                                       // with `mutex` held
    [[nodiscard]] Bundle* known(std::string const& id);  // with `mutex` held
};

}  // namespace tocsin::proof
