// SPDX-License-Identifier: Apache-2.0
#include "tocsin/proof/ledger_keeper.hpp"

#include <algorithm>
#include <utility>

#include "tocsin/store/epoch_totals.hpp"

namespace tocsin::proof {
namespace {

constexpr auto kRole = keys::Role::ledger;
/// Signatures that no transaction has taken yet; what is beyond is signed again by upkeep().
constexpr std::size_t kMostGiven = 1'000;
constexpr std::size_t kSignedAtOnce = 500;
/// Of them in one upkeep(), so that it ends.
constexpr int kMostRounds = 20;
constexpr std::size_t kLeavesAtOnce = 2'000;

struct Comparison {
    std::optional<store::KeptCheckpoint> last;
    messages::LogFrontier tree;
    std::optional<LedgerTrouble> misfit;
};

LedgerTrouble doesNotExtend(std::int64_t size) {
    auto const number = std::to_string(size);
    return {
        "the ledger's log does not begin with the " + number +
            " batches that were signed in its last checkpoint: somebody changed the database, "
            "or it was restored; compare with bundles and printed checkpoints, and keep both",
        "播放台账的日志与上一次签名的检查点（" + number +
            " 批）不符：数据库被改动或被恢复过；请与导出的证明包和打印的检查点核对，并保留两者"};
}

LedgerTrouble isNotItsLeaves() {
    return {
        "the ledger's log is not what its leaves say: somebody changed the database; compare "
        "with bundles and printed checkpoints, and keep both",
        "播放台账的日志与其条目不符：数据库被改动过；请与导出的证明包和打印的检查点核对，并保留"
        "两者"};
}

LedgerTrouble cannotBeRead(Error const& why) {
    return {"the ledger's log cannot be read whole: " + why.message +
                "; somebody changed the database, or its disk fails; compare with bundles and "
                "printed checkpoints, and keep both",
            "播放台账的日志无法完整读取（" + why.message +
                "）：数据库被改动过，或磁盘有故障；请与导出的证明包和打印的检查点核对，并保留两者"};
}

/// The log as its rows say it, from the last checkpoint on leaf by leaf; and the block of leaves
/// that did not fit when it was looked at.
Comparison compared(store::Tx const& tx, std::optional<std::int64_t> const& spoiltBlock) {
    auto const& log = tx.ledgerLog();
    Comparison out;
    if (spoiltBlock && log.blockFits(*spoiltBlock) == false) {
        out.misfit = isNotItsLeaves();
        return out;
    }
    out.last = log.newestCheckpoint();
    out.tree = log.frontier();
    auto const known = out.last ? out.last->checkpoint.size : 0;
    if (known > out.tree.size()) {
        out.misfit = doesNotExtend(known);
        return out;
    }
    std::vector<Digest> peaks;
    for (auto const& node : messages::coverOf(0, known)) {
        peaks.push_back(log.hash(node));
    }
    auto rebuilt = messages::LogFrontier::from(known, std::move(peaks)).value();
    if (out.last && rebuilt.root() != out.last->checkpoint.root) {
        out.misfit = doesNotExtend(known);
        return out;
    }
    while (rebuilt.size() < out.tree.size()) {
        auto const page = log.leaves(rebuilt.size(), kLeavesAtOnce);
        for (auto const& one : page) {
            if (one.receipt.leaf != rebuilt.size() ||
                !rebuilt.append(0, messages::logLeaf(one.receipt.header))) {
                out.misfit = isNotItsLeaves();
                return out;
            }
        }
        if (page.empty()) {
            break;
        }
    }
    if (rebuilt.size() != out.tree.size() || rebuilt.root() != out.tree.root()) {
        out.misfit = isNotItsLeaves();
    }
    return out;
}

}  // namespace

LedgerKeeper::LedgerKeeper(store::Store& store, keys::Signer const& signer, LedgerSettings settings)
    : store_(store), signer_(signer), settings_(std::move(settings)) {}

Result<> LedgerKeeper::begin() {
    auto const& issued = signer_.issued();
    auto const envelope = messages::toJson(issued.envelope);
    return store_.ingest([&](store::Tx& tx) -> Result<> {
        tx.ledgerLog().noteKeySet(issued.set.generation, envelope);
        return {};
    });
}

std::string LedgerKeeper::origin() const {
    return signer_.issued().set.root.fingerprint();
}

Result<messages::SignedText> LedgerKeeper::receiptFor(store::LoggedBatch const& batch) {
    auto const text = toText(batch.receipt);
    if (batch.signature) {
        return messages::SignedText{text, batch.signature->key.fingerprint(),
                                    batch.signature->signature};
    }
    if (!signer_.issued().set.has(kRole)) {
        return keys::noKeyOf(kRole);
    }
    auto const signature = signer_.sign(kRole, messages::signedBytes(messages::kReceiptKind, text));
    if (!signature) {
        return signature.error();
    }
    auto const& key = signer_.publicKey(kRole);
    {
        std::scoped_lock const lock(mutex_);
        if (given_.size() < kMostGiven) {
            given_.push_back({batch.receipt.leaf, {key, *signature}});
        }
    }
    return messages::SignedText{text, key.fingerprint(), *signature};
}

void LedgerKeeper::writeGiven(store::Tx& tx) {
    std::vector<Given> given;
    {
        std::scoped_lock const lock(mutex_);
        given.swap(given_);
    }
    for (auto const& one : given) {
        tx.ledgerLog().sign(one.leaf, one.signature);
    }
}

Result<> LedgerKeeper::signMissing(int rounds) {
    for (int round = 0; round < rounds; ++round) {
        // First what is signed already, so that it is not signed twice.
        std::vector<store::LoggedBatch> missing;
        auto const written = store_.ingest([&](store::Tx& tx) -> Result<> {
            writeGiven(tx);
            missing = tx.ledgerLog().unsignedLeaves(kSignedAtOnce);
            return {};
        });
        if (!written || missing.empty()) {
            return written;
        }
        for (auto const& batch : missing) {
            if (auto const receipt = receiptFor(batch); !receipt) {
                return receipt.error();
            }
        }
    }
    return {};
}

Result<> LedgerKeeper::signReceipts(std::int64_t size, std::stop_token const& stop) {
    while (!stop.stop_requested()) {
        bool missing = false;
        auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
            auto const oldest = tx.ledgerLog().unsignedLeaves(1);
            missing = !oldest.empty() && oldest.front().receipt.leaf < size;
            return {};
        });
        if (!looked || !missing) {
            return looked;
        }
        if (auto signedNow = signMissing(1); !signedNow) {
            return signedNow;
        }
    }
    return Error{Errc::cancelled, "stopped while receipts were signed"};
}

