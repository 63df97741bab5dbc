// SPDX-License-Identifier: Apache-2.0
#include "journal/older_batches.hpp"

#include <tuple>

namespace tocsin::player {
namespace {

/// Where this player goes on in an epoch in which the ledger stands, or which it has not seen.
std::int64_t firstMissing(BatchLog& log, std::int64_t epoch, LedgerMark const& told) {
    if (epoch != told.epoch || told.batch == 0) {
        return 1;
    }
    auto const own = log.headerOf(told.batch);
    bool const isOurs = told.header && own && *own == *told.header;
    return isOurs ? told.batch + 1 : log.last() + 1;
}

}  // namespace

void OlderBatches::find(LedgerMark const& told, ClosedEpochs const& closed,
                        std::int64_t currentEpoch) {
    clear();
    for (auto const& [epoch, lastRow] : closed.all()) {
        if (epoch < told.epoch || epoch >= currentEpoch || lastRow == 0) {
            continue;
        }
        auto log = BatchLog::openFormer(folder_, epoch);
        auto const from = log ? firstMissing(*log, epoch, told) : 0;
        if (log && from >= log->first()) {
            add(*log, epoch, from, lastRow);
        }
    }
}

void OlderBatches::add(BatchLog& log, std::int64_t epoch, std::int64_t from, std::int64_t lastRow) {
    auto before = from == 1 ? Result<std::int64_t>(0) : log.lastRowOf(from - 1);
    for (auto number = from; before && number <= log.last(); ++number) {
        auto const last = log.lastRowOf(number);
        if (!last || *last > lastRow) {
            return;  // its rows went into the next epoch
        }
        batches_.push_back({epoch, number, *last - *before});
        rows_ += batches_.back().rows;
        before = last;
    }
}

Result<BatchLog*> OlderBatches::logOf(std::int64_t epoch) {
    if (!log_ || logEpoch_ != epoch) {
        auto log = BatchLog::openFormer(folder_, epoch);
        if (!log) {
            return log.error();
        }
        log_.emplace(std::move(*log));
        logEpoch_ = epoch;
    }
    return &*log_;
}

Result<std::string> OlderBatches::next(RowStore& rows) {
    return textOf(0, rows);
}

Result<std::string> OlderBatches::textOf(std::size_t index, RowStore& rows) {
    auto const& batch = batches_[index];
    auto const log = logOf(batch.epoch);
    return log ? (*log)->text(batch.number, rows) : log.error();
}

void OlderBatches::pop() {
    rows_ -= batches_.front().rows;
    batches_.pop_front();
}

bool OlderBatches::acknowledge(LedgerMark const& mark) {
    bool any = false;
    while (!batches_.empty() && std::tie(batches_.front().epoch, batches_.front().number) <=
                                    std::tie(mark.epoch, mark.batch)) {
        pop();
        any = true;
    }
    return any;
}

void OlderBatches::skipEpoch() {
    auto const epoch = batches_.empty() ? 0 : batches_.front().epoch;
    while (!batches_.empty() && batches_.front().epoch == epoch) {
        pop();
    }
}

void OlderBatches::clear() {
    batches_.clear();
    rows_ = 0;
    log_.reset();
    logEpoch_ = 0;
}

}  // namespace tocsin::player
