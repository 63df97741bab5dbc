// SPDX-License-Identifier: Apache-2.0
// Rows, batches, marks. Disk first: a batch is cut from synced rows only, and its header is synced
// before it is sent.
#include "journal/journal_thread.hpp"

#include <algorithm>

namespace tocsin::player {
namespace {

using Steady = std::chrono::steady_clock;
constexpr char kMarkHead[] = "tocsin-acknowledged/1\n";
constexpr auto kKeep = std::chrono::hours(24 * 30);

}  // namespace

JournalThread::JournalThread(Parts parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<JournalThread>> JournalThread::open(Parts parts) {
    std::unique_ptr<JournalThread> out(new JournalThread(std::move(parts)));
    auto rows = RowStore::open(out->parts_.folder);
    if (!rows) {
        return rows.error();
    }
    out->rows_.emplace(std::move(*rows));
    auto batches = BatchLog::open(out->parts_.folder, out->rows_->epoch());
    if (!batches) {
        return batches.error();
    }
    out->batches_.emplace(std::move(*batches));
    out->loadMark();
    out->takeFinished();
    out->publish();
    return out;
}

void JournalThread::start() {
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

void JournalThread::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
    {
        std::lock_guard const lock(mutex_);
        flush_ = true;
    }
    work();
}

void JournalThread::flush() {
    {
        std::lock_guard const lock(mutex_);
        flush_ = true;
    }
    wake();
}

void JournalThread::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        work();
        std::unique_lock lock(mutex_);
        // Real time on purpose: how long rows may stay unsynced is about the device, not about the
        // fleet's clock.
        bool const waiting = unsyncedSince_ || unbatchedSince_ || parts_.inflight.lost() > 0;
        auto const most = flush_    ? std::chrono::milliseconds(50)
                          : waiting ? std::chrono::milliseconds(500)
                                    : std::chrono::milliseconds(10'000);
        changed_.wait_for(lock, stop, most, [this] { return woken_; });
        woken_ = false;
    }
}

void JournalThread::work() {
    std::optional<LedgerMark> began;
    std::optional<LedgerMark> stored;
    std::string refusal;
    bool over = false;
    bool last = false;
    {
        std::lock_guard const lock(mutex_);
        last = flush_;
        began.swap(began_);
        stored.swap(storedMark_);
        refusal.swap(refusal_);
        over = std::exchange(sessionOver_, false);
    }
    takeFinished();
    if (over || !refusal.empty()) {
        sending_ = false;
    }
    if (!refusal.empty() &&
        parts_.findings.set("ledger", "the controller refused a play batch: " + refusal)) {
        parts_.log.error("event=batch-refused err=\"{}\"", refusal);
    }
    if (began) {
        auto const done = reconcile(*began);
        report("journal-epoch", done);
        sending_ = static_cast<bool>(done);
    }
    if (stored) {
        applyMark(*stored);
    }
    syncIfDue(last);
    if (sending_) {
        fillWindow(last);
    }
    if (Steady::now() >= discardAt_) {
        discardAt_ = Steady::now() + std::chrono::hours(1);
        bool const ours = acknowledged_.epoch == rows_->epoch();
        rows_->discard(ours ? acknowledged_.sequence : 0,
                       std::filesystem::file_time_type::clock::now() - kKeep);
    }
    publish();
}

void JournalThread::report(std::string const& key, Result<> const& done) {
    if (done) {
        parts_.findings.clear(key);
        return;
    }
    auto const full = done.error().code == Errc::exhausted;
    auto const text = full ? "disk full: " + done.error().message : done.error().message;
    if (parts_.findings.set(key, text)) {
        parts_.log.error("event=journal-failed err=\"{}\"", text);
    }
}

void JournalThread::takeFinished() {
    while (auto finished = parts_.inflight.nextFinished()) {
        if (!takeOne(*finished)) {
            return;
        }
    }
}

/// False: the row could not be written and stays in flight.
bool JournalThread::takeOne(InFlight::Finished const& finished) {
    bool const assigned = finished.sequence > 0;
    bool const written =
        assigned && (finished.epoch < rows_->epoch() || finished.sequence <= rows_->last());
    // After a power cut the ring may be older than the journal: then the row itself tells.
    bool const known =
        finished.record.result != messages::PlayResult::gap && rows_->holds(finished.record);
    if (!written && !known) {
        auto record = finished.record;
        record.sequence = rows_->last() + 1;
        parts_.inflight.assign(finished.slot, rows_->epoch(), record.sequence);
        auto const done = rows_->append(record);
        report("journal-rows", done);
        if (!done) {
            parts_.inflight.assign(finished.slot, 0, 0);
            unsyncedSince_ = unsyncedSince_.value_or(Steady::now());
            return false;
        }
        unsyncedSince_ = unsyncedSince_.value_or(Steady::now());
        unbatchedSince_ = unbatchedSince_.value_or(Steady::now());
    }
    parts_.inflight.release(finished.slot);
    return true;
}

void JournalThread::syncIfDue(bool now) {
    bool const many = rows_->last() - rows_->synced() >= kBatchRows;
    bool const old = unsyncedSince_ && Steady::now() - *unsyncedSince_ >= kSyncAfter;
    if (now || many || old) {
        auto const done = rows_->sync();
        report("journal-sync", done);
        if (done && !parts_.inflight.nextFinished()) {
            unsyncedSince_.reset();
        }
    }
}

/// What to do where the ledger's mark and this journal do not fit together.
Result<> JournalThread::reconcile(LedgerMark mark) {
    parts_.findings.clear("ledger");
    {
        std::lock_guard const lock(mutex_);
        outbox_.clear();
    }
    auto const place =
        "epoch " + std::to_string(mark.epoch) + " row " + std::to_string(mark.sequence);
    if (mark.epoch > rows_->epoch() ||
        (mark.epoch == rows_->epoch() && mark.sequence > rows_->last())) {
        if (auto done = newEpoch(mark, "journal-lost: the ledger has " + place); !done) {
            return done;
        }
        mark = {rows_->epoch(), 0, 0};
    } else if (mark.epoch == rows_->epoch() && mark.batch > batches_->last()) {
        if (auto done = newEpoch(mark, "batches-lost: the ledger has " + place); !done) {
            return done;
        }
        mark = {rows_->epoch(), 0, 0};
    } else if (mark.epoch < rows_->epoch()) {
        mark = {rows_->epoch(), 0, 0};
    }
    if (mark.sequence + 1 < rows_->first()) {
        if (auto done = newEpoch(mark, "rows-discarded: the ledger has " + place); !done) {
            return done;
        }
        mark = {rows_->epoch(), 0, 0};
    }
    acknowledged_ = mark;
    saveMark();
    sentBatch_ = mark.batch;
    if (rows_->last() > batches_->lastRow()) {
        unbatchedSince_ = unbatchedSince_.value_or(Steady::now());
    }
    return {};
}

/// The first row of this epoch that the ledger with this mark cannot have.
std::int64_t JournalThread::firstUnacknowledged(LedgerMark mark) const {
    if (mark.epoch == rows_->epoch() && mark.sequence <= rows_->last()) {
        return mark.sequence + 1;
    }
    // The ledger is ahead of this journal: the disk was restored from an image, or the folder was
    // lost. What the mark counts are other rows than these; only what was once acknowledged here is
    // known to be stored.
    return acknowledged_.epoch == rows_->epoch() ? acknowledged_.sequence + 1 : 1;
}

/// A later epoch: a gap row first, then the rows that no ledger has acknowledged.
Result<> JournalThread::newEpoch(LedgerMark mark, std::string const& why) {
    auto const facts = parts_.facts();
    messages::PlayRecord gap;
    gap.start = facts.wall;
    gap.end = facts.wall;
    gap.monoStartMs = facts.monoMs;
    gap.monoEndMs = facts.monoMs;
    gap.boot = facts.boot;
    gap.clock = facts.clock;
    gap.result = messages::PlayResult::gap;
    gap.reason = why.substr(0, 200);
    std::vector<messages::PlayRecord> rows{gap};
    auto const from = std::max(rows_->first(), firstUnacknowledged(mark));
    if (from <= rows_->last()) {
        auto const lines = rows_->lines(from, rows_->last() - from + 1);
        for (auto const& line : lines ? *lines : std::vector<std::string>{}) {
            if (auto record = messages::parseLine(line)) {
                rows.push_back(std::move(*record));
            }
        }
    }
    auto const epoch = std::max(rows_->epoch(), mark.epoch) + 1;
    // Before the rows move on, so that a failure leaves rows and batches of one epoch.
    auto batches = BatchLog::open(parts_.folder, epoch);
    if (!batches) {
        return batches.error();
    }
    if (auto done = rows_->openEpoch(epoch, std::move(rows)); !done) {
        return done;
    }
    batches_.emplace(std::move(*batches));
    parts_.log.warn("event=epoch-opened epoch={} reason=\"{}\"", epoch, why);
    return {};
}

void JournalThread::applyMark(LedgerMark mark) {
    bool const ours = mark.epoch == rows_->epoch() && mark.sequence <= rows_->last() &&
                      mark.batch <= batches_->last();
    if (ours && mark.sequence > acknowledged_.sequence) {
        acknowledged_ = mark;
        saveMark();
    }
}

void JournalThread::fillWindow(bool last) {
    bool any = false;
    while (sentBatch_ - acknowledged_.batch < kWindow) {
        if (sentBatch_ == batches_->last()) {
            auto const waiting = rows_->last() - batches_->lastRow();
            bool const old = unbatchedSince_ && Steady::now() - *unbatchedSince_ >= kBatchAfter;
            if (waiting == 0 || !(last || old || waiting >= kBatchRows)) {
                break;
            }
            auto const done = cutBatch();
            report("journal-batch", done);
            if (!done) {
                break;
            }
        }
        auto text = batches_->text(sentBatch_ + 1, *rows_);
        if (!text) {
            report("journal-batch", text.error());
            sending_ = false;
            break;
        }
        std::lock_guard const lock(mutex_);
        if (began_ || sessionOver_) {
            break;  // this session is history; the next begins from the ledger's mark
        }
        ++sentBatch_;
        any = true;
        outbox_.push_back(std::move(*text));
    }
    std::function<void()> notify;
    {
        std::lock_guard const lock(mutex_);
        notify = notify_;
    }
    if (any && notify) {
        notify();
    }
}

Result<> JournalThread::cutBatch() {
    if (auto done = rows_->sync(); !done) {
        return done;
    }
    auto const count = std::min(kBatchRows, rows_->synced() - batches_->lastRow());
    auto const lines = rows_->lines(batches_->lastRow() + 1, count);
    if (!lines) {
        return lines.error();
    }
    auto done = batches_->cut(parts_.facts(), *lines, parts_.key);
    if (done && batches_->lastRow() == rows_->last()) {
        unbatchedSince_.reset();
    }
    return done;
}

void JournalThread::loadMark() {
    auto const text = files::read(parts_.folder / "acknowledged", 256);
    long long epoch = 0;
    long long batch = 0;
    long long sequence = 0;
    if (text && text->starts_with(kMarkHead) &&
        std::sscanf(text->c_str() + sizeof kMarkHead - 1, "%lld %lld %lld", &epoch, &batch,
                    &sequence) == 3) {
        acknowledged_ = {epoch, batch, sequence};
    }
}

void JournalThread::saveMark() {
    auto const text = kMarkHead + std::to_string(acknowledged_.epoch) + " " +
                      std::to_string(acknowledged_.batch) + " " +
                      std::to_string(acknowledged_.sequence) + "\n";
    report("journal-mark", files::replace(parts_.folder / "acknowledged", text));
}

void JournalThread::publish() {
    auto const acknowledged = acknowledged_.epoch == rows_->epoch() ? acknowledged_.sequence : 0;
    {
        std::lock_guard const lock(mutex_);
        unsent_ = std::max<std::int64_t>(0, rows_->last() - acknowledged);
        ++rounds_;
    }
    published_.notify_all();
}

void JournalThread::wake() {
    {
        std::lock_guard const lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void JournalThread::sessionBegan(LedgerMark mark) {
    {
        std::lock_guard const lock(mutex_);
        began_ = mark;
        storedMark_.reset();
        outbox_.clear();
        sessionOver_ = false;
        refusal_.clear();
    }
    wake();
}

void JournalThread::sessionEnded() {
    {
        std::lock_guard const lock(mutex_);
        sessionOver_ = true;
        began_.reset();
        outbox_.clear();
    }
    wake();
}

void JournalThread::stored(LedgerMark mark) {
    {
        std::lock_guard const lock(mutex_);
        storedMark_ = mark;
    }
    wake();
}

void JournalThread::refused(std::string const& why) {
    {
        std::lock_guard const lock(mutex_);
        refusal_ = why.empty() ? "no reason given" : why;
        outbox_.clear();
    }
    wake();
}

std::optional<std::string> JournalThread::nextBatch() {
    std::lock_guard const lock(mutex_);
    if (outbox_.empty()) {
        return std::nullopt;
    }
    auto out = std::move(outbox_.front());
    outbox_.pop_front();
    return out;
}

void JournalThread::onBatch(std::function<void()> notify) {
    std::lock_guard const lock(mutex_);
    notify_ = std::move(notify);
}

std::int64_t JournalThread::unsent() const {
    std::lock_guard const lock(mutex_);
    return unsent_;
}

bool JournalThread::waitDrained(std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    // Two whole rounds from now on have seen every play that finished before this call.
    auto const seen = rounds_ + 2;
    return published_.wait_for(lock, most,
                               [this, seen] { return rounds_ >= seen && unsent_ == 0; });
}

}  // namespace tocsin::player
