// SPDX-License-Identifier: Apache-2.0
// Signs what the ledger says: a receipt for each batch, and checkpoints of its log. Nothing waits
// for a signer: plays are stored without one, and receipts are made later.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "tocsin/keys/signer.hpp"
#include "tocsin/store/ledger_log.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::proof {

struct LedgerSettings {
    std::function<Instant()> now;
    /// A checkpoint is due so long after the last one, if batches have come since.
    Milliseconds every{24LL * 3'600'000};
};

/// What is wrong with the ledger's log, in both languages.
struct LedgerTrouble {
    std::string english, chinese;
    bool operator==(LedgerTrouble const&) const = default;
};

/// Thread-safe; blocks while the signer signs. Store and signer outlive it.
class LedgerKeeper {
public:
    LedgerKeeper(store::Store& store, keys::Signer const& signer, LedgerSettings settings);

    /// At the start: keeps the key set in force, by which receipts are verified later.
    [[nodiscard]] Result<> begin();

    /// The batch's receipt: the one that was signed, or one signed now. Errc::unavailable where
    /// there is no key, or the signer is down. Not inside a transaction.
    [[nodiscard]] Result<messages::SignedText> receiptFor(store::LoggedBatch const& batch);
    /// Stores the signatures that were given since: in a transaction that is made anyway, so that
    /// receipts cost none of their own. What a crash loses is signed again, to the same bytes.
    void writeGiven(store::Tx& tx);
    /// The same for all missing receipts of the first `size` leaves, however many they are.
    /// Errc::cancelled; Errc::unavailable as receiptFor().
    [[nodiscard]] Result<> signReceipts(std::int64_t size, std::stop_token const& stop);
    /// Signs receipts that are missing (old batches, a signer that was down), compares the next 256
    /// leaves with what is stored of the tree above them, and has a checkpoint made if one is due.
    /// Nothing of that happens where there is no key. Before it the audit trail is told of players
    /// whose totals began to differ from the ledger (`ledger.mismatch`), or agree again
    /// (`ledger.match`). Several steps, none of them long. Errc::damaged as checkpointNow().
    [[nodiscard]] Result<> upkeep();

    /// A checkpoint of the whole log, or the one there is of this size, which is signed again if
    /// the key is another one by now. Before it is signed, the tree has to give the root of the
    /// last one at its size, and the leaves since then the root that it has now; leaves of before
    /// are compared by upkeep(), some at a time. Else Errc::damaged, also for a log that cannot be
    /// read: it stands in the trail once (`ledger.misfit`) and in trouble(), and nothing is signed.
    /// Errc::notFound while there are no batches, Errc::unavailable.
    [[nodiscard]] Result<store::KeptCheckpoint> checkpointNow(std::string const& who);
    [[nodiscard]] std::optional<LedgerTrouble> trouble() const;

    [[nodiscard]] keys::Signer const& signer() const noexcept { return signer_; }
    [[nodiscard]] std::string origin() const;

private:
    struct Given {
        std::int64_t leaf = 0;
        store::ReceiptSignature signature;
    };
    [[nodiscard]] Result<> noteTotals();
    [[nodiscard]] Result<> signMissing(int rounds);
    [[nodiscard]] Result<> checkBlock();
    [[nodiscard]] Result<> checkpointIfDue();
    [[nodiscard]] bool isDue(Instant last);
    [[nodiscard]] Result<store::KeptCheckpoint> signedAndKept(messages::Checkpoint checkpoint,
                                                              std::string const& who, bool again);
    [[nodiscard]] Result<> misfit(LedgerTrouble const& trouble);
    [[nodiscard]] Result<> toldIfDamaged(Result<> const& looked);

    store::Store& store_;
    keys::Signer const& signer_;
    LedgerSettings settings_;
    std::mutex checkpointing_;  ///< one checkpoint at a time; taken before mutex_
    mutable std::mutex mutex_;
    // guarded by mutex_
    std::vector<Given> given_;
    std::optional<LedgerTrouble> trouble_;
    std::int64_t nextBlock_ = 0;               // of leaves, to be compared
    std::optional<std::int64_t> spoiltBlock_;  // one that did not fit
    std::optional<Instant> lastMade_;          // when this process signed a checkpoint
};

}  // namespace tocsin::proof
