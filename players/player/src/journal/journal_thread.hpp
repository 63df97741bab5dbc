// SPDX-License-Identifier: Apache-2.0
// The thread that turns finished plays into rows, rows into signed batches, and hands batches to
// the link in a window of four.
#pragma once

#include <spdlog/logger.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/findings.hpp"
#include "journal/batch_log.hpp"
#include "journal/inflight.hpp"
#include "journal/row_store.hpp"

namespace tocsin::player {

/// The ledger's mark as the controller tells it.
struct LedgerMark {
    std::int64_t epoch = 0, batch = 0, sequence = 0;
    bool operator==(LedgerMark const&) const = default;
};

/// Fields of a batch header that only others know: wall, mono, boot, clock, manifest.
using HeaderFacts = std::function<messages::BatchHeader()>;

class JournalThread {
public:
    static constexpr std::int64_t kBatchRows = 200;
    static constexpr std::int64_t kWindow = 4;
    static constexpr std::chrono::milliseconds kSyncAfter{5000};
    static constexpr std::chrono::milliseconds kBatchAfter{2000};

    struct Parts {
        std::filesystem::path folder;
        messages::KeyPair const& key;
        InFlight& inflight;
        HeaderFacts facts;
        spdlog::logger& log;
        Findings& findings;
    };
    /// Opens the journal, recovers what a crash left, does not start the thread. Errc::damaged or
    /// as of the file system.
    [[nodiscard]] static Result<std::unique_ptr<JournalThread>> open(Parts parts);
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
    void stored(LedgerMark mark);
    /// The controller refused a batch: nothing more is sent in this session.
    void refused(std::string const& why);
    [[nodiscard]] std::optional<std::string> nextBatch();
    /// Called (from the journal thread) when nextBatch() has something.
    void onBatch(std::function<void()> notify);
    /// Rows that the ledger has not acknowledged yet, in rows and in plays still in flight.
    [[nodiscard]] std::int64_t unsent() const;
    /// Waits until every row is acknowledged, at most so long in real time. True: all are.
    bool waitDrained(std::chrono::milliseconds most);

private:
    explicit JournalThread(Parts parts);
    void run(std::stop_token stop);
    void work();
    void takeFinished();
    [[nodiscard]] bool takeOne(InFlight::Finished const& finished);
    [[nodiscard]] Result<> reconcile(LedgerMark mark);
    [[nodiscard]] std::int64_t firstUnacknowledged(LedgerMark mark) const;
    [[nodiscard]] Result<> newEpoch(LedgerMark mark, std::string const& why);
    void applyMark(LedgerMark mark);
    void fillWindow(bool last);
    [[nodiscard]] Result<> cutBatch();
    void syncIfDue(bool now);
    void report(std::string const& key, Result<> const& done);
    void loadMark();
    void saveMark();
    void publish();

    Parts parts_;
    std::optional<RowStore> rows_;
    std::optional<BatchLog> batches_;
    LedgerMark acknowledged_;
    std::optional<std::chrono::steady_clock::time_point> unsyncedSince_, unbatchedSince_;
    std::chrono::steady_clock::time_point discardAt_{};
    bool sending_ = false;
    std::int64_t sentBatch_ = 0;

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::condition_variable_any published_;
    bool woken_ = false;
    bool flush_ = false;
    bool sessionOver_ = false;
    std::string refusal_;
    std::optional<LedgerMark> began_, storedMark_;
    std::deque<std::string> outbox_;  // at most kWindow
    std::function<void()> notify_;
    std::int64_t unsent_ = 0;
    std::uint64_t rounds_ = 0;

    std::jthread thread_;
};

}  // namespace tocsin::player
