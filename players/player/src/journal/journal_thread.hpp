// SPDX-License-Identifier: Apache-2.0
// The thread that turns finished plays into rows, rows into signed batches, and hands batches to
// the link in a window of four.
#pragma once

#include <spdlog/logger.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "journal/journal.hpp"

namespace tocsin::player {

class JournalThread {
public:
    static constexpr std::int64_t kWindow = 4;
    static constexpr std::size_t kMostReceipts = 16;  ///< others are passed over
    static constexpr std::chrono::milliseconds kSyncAfter{5000};
    static constexpr std::chrono::milliseconds kBatchAfter{2000};

    /// Opens the journal, recovers what a crash left, does not start the thread. Errc::damaged or
    /// as of the file system.
    [[nodiscard]] static Result<std::unique_ptr<JournalThread>> open(Journal::Parts parts,
                                                                     InFlight& inflight);
    void start();
    /// From here on every finished play is synced, cut and offered at once; used when the player
    /// stops.
    void flush();
    /// Ends the thread after a last round.
    void stop();

    // ---- any thread
    // --------------------------------------------------------------------------------------------------

    /// A play finished.
    void wake();
    /// A session is bound; the ledger stands here. Batches after the mark come out of nextBatch().
    void sessionBegan(LedgerMark mark);
    void sessionEnded();
    /// `receipt`: of a batch, signed by the controller; empty: there is none.
    void stored(LedgerMark mark, std::string receipt = {});
    /// The controller refused a batch, by this word of the protocol: nothing more is sent in this
    /// session.
    void refused(std::string const& code, std::string const& why);
    [[nodiscard]] std::optional<std::string> nextBatch();
    /// What this player counted of its rows, signed, to go with the batch that nextBatch() gave
    /// last; empty: it does not know, or has not counted so far.
    [[nodiscard]] std::string totals() const;
    /// Called (from the journal thread) when nextBatch() has something.
    void onBatch(std::function<void()> notify);
    /// Rows that the ledger has not acknowledged yet, in rows and in plays still in flight.
    [[nodiscard]] std::int64_t unsent() const;
    /// Runs `errand` on the journal's thread and waits for it: for what is carried by hand.
    /// `inSession`: the link speaks with the ledger just now. Not after stop().
    using Errand = std::function<void(Journal& journal, bool inSession)>;
    void carryOut(Errand const& errand);
    /// Waits until every row is acknowledged, at most so long in real time. True: all are.
    bool waitDrained(std::chrono::milliseconds most);

private:
    struct Refusal {
        std::string code, why;
    };
    JournalThread(Journal journal, InFlight& inflight, spdlog::logger& log, Findings& findings);
    void run(std::stop_token stop);
    void work();
    void takeFinished();
    void beginSession(LedgerMark mark);
    void takeRefusal(Refusal const& refusal);
    [[nodiscard]] Result<std::optional<std::string>> nextText(bool last);
    [[nodiscard]] bool passDamage(Error const& error);
    void fillWindow(bool last);
    bool fillOlder();
    [[nodiscard]] bool offer(std::string text, std::string totals);
    void notify();
    void syncIfDue(bool now);
    void publish();

    Journal journal_;
    InFlight& inflight_;
    spdlog::logger& log_;
    Findings& findings_;
    std::optional<std::chrono::steady_clock::time_point> unsyncedSince_, unbatchedSince_;
    std::chrono::steady_clock::time_point discardAt_{};
    bool sending_ = false;
    bool leftEpoch_ = false;   // in this session, because of damage
    bool olderSent_ = false;   // a batch of a former epoch is on its way
    bool leaveOlder_ = false;  // the ledger will not have them: not again in this run
    bool totalsBegun_ = false;
    std::int64_t sentBatch_ = 0;

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::condition_variable_any published_;
    bool woken_ = false;
    bool flush_ = false;
    bool sessionOver_ = false;
    std::optional<Refusal> refusal_;
    std::optional<LedgerMark> began_, storedMark_;
    std::deque<std::string> receipts_;  // at most kMostReceipts
    std::deque<std::string> outbox_;    // at most kWindow
    std::string totals_;
    std::function<void()> notify_;
    std::int64_t unsent_ = 0;
    std::uint64_t rounds_ = 0;
    std::deque<std::packaged_task<void()>> errands_;

    std::jthread thread_;
};

}  // namespace tocsin::player
