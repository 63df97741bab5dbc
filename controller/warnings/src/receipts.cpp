// SPDX-License-Identifier: Apache-2.0
#include "receipts.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <utility>

namespace tocsin::warnings {

Result<bool> ReceiptBook::take(ScreenId const& screen, messages::WarningReceipt receipt) {
    std::lock_guard const lock(mutex_);
    if (waiting_.size() >= kMostWaiting) {
        return Error{Errc::exhausted, "too many receipts wait; send it again in the next session"};
    }
    waiting_.push_back({screen, std::move(receipt)});
    return !std::exchange(busy_, true);
}

void ReceiptBook::storeAll() {
    std::unique_lock lock(mutex_);
    while (!waiting_.empty()) {
        auto const count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMostAtOnce));
        std::deque<Noted> some(std::make_move_iterator(waiting_.begin()),
                               std::make_move_iterator(waiting_.begin() + count));
        waiting_.erase(waiting_.begin(), waiting_.begin() + count);
        lock.unlock();
        auto const stored = store(some);
        lock.lock();
        if (!stored) {
            spdlog::error("receipts of warnings not stored count={} err=\"{}\"", some.size(),
                          stored.error().message);
        }
    }
    busy_ = false;
}

Result<> ReceiptBook::store(std::deque<Noted> const& some) {
    try {
        return store_.ingest([&](store::Tx& tx) -> Result<> {
            std::map<std::string, std::int64_t> newest;
            for (auto const& [screen, receipt] : some) {
                auto known = newest.find(receipt.warning);
                if (known == newest.end()) {
                    auto const warning = tx.warnings().find(receipt.warning);
                    known = newest.emplace(receipt.warning, warning ? warning->revision : 0).first;
                }
                if (receipt.revision <= known->second) {
                    tx.warnings().noteReceipt(screen, receipt, now_());
                }
            }
            return {};
        });
    } catch (std::exception const& failure) {
        return Error{Errc::unavailable, failure.what()};
    }
}

}  // namespace tocsin::warnings
