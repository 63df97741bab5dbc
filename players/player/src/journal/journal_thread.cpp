// SPDX-License-Identifier: Apache-2.0
// Rounds of work, the window, and the mailbox between the journal and the link.
#include "journal/journal_thread.hpp"

namespace tocsin::player {
namespace {

using Steady = std::chrono::steady_clock;
constexpr auto kKeep = std::chrono::hours(24 * 30);

/// The ledger will not have that batch at another time either.
bool isForGood(std::string_view code) {
    return code == "ledger-conflict" || code == "forked" || code == "damaged" || code == "invalid";
}

}  // namespace

JournalThread::JournalThread(Journal journal, InFlight& inflight, spdlog::logger& log,
                             Findings& findings)
    : journal_(std::move(journal)), inflight_(inflight), log_(log), findings_(findings) {}

Result<std::unique_ptr<JournalThread>> JournalThread::open(Journal::Parts parts,
                                                           InFlight& inflight) {
    auto& log = parts.log;
    auto& findings = parts.findings;
    auto journal = Journal::open(std::move(parts));
    if (!journal) {
        return journal.error();
    }
    std::unique_ptr<JournalThread> out(
        new JournalThread(std::move(*journal), inflight, log, findings));
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
        bool const waiting = unsyncedSince_ || unbatchedSince_ || inflight_.lost() > 0;
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
    std::deque<std::string> receipts;
    std::deque<std::packaged_task<void()>> errands;
    std::optional<Refusal> refusal;
    bool over = false;
    bool last = false;
    {
        std::lock_guard const lock(mutex_);
        last = flush_;
        began.swap(began_);
        stored.swap(storedMark_);
        receipts.swap(receipts_);
        errands.swap(errands_);
        refusal.swap(refusal_);
        over = std::exchange(sessionOver_, false);
    }
    takeFinished();
    if (!std::exchange(totalsBegun_, true)) {
        journal_.beginTotals();
    }
    if (over) {
        sending_ = false;
    }
    if (refusal) {
        takeRefusal(*refusal);
    }
    if (began) {
        beginSession(*began);
    }
    for (auto const& receipt : receipts) {
        journal_.report("receipt", journal_.keepReceipt(receipt));
    }
    if (stored) {
        olderSent_ = olderSent_ && !journal_.older().acknowledge(*stored);
        journal_.acknowledge(*stored);
    }
    syncIfDue(last);
    for (auto& errand : errands) {
        errand();
    }
    if (sending_) {
        fillWindow(last);
    }
    if (Steady::now() >= discardAt_) {
        discardAt_ = Steady::now() + std::chrono::hours(1);
        journal_.discard(std::filesystem::file_time_type::clock::now() - kKeep);
    }
    publish();
}

void JournalThread::takeFinished() {
    while (auto finished = inflight_.nextFinished()) {
        auto const taken = journal_.take(inflight_, *finished);
        if (!taken || *taken) {
            unsyncedSince_ = unsyncedSince_.value_or(Steady::now());
        }
        if (!taken) {
            return;
        }
        if (*taken) {
            unbatchedSince_ = unbatchedSince_.value_or(Steady::now());
        }
    }
}

void JournalThread::syncIfDue(bool now) {
    bool const many = journal_.unsynced() >= Journal::kBatchRows;
    bool const old = unsyncedSince_ && Steady::now() - *unsyncedSince_ >= kSyncAfter;
    if (now || many || old) {
        auto const done = journal_.sync();
        journal_.report("journal-sync", done);
        if (done && !inflight_.nextFinished()) {
            unsyncedSince_.reset();
        }
    }
}

void JournalThread::takeRefusal(Refusal const& refusal) {
    sending_ = false;
    if (!journal_.older().empty()) {
        // What is newer must not wait for ever behind what this ledger will not have. What it only
        // cannot store now is found again in the next session.
        leaveOlder_ = leaveOlder_ || isForGood(refusal.code);
        journal_.older().clear();
    }
    auto const text = refusal.code + ": " + refusal.why;
    if (findings_.set("ledger", "the controller refused a play batch: " + text)) {
        log_.error("event=batch-refused err=\"{}\"", text);
    }
}

void JournalThread::beginSession(LedgerMark mark) {
    findings_.clear("ledger");
    {
        std::lock_guard const lock(mutex_);
        outbox_.clear();
    }
    auto const done = journal_.reconcile(mark);
    journal_.report("journal-epoch", done);
    sending_ = static_cast<bool>(done);
    leftEpoch_ = false;
    olderSent_ = false;
    if (leaveOlder_) {
        journal_.older().clear();
    }
    if (auto const rows = journal_.older().rows(); done && rows > 0) {
        log_.warn("event=older-epochs-sent rows={} ledger-epoch={} ledger-batch={}", rows,
                  mark.epoch, mark.batch);
    }
    sentBatch_ = journal_.acknowledged().batch;
    if (journal_.unbatched() > 0) {
        unbatchedSince_ = unbatchedSince_.value_or(Steady::now());
    }
}

/// The next batch to send; nothing if there is none yet. Cuts one where it is time.
Result<std::optional<std::string>> JournalThread::nextText(bool last) {
    if (sentBatch_ == journal_.lastBatch()) {
        auto const waiting = journal_.unbatched();
        bool const old = unbatchedSince_ && Steady::now() - *unbatchedSince_ >= kBatchAfter;
        if (waiting == 0 || !(last || old || waiting >= Journal::kBatchRows)) {
            return std::optional<std::string>();
        }
        if (auto done = journal_.cutBatch(); !done) {
            return done.error();
        }
        if (journal_.unbatched() == 0) {
            unbatchedSince_.reset();
        }
    }
    auto text = journal_.batch(sentBatch_ + 1);
    if (!text) {
        return text.error();
    }
    return std::optional(std::move(*text));
}

/// What cannot be sent because it cannot be read would hold up all that follows. False: wait.
bool JournalThread::passDamage(Error const& error) {
    bool const lost = error.code == Errc::damaged || error.code == Errc::notFound;
    // What is on its way may be stored: first the ledger has to say so.
    if (!lost || sentBatch_ != journal_.acknowledged().batch) {
        return false;
    }
    sending_ = !std::exchange(leftEpoch_, true);  // once a session: a disk may damage all it gets
    if (!sending_) {
        return false;
    }
    auto const done = journal_.leaveDamagedEpoch(error.message);
    journal_.report("journal-epoch", done);
    sending_ = static_cast<bool>(done);
    sentBatch_ = 0;
    return sending_;
}

/// False: nothing more can be sent in this session now.
bool JournalThread::offer(std::string text, std::string totals) {
    std::lock_guard const lock(mutex_);
    if (began_ || sessionOver_ || refusal_) {
        return false;  // this session is history, and the next has its own mark
    }
    outbox_.push_back(std::move(text));
    totals_ = std::move(totals);
    return true;
}

void JournalThread::notify() {
    std::function<void()> notify;
    {
        std::lock_guard const lock(mutex_);
        notify = notify_;
    }
    if (notify) {
        notify();
    }
}

/// Batches of former epochs, one at a time. True: there are some, and the others wait.
bool JournalThread::fillOlder() {
    auto& older = journal_.older();
    while (!older.empty() && !olderSent_) {
        auto text = journal_.nextOlder();
        if (text) {
            olderSent_ = offer(std::move(*text), {});  // the totals are of the present epoch
            if (olderSent_) {
                notify();
            }
            return true;
        }
        journal_.report("journal-older", text.error());
        if (text.error().code != Errc::damaged && text.error().code != Errc::notFound) {
            return true;  // later, perhaps
        }
        older.skipEpoch();
    }
    return !older.empty();
}

void JournalThread::fillWindow(bool last) {
    if (fillOlder()) {
        return;
    }
    bool any = false;
    while (sentBatch_ - journal_.acknowledged().batch < kWindow) {
        auto text = nextText(last);
        if (!text) {
            journal_.report("journal-batch", text.error());
            if (passDamage(text.error())) {
                continue;
            }
            break;
        }
        journal_.report("journal-batch", {});
        if (!*text || !offer(std::move(**text), journal_.totals(sentBatch_ + 1))) {
            break;
        }
        ++sentBatch_;
        any = true;
    }
    if (any) {
        notify();
    }
}

void JournalThread::publish() {
    {
        std::lock_guard const lock(mutex_);
        unsent_ = journal_.unsent();
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

void JournalThread::carryOut(Errand const& errand) {
    std::packaged_task<void()> task([this, &errand] { errand(journal_, sending_); });
    auto const done = task.get_future();
    {
        std::lock_guard const lock(mutex_);
        errands_.push_back(std::move(task));
    }
    wake();
    done.wait();
}

void JournalThread::sessionBegan(LedgerMark mark) {
    {
        std::lock_guard const lock(mutex_);
        began_ = mark;
        storedMark_.reset();
        outbox_.clear();
        sessionOver_ = false;
        refusal_.reset();
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

void JournalThread::stored(LedgerMark mark, std::string receipt) {
    {
        std::lock_guard const lock(mutex_);
        storedMark_ = mark;
        if (!receipt.empty() && receipts_.size() < kMostReceipts) {
            receipts_.push_back(std::move(receipt));
        }
    }
    wake();
}

void JournalThread::refused(std::string const& code, std::string const& why) {
    {
        std::lock_guard const lock(mutex_);
        refusal_ = Refusal{code, why};
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

std::string JournalThread::totals() const {
    std::lock_guard const lock(mutex_);
    return totals_;
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
