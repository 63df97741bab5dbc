// SPDX-License-Identifier: Apache-2.0
#include "snapshots.hpp"

#include <utility>

#include "transaction.hpp"

namespace tocsin::store {

std::unique_ptr<Connection> SnapshotPool::take() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, kLongestWait, [this] { return taken_ < kMost; })) {
        throw Failure({Errc::timedOut,
                       "all connections for reading the database are in use; try "
                       "again in a moment"});
    }
    ++taken_;
    if (free_.empty()) {
        return nullptr;
    }
    auto connection = std::move(free_.back());
    free_.pop_back();
    return connection;
}

void SnapshotPool::giveBack(std::unique_ptr<Connection> connection) {
    {
        std::lock_guard const lock(mutex_);
        --taken_;
        if (connection) {
            free_.push_back(std::move(connection));
        }
    }
    returned_.notify_one();
}

Result<> SnapshotPool::run(std::function<Result<>(Tx const&)> const& look) {
    struct Loan {
        SnapshotPool& pool;
        std::unique_ptr<Connection> connection;
        ~Loan() {
            if (connection) {
                connection->rollBack();
            }
            pool.giveBack(std::move(connection));
        }
    };
    try {
        Loan loan{*this, take()};
        if (!loan.connection) {
            loan.connection = std::make_unique<Connection>(file_, Connection::Mode::read);
        }
        loan.connection->execute("BEGIN");
        SqliteTx const tx(*loan.connection);
        return look(tx);
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::store