/// A clock that was ahead once, when the last one was made, puts none off for longer than the
/// usual time either.
bool LedgerKeeper::isDue(Instant last) {
    auto const now = settings_.now();
    if (now >= last) {
        return now - last >= settings_.every;
    }
    std::scoped_lock const lock(mutex_);
    return !lastMade_ || now < *lastMade_ || now - *lastMade_ >= settings_.every;
}

Result<> LedgerKeeper::checkpointIfDue() {
    bool due = false;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        auto const size = tx.ledgerLog().frontier().size();
        auto const last = tx.ledgerLog().newestCheckpoint();
        due = last ? size != last->checkpoint.size && isDue(last->checkpoint.at) : size > 0;
        return {};
    });
    if (!looked || !due) {
        return toldIfDamaged(looked);
    }
    auto const made = checkpointNow("controller");
    return made ? Result<>() : made.error();
}

Result<> LedgerKeeper::noteTotals() {
    std::vector<store::PlayerEpoch> turned;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        turned = tx.epochTotals().turned();
        return {};
    });
    if (!looked) {
        return looked;
    }
    for (auto const& epoch : turned) {
        bool const differs = epoch.verdict == store::TotalsVerdict::differ;
        auto const noted = store_.write(
            [&](store::Tx& tx) -> Result<> {
                tx.epochTotals().note(epoch);
                return {};
            },
            {"controller", differs ? "ledger.mismatch" : "ledger.match", epoch.screen.str(),
             differenceOf(epoch, epoch.screen.str()).english});
        if (!noted) {
            return noted;
        }
    }
    return {};
}

Result<> LedgerKeeper::upkeep() {
    if (auto done = noteTotals(); !done) {
        return done;
    }
    if (!signer_.issued().set.has(kRole)) {
        return {};
    }
    if (auto done = signMissing(kMostRounds); !done) {
        return done;
    }
    if (trouble()) {
        return {};  // told; asked for by hand it is compared again
    }
    if (auto done = checkBlock(); !done) {
        return done;
    }
    return checkpointIfDue();
}

