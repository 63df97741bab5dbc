// SPDX-License-Identifier: Apache-2.0
// Changes, one transaction after the other.
#include "writer.hpp"

#include <exception>
#include <utility>

#include "transaction.hpp"

namespace tocsin::store {

Writer::Writer(std::unique_ptr<Connection> connection, std::function<Instant()> now)
    : connection_(std::move(connection)), now_(std::move(now)), thread_([this] { work(); }) {}

Writer::~Writer() {
    {
        std::lock_guard const lock(mutex_);
        closing_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

Result<> Writer::run(std::function<Result<>(Tx&)> const& change, AuditEntry const* entry) {
    if (std::this_thread::get_id() == thread_.get_id()) {
        return Error{Errc::internal, "a change of the database began another one inside itself"};
    }
    Task task{&change, entry, {}};
    auto done = task.done.get_future();
    {
        std::lock_guard const lock(mutex_);
        if (closing_) {
            return Error{Errc::cancelled,
                         "the database is being closed; try again after the "
                         "restart"};
        }
        if (waiting_.size() >= kMostWaiting) {
            return Error{Errc::unavailable,
                         "1,000 changes of the database are waiting already; try "
                         "again in a moment"};
        }
        waiting_.push_back(&task);
    }
    changed_.notify_one();
    return done.get();
}

void Writer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        if (waiting_.empty()) {
            return;
        }
        auto* const task = waiting_.front();
        waiting_.pop_front();
        if (closing_) {
            task->done.set_value(Error{Errc::cancelled,
                                       "the database was closed before this "
                                       "change began; nothing was changed"});
            continue;
        }
        lock.unlock();
        perform(*task);
        lock.lock();
    }
}

// The task is its caller's and may be gone as soon as `done` has its value: that comes last.
void Writer::perform(Task& task) {
    try {
        auto result = commit(task);
        if (!result) {
            connection_->rollBack();
        }
        task.done.set_value(std::move(result));
    } catch (Failure const& failure) {
        connection_->rollBack();
        task.done.set_value(failure.error());
    } catch (...) {
        connection_->rollBack();
        task.done.set_exception(std::current_exception());
    }
}

Result<> Writer::commit(Task const& task) {
    connection_->execute("BEGIN IMMEDIATE");
    SqliteTx tx(*connection_);
    if (auto changed = (*task.change)(tx); !changed) {
        return changed;
    }
    if (task.entry != nullptr) {
        tx.record(*task.entry, now_());
    }
    if (!connection_->inTransaction()) {
        // The change went on after a failure that had made SQLite undo everything by itself.
        return Error{Errc::unavailable, "the database undid a change after a failure; try again"};
    }
    connection_->execute("COMMIT");
    return {};
}

}  // namespace tocsin::store
