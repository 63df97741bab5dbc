// SPDX-License-Identifier: Apache-2.0
// A store whose reads a test can make fail, or follow with a change.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "tocsin/store/store.hpp"

namespace tocsin::test {

/// Thread-safe, like the store behind it.
class InterposedStore final : public store::Store {
public:
    explicit InterposedStore(std::unique_ptr<store::Store> inner) : inner_(std::move(inner)) {}

    /// The next read fails with `error`.
    void failNextRead(Error error) {
        std::scoped_lock const lock(mutex_);
        failure_ = std::move(error);
    }
    /// Runs once, right after the next read and before its reader goes on.
    void afterNextRead(std::function<void(store::Store&)> what) {
        std::scoped_lock const lock(mutex_);
        after_ = std::move(what);
    }

    Result<> write(std::function<Result<>(store::Tx&)> const& change,
                   store::AuditEntry const& entry) override {
        return inner_->write(change, entry);
    }
    Result<> ingest(std::function<Result<>(store::Tx&)> const& change) override {
        return inner_->ingest(change);
    }
    Result<> read(std::function<Result<>(store::Tx const&)> const& look) const override {
        std::optional<Error> failure;
        std::function<void(store::Store&)> after;
        {
            std::scoped_lock const lock(mutex_);
            failure = std::exchange(failure_, std::nullopt);
            after = std::exchange(after_, nullptr);
        }
        if (failure) {
            return *failure;
        }
        auto done = inner_->read(look);
        if (after) {
            after(*inner_);
        }
        return done;
    }

private:
    std::unique_ptr<store::Store> inner_;
    mutable std::mutex mutex_;  // guards what follows
    mutable std::optional<Error> failure_;
    mutable std::function<void(store::Store&)> after_;
};

}  // namespace tocsin::test