Result<> LedgerKeeper::checkBlock() {
    std::int64_t block = 0;
    {
        std::scoped_lock const lock(mutex_);
        block = nextBlock_;
    }
    std::optional<bool> fits;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        fits = tx.ledgerLog().blockFits(block);
        return {};
    });
    bool const spoilt = looked ? fits == false : looked.error().code == Errc::damaged;
    {
        std::scoped_lock const lock(mutex_);
        nextBlock_ = fits ? block + 1 : 0;  // behind the last one they begin again
        spoiltBlock_ = spoilt ? std::optional(block) : spoiltBlock_;
    }
    return looked && spoilt ? misfit(isNotItsLeaves()) : toldIfDamaged(looked);
}

Result<> LedgerKeeper::toldIfDamaged(Result<> const& looked) {
    bool const damaged = !looked && looked.error().code == Errc::damaged;
    return damaged ? misfit(cannotBeRead(looked.error())) : looked;
}

std::optional<LedgerTrouble> LedgerKeeper::trouble() const {
    std::scoped_lock const lock(mutex_);
    return trouble_;
}

Result<> LedgerKeeper::misfit(LedgerTrouble const& trouble) {
    bool isNew = false;
    {
        std::scoped_lock const lock(mutex_);
        isNew = trouble_ != trouble;
        trouble_ = trouble;
    }
    if (isNew) {
        auto const noted = store_.write([](store::Tx&) -> Result<> { return {}; },
                                        {"controller", "ledger.misfit", "ledger", trouble.english});
        if (!noted) {
            return noted;
        }
    }
    return Error{Errc::damaged, trouble.english};
}

Result<store::KeptCheckpoint> LedgerKeeper::checkpointNow(std::string const& who) {
    std::scoped_lock const one(checkpointing_);
    if (!signer_.issued().set.has(kRole)) {
        return keys::noKeyOf(kRole);
    }
    std::optional<std::int64_t> spoiltBlock;
    {
        std::scoped_lock const lock(mutex_);
        spoiltBlock = spoiltBlock_;
    }
    Comparison now;
    auto const looked = toldIfDamaged(store_.read([&](store::Tx const& tx) -> Result<> {
        now = compared(tx, spoiltBlock);
        return {};
    }));
    if (!looked) {
        return looked.error();
    }
    if (now.misfit) {
        return misfit(*now.misfit).error();
    }
    {
        std::scoped_lock const lock(mutex_);
        trouble_.reset();
        spoiltBlock_.reset();
    }
    if (now.tree.size() == 0) {
        return Error{Errc::notFound,
                     "no player has delivered plays yet, so there is nothing to "
                     "make a checkpoint of"};
    }
    if (now.last && now.last->checkpoint.size == now.tree.size()) {
        bool const byPresentKey = now.last->text.signer == signer_.publicKey(kRole).fingerprint();
        return byPresentKey ? *now.last : signedAndKept(now.last->checkpoint, who, true);
    }
    messages::Checkpoint checkpoint{origin(), now.tree.size(), now.tree.root(), settings_.now()};
    if (now.last) {  // the clock may have been set back meanwhile
        checkpoint.at = std::max(checkpoint.at, now.last->checkpoint.at);
    }
    return signedAndKept(std::move(checkpoint), who, false);
}

Result<store::KeptCheckpoint> LedgerKeeper::signedAndKept(messages::Checkpoint checkpoint,
                                                          std::string const& who, bool again) {
    auto const text = toText(checkpoint);
    auto const signature =
        signer_.sign(kRole, messages::signedBytes(messages::kCheckpointKind, text));
    if (!signature) {
        return signature.error();
    }
    store::KeptCheckpoint made{std::move(checkpoint),
                               {text, signer_.publicKey(kRole).fingerprint(), *signature}};
    auto const size = std::to_string(made.checkpoint.size);
    auto const kept = store_.write(
        [&](store::Tx& tx) -> Result<> {
            if (again) {
                tx.ledgerLog().signAgain(made);
            } else {
                tx.ledgerLog().put(made);
            }
            return {};
        },
        {who, "ledger.checkpoint", size, made.checkpoint.root.hex() + (again ? " again" : "")});
    if (!kept) {
        return kept.error();
    }
    std::scoped_lock const lock(mutex_);
    lastMade_ = settings_.now();
    return made;
}

}  // namespace tocsin::proof
