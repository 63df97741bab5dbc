// SPDX-License-Identifier: Apache-2.0
#include "receipts.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>

namespace tocsin::warnings {

Result<> ReceiptBook::note(ScreenId const& screen, messages::WarningReceipt receipt) {
    std::unique_lock lock(mutex_);
    if (waiting_.size() >= kMostWaiting) {
        return Error{Errc::exhausted, "too many receipts wait; send it again in the next session"};
    }
    waiting_.push_back({screen, std::move(receipt)});
    if (busy_) {
        return {};
    }
    busy_ = true;
    Result<> done;
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
            done = stored;
        }
    }
    busy_ = false;
    return done;
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
