// SPDX-License-Identifier: Apache-2.0
// Receipts of players: what became of warnings on their screens. Thousands come within a second of
// a raise, so those that come while others are being stored wait for the next transaction, which
// takes them all. A player sends its receipts again in each session: what a store that fails loses
// comes back.
#pragma once

#include <deque>
#include <mutex>

#include "tocsin/access/message_handler.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::warnings {

/// Thread-safe.
class ReceiptBook {
public:
    static constexpr std::size_t kMostWaiting = 200'000;
    static constexpr std::size_t kMostAtOnce = 2'000;

    /// Both outlive it.
    ReceiptBook(store::Store& store, std::function<Instant()> const& now)
        : store_(store), now_(now) {}

    /// Does not block for the store. True: nobody stores, so that storeAll() has to be called.
    /// Errc::exhausted if too many wait.
    Result<bool> take(ScreenId const& screen, messages::WarningReceipt receipt);
    /// Stores until nothing waits. What cannot be stored is in the log, and comes back with the
    /// player's next session.
    void storeAll();

private:
    struct Noted {
        ScreenId screen;
        messages::WarningReceipt receipt;
    };
    Result<> store(std::deque<Noted> const& some);

    store::Store& store_;
    std::function<Instant()> const& now_;
    std::mutex mutex_;
    std::deque<Noted> waiting_;  ///< guarded by mutex_
    bool busy_ = false;          ///< somebody stores, or was told to; guarded by mutex_
};

}  // namespace tocsin::warnings
