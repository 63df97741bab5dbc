// SPDX-License-Identifier: Apache-2.0
#include "journal/journal_totals.hpp"

#include <algorithm>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {

constexpr std::size_t kMostBytes = 4096;
constexpr std::int64_t kRowsAtOnce = 500;

}  // namespace

/// What another key signed, or nobody, is passed over: the rows are counted anew.
bool JournalTotals::takeSaved(std::int64_t epoch) {
    auto text = files::read(file_, kMostBytes);
    auto const saved = text ? messages::verifyTotals(*text, key_->publicKey())
                            : Result<messages::RunningTotals>(text.error());
    if (!saved || saved->epoch != epoch) {
        return false;
    }
    totals_ = *saved;
    told_ = std::move(*text);
    toldUntil_ = saved->until;
    return true;
}

bool JournalTotals::countRows(RowStore& rows) {
    while (totals_.until < rows.last()) {
        auto const first = totals_.until + 1;
        auto const lines = rows.lines(first, std::min(kRowsAtOnce, rows.last() - totals_.until));
        if (!lines) {
            return false;
        }
        for (auto const& line : *lines) {
            auto const row = messages::parseLine(line);
            if (!row) {
                return false;
            }
            count(*row);
        }
    }
    return true;
}

void JournalTotals::begin(RowStore& rows) {
    totals_ = {key_->publicKey(), rows.epoch(), 0, {}};
    unsaved_ = 0;
    told_.clear();
    (void)takeSaved(rows.epoch());
    known_ = countRows(rows);
    if (!known_) {
        told_.clear();
    }
}

void JournalTotals::count(messages::PlayRecord const& row) {
    auto& sums = totals_.sums;
    ++sums.rows;
    switch (row.result) {
        case messages::PlayResult::complete:
            ++sums.complete;
            break;
        case messages::PlayResult::partial:
            ++sums.partial;
            break;
        case messages::PlayResult::failed:
            ++sums.failed;
            break;
        case messages::PlayResult::preempted:
            ++sums.preempted;
            break;
        case messages::PlayResult::gap:
            ++sums.gaps;
            break;
    }
    sums.shownMs += row.shownMs;
    totals_.until = row.sequence;
    ++unsaved_;
}

Result<> JournalTotals::save() {
    if (!known_ || (unsaved_ == 0 && !told_.empty())) {
        return {};
    }
    auto const text = messages::toText(totals_);
    auto signedText = messages::toText(
        messages::SignedText{text, key_->publicKey().fingerprint(),
                             key_->sign(messages::signedBytes(messages::kTotalsKind, text))});
    if (auto done = files::replace(file_, signedText); !done) {
        return done;
    }
    told_ = std::move(signedText);
    toldUntil_ = totals_.until;
    unsaved_ = 0;
    return {};
}

}  // namespace tocsin::player
