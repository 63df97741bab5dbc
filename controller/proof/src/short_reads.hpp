// SPDX-License-Identifier: Apache-2.0
// Reading for hours without holding one snapshot for hours: each step has its own.
#pragma once

#include <optional>
#include <stop_token>
#include <utility>

#include "tocsin/store/store.hpp"

namespace tocsin::proof {

/// Used by one thread. Store and token outlive it.
class ShortReads {
public:
    ShortReads(store::Store const& store, std::stop_token const& stop)
        : store_(store), stop_(stop) {}

    /// What `look` finds in a snapshot. Throws Failure: what the store says, and as checkStop().
    template <class Look>
    [[nodiscard]] auto operator()(Look const& look) const {
        checkStop();
        std::optional<decltype(look(std::declval<store::Tx const&>()))> out;
        auto const done = store_.read([&](store::Tx const& tx) -> Result<> {
            out.emplace(look(tx));
            return {};
        });
        if (!done) {
            throw Failure(done.error());
        }
        return *std::move(out);
    }
    /// Throws Failure(Errc::cancelled).
    void checkStop() const {
        if (stop_.stop_requested()) {
            throw Failure({Errc::cancelled, "the bundle was given up"});
        }
    }

private:
    store::Store const& store_;
    std::stop_token const& stop_;
};

}  // namespace tocsin::proof
