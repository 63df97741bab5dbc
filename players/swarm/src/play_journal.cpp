// SPDX-License-Identifier: Apache-2.0
#include "play_journal.hpp"

#include <algorithm>
#include <utility>

namespace tocsin::swarm {

using messages::PlayRecord;

namespace {

constexpr char kEnrolledAnew[] = "journal-lost: enrolled anew";
/// As RFC 4122 writes them, of a device that has shown nothing.
constexpr char kNoBoot[] = "00000000-0000-4000-8000-000000000000";

}  // namespace

void PlayJournal::write(PlayRecord record, Milliseconds clockOffset) {
    record.sequence = ++sequence_;
    clockOffset_ = clockOffset;
    open_.push_back(std::move(record));
    if (open_.size() >= batchRows_) {
        cut();
    }
}

void PlayJournal::cut() {
    if (open_.empty()) {
        return;
    }
    messages::PlayBatch batch;
    messages::BatchHeader header;
    auto const& newest = open_.back();
    header.device = key_.publicKey();
    header.epoch = epoch_;
    header.batch = lastBatch() + 1;
    header.first = open_.front().sequence;
    header.count = static_cast<std::int64_t>(open_.size());
    for (auto const& record : open_) {
        batch.lines.push_back(messages::toLine(record));
    }
    header.root = messages::treeHash(batch.lines);
    header.prev = batches_.empty() ? Digest{} : batches_.back().header;
    header.wall = newest.end;
    header.monoMs = newest.monoEndMs;
    header.boot = newest.boot;
    header.clock = newest.clock;
    header.offsetMs = clockOffset_.count();
    header.uncertaintyMs = newest.uncertaintyMs;
    batch.header = messages::toText(header);
    batch.signature = key_.sign(messages::signedBytes(messages::kProofKind, batch.header));
    batches_.push_back({newest.sequence, messages::sha256(batch.header), messages::toText(batch)});
    open_.clear();
}

std::string const* PlayJournal::batch(std::int64_t number) const {
    return number < 1 || number > lastBatch()
               ? nullptr
               : &batches_[static_cast<std::size_t>(number - 1)].text;
}

std::string const* PlayJournal::next() const {
    return batch(acknowledged_.batch + 1);
}

std::int64_t PlayJournal::unsent() const {
    return batches_.empty() ? 0 : batches_.back().last - acknowledged_.sequence;
}

void PlayJournal::acknowledge(Mark const& mark) {
    bool const ours = mark.epoch == epoch_ && mark.batch <= lastBatch();
    if (ours && mark.sequence > acknowledged_.sequence) {
        acknowledged_ = mark;
    }
}

/// Why this journal cannot go on from this mark of its epoch or a later one; empty if it can.
std::string PlayJournal::misfit(Mark const& mark) const {
    if (mark.epoch > epoch_) {
        return "journal-lost";
    }
    if (mark.batch > lastBatch()) {
        return "batches-lost";
    }
    if (mark.batch > 0) {
        auto const& own = batches_[static_cast<std::size_t>(mark.batch - 1)];
        if (own.last != mark.sequence || (mark.header && *mark.header != own.header)) {
            return "batches-differ";
        }
    }
    return leaves_ ? kEnrolledAnew : "";
}

void PlayJournal::reconcile(Mark const& told) {
    // A ledger that stands in an earlier epoch has nothing of this one.
    auto const mark = told.epoch < epoch_ ? Mark{epoch_, 0, 0} : told;
    if (auto const why = misfit(mark); !why.empty()) {
        beginEpoch(mark, why);
        return;
    }
    acknowledged_ = mark;
}

std::vector<PlayRecord> PlayJournal::rowsAfter(std::int64_t sequence) const {
    std::vector<PlayRecord> out;
    for (auto const& held : batches_) {
        if (held.last <= sequence) {
            continue;
        }
        auto const batch = messages::parseBatch(held.text).value();
        for (auto const& line : batch.lines) {
            auto record = messages::parseLine(line).value();
            if (record.sequence > sequence) {
                out.push_back(std::move(record));
            }
        }
    }
    out.insert(out.end(), open_.begin(), open_.end());
    return out;
}

/// A later epoch: a gap row first, then the rows that the ledger does not have, numbered anew.
void PlayJournal::beginEpoch(Mark const& mark, std::string const& why) {
    // Of another history the mark says nothing; what was acknowledged to this one is stored.
    auto const rows = rowsAfter(why == kEnrolledAnew ? mark.sequence : acknowledged_.sequence);
    epoch_ = std::max(epoch_, mark.epoch) + 1;
    sequence_ = 0;
    batches_.clear();
    open_.clear();
    acknowledged_ = {epoch_, 0, 0};
    leaves_ = false;
    PlayRecord gap;
    gap.boot = kNoBoot;
    if (!rows.empty()) {
        gap.start = gap.end = rows.front().start;
        gap.monoStartMs = gap.monoEndMs = rows.front().monoStartMs;
        gap.boot = rows.front().boot;
    }
    gap.result = messages::PlayResult::gap;
    gap.reason = why;
    write(std::move(gap), clockOffset_);
    for (auto const& row : rows) {
        write(row, clockOffset_);
    }
    cut();
}

}  // namespace tocsin::swarm
