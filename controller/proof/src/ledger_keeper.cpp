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

/// The log as its rows say it, from the last checkpoint on leaf by leaf.
Comparison compared(store::Tx const& tx) {
    auto const& log = tx.ledgerLog();
    Comparison out;
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

Result<> LedgerKeeper::signMissing() {
    for (int round = 0; round < kMostRounds; ++round) {
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

Result<> LedgerKeeper::checkpointIfDue() {
    bool due = false;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        auto const size = tx.ledgerLog().frontier().size();
        auto const last = tx.ledgerLog().newestCheckpoint();
        due = last ? size != last->checkpoint.size &&
                         settings_.now() - last->checkpoint.at >= settings_.every
                   : size > 0;
        return {};
    });
    if (!looked || !due) {
        return looked;
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
    if (auto done = signMissing(); !done) {
        return done;
    }
    if (trouble()) {
        return {};  // told; asked for by hand it is compared again
    }
    return checkpointIfDue();
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
    Comparison now;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        now = compared(tx);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (now.misfit) {
        return misfit(*now.misfit).error();
    }
    {
        std::scoped_lock const lock(mutex_);
        trouble_.reset();
    }
    if (now.tree.size() == 0) {
        return Error{Errc::notFound,
                     "no player has delivered plays yet, so there is nothing to "
                     "make a checkpoint of"};
    }
    if (now.last && now.last->checkpoint.size == now.tree.size()) {
        return *now.last;
    }
    store::KeptCheckpoint made;
    made.checkpoint = {origin(), now.tree.size(), now.tree.root(), settings_.now()};
    if (now.last) {  // the clock may have been set back meanwhile
        made.checkpoint.at = std::max(made.checkpoint.at, now.last->checkpoint.at);
    }
    auto const text = toText(made.checkpoint);
    auto const signature =
        signer_.sign(kRole, messages::signedBytes(messages::kCheckpointKind, text));
    if (!signature) {
        return signature.error();
    }
    made.text = {text, signer_.publicKey(kRole).fingerprint(), *signature};
    auto const kept = store_.write(
        [&](store::Tx& tx) -> Result<> {
            tx.ledgerLog().put(made);
            return {};
        },
        {who, "ledger.checkpoint", std::to_string(made.checkpoint.size),
         made.checkpoint.root.hex()});
    return kept ? Result<store::KeptCheckpoint>(std::move(made)) : kept.error();
}

}  // namespace tocsin::proof
