// SPDX-License-Identifier: Apache-2.0
// Receipts and checkpoints: signed once, made later where they could not be, and never over a log
// that somebody changed.
#include "ledger_site.hpp"

namespace tocsin::proof {
namespace {

using messages::Receipt;
using testing::HasSubstr;
using testing::IsEmpty;

class Keeper : public LedgerSite {
protected:
    std::optional<Receipt> receiptIn(std::string const& text) {
        std::string_view rest = text;
        auto const signedText = messages::takeSignedText(rest);
        if (!signedText || !rest.empty() ||
            !checkSigned(*signedText, messages::kReceiptKind,
                         signer_->publicKey(keys::Role::ledger))) {
            return std::nullopt;
        }
        auto const receipt = messages::parseReceipt(signedText->text);
        return receipt ? std::optional(*receipt) : std::nullopt;
    }
    std::size_t unsignedLeaves() {
        return look([](store::Tx const& tx) { return tx.ledgerLog().unsignedLeaves(100); }).size();
    }
    std::size_t rowsOf(std::string const& action) {
        store::AuditQuery query;
        query.action = action;
        return look([&](store::Tx const& tx) { return tx.audit().rows(query); }).size();
    }
};

TEST_F(Keeper, ABatchIsAcknowledgedWithASignedReceipt) {
    deliver(hall_, 1);
    auto const stored = deliver(gate_, 3);
    auto const receipt = receiptIn(stored.receipt);
    ASSERT_TRUE(receipt) << stored.receipt;
    EXPECT_EQ(*receipt, (Receipt{gate_.key.publicKey(), 1, 1, gate_.prev, 1, now_}));
}

TEST_F(Keeper, ABatchThatComesAgainGetsTheSameReceipt) {
    auto const text = messages::toText(batchOf(gate_, {play(gate_)}));
    auto const first = send(gate_, text).receipt;
    deliver(gate_, 2);
    now_ += Milliseconds(60'000);
    EXPECT_EQ(send(gate_, text).receipt, first);
    EXPECT_TRUE(receiptIn(first));
}

TEST_F(Keeper, SignaturesAreStoredWithTheNextBatchAndNotSignedAgain) {
    deliver(gate_, 1);
    EXPECT_EQ(unsignedLeaves(), 1U);
    deliver(gate_, 1);
    EXPECT_EQ(unsignedLeaves(), 1U) << "that of the second batch";
    auto const asked = signer_->asked;
    ASSERT_TRUE(keeper_->upkeep());
    EXPECT_EQ(unsignedLeaves(), 0U);
    EXPECT_EQ(signer_->asked, asked + 1) << "a checkpoint and no receipt";
}

TEST_F(Keeper, PlaysAreStoredWhileTheSignerIsDownAndReceiptsAreMadeLater) {
    signer_->down = true;
    auto const text = messages::toText(batchOf(gate_, {play(gate_)}));
    EXPECT_EQ(send(gate_, text), (messages::PlaysStored{1, 1, 1, {}}));
    EXPECT_FALSE(keeper_->upkeep());
    EXPECT_EQ(unsignedLeaves(), 1U);
    signer_->down = false;
    ASSERT_TRUE(keeper_->upkeep());
    EXPECT_EQ(unsignedLeaves(), 0U);
    EXPECT_TRUE(receiptIn(send(gate_, text).receipt));
}

TEST_F(Keeper, ACheckpointIsOfTheWholeLogAndMadeOnceADay) {
    EXPECT_EQ(keeper_->checkpointNow("me").error().code, Errc::notFound);
    ASSERT_TRUE(keeper_->upkeep()) << "nothing to sign yet is no fault";
    deliver(gate_, 2);
    ASSERT_TRUE(keeper_->upkeep());
    auto const first = look([](store::Tx const& tx) { return tx.ledgerLog().newestCheckpoint(); });
    ASSERT_TRUE(first);
    EXPECT_EQ(first->checkpoint.size, 1);
    EXPECT_EQ(first->checkpoint.origin, signer_->issued().set.root.fingerprint());
    EXPECT_TRUE(checkSigned(first->text, messages::kCheckpointKind,
                            signer_->publicKey(keys::Role::ledger)));
    deliver(hall_, 1);
    now_ += Milliseconds(23 * 3'600'000);
    ASSERT_TRUE(keeper_->upkeep());
    EXPECT_EQ(look([](store::Tx const& tx) { return tx.ledgerLog().newestCheckpoint(); }), first);
    now_ += Milliseconds(3'600'000);
    ASSERT_TRUE(keeper_->upkeep());
    auto const second = look([](store::Tx const& tx) { return tx.ledgerLog().newestCheckpoint(); });
    EXPECT_EQ(second->checkpoint.size, 2);
    EXPECT_EQ(keeper_->checkpointNow("me").value(), *second) << "nothing has come since";
    EXPECT_EQ(rowsOf("ledger.checkpoint"), 2U);
}

TEST_F(Keeper, NothingIsSignedOverALogThatDoesNotExtendTheLastCheckpoint) {
    deliver(gate_, 1);
    deliver(gate_, 1);
    ASSERT_TRUE(keeper_->checkpointNow("me"));
    sql("UPDATE ledger_leaves SET header = zeroblob(32) WHERE leaf = 0");
    deliver(gate_, 1);
    EXPECT_EQ(keeper_->checkpointNow("me").error().code, Errc::damaged);
    ASSERT_TRUE(keeper_->trouble());
    EXPECT_THAT(keeper_->trouble()->english, HasSubstr("does not begin with the 2 batches"));
    EXPECT_FALSE(keeper_->checkpointNow("me"));
    EXPECT_EQ(rowsOf("ledger.misfit"), 1U) << "told once";
    EXPECT_TRUE(keeper_->upkeep()) << "receipts go on";
}

TEST_F(Keeper, NothingIsSignedOverALogThatIsNotItsLeaves) {
    deliver(gate_, 1);
    ASSERT_TRUE(keeper_->checkpointNow("me"));
    deliver(gate_, 1);
    sql("UPDATE ledger_leaves SET header = zeroblob(32) WHERE leaf = 1");
    EXPECT_EQ(keeper_->checkpointNow("me").error().code, Errc::damaged);
    EXPECT_THAT(keeper_->trouble()->english, HasSubstr("is not what its leaves say"));
}

TEST_F(Keeper, AClockThatWasAheadOncePutsNoCheckpointOffForLongerThanADay) {
    auto const newest = [this] {
        return look([](store::Tx const& tx) { return tx.ledgerLog().newestCheckpoint(); })
            ->checkpoint.size;
    };
    deliver(gate_, 1);
    now_ += Milliseconds(365 * 24 * 3'600'000LL);
    ASSERT_TRUE(keeper_->checkpointNow("me"));
    now_ -= Milliseconds(365 * 24 * 3'600'000LL);
    deliver(gate_, 1);
    ASSERT_TRUE(keeper_->upkeep());
    EXPECT_EQ(newest(), 2);
    deliver(gate_, 1);
    now_ += Milliseconds(60'000);
    ASSERT_TRUE(keeper_->upkeep());
    EXPECT_EQ(newest(), 2) << "not one a minute";
    now_ += Milliseconds(24 * 3'600'000);
    ASSERT_TRUE(keeper_->upkeep());
    EXPECT_EQ(newest(), 3);
}

TEST_F(Keeper, ACheckpointOfARevokedKeyIsSignedAgainAndKeepsItsCosignatures) {
    deliver(gate_, 1);
    auto const first = keeper_->checkpointNow("me").value();
    auto const office = messages::KeyPair::generate();
    auto const seen = messages::cosigned(first.text.text, office, now_, "街道办").value();
    change([&](store::Tx& tx) { tx.ledgerLog().cosign(1, seen); });
    revokeLedgerKey();
    auto const again = keeper_->checkpointNow("me").value();
    EXPECT_EQ(again.text.text, first.text.text);
    EXPECT_TRUE(
        checkSigned(again.text, messages::kCheckpointKind, signer_->publicKey(keys::Role::ledger)));
    EXPECT_EQ(look([](store::Tx const& tx) { return tx.ledgerLog().checkpoint(1); }), again);
    EXPECT_THAT(look([](store::Tx const& tx) { return tx.ledgerLog().cosignatures(1); }),
                testing::ElementsAre(seen));
    auto const asked = signer_->asked;
    EXPECT_EQ(keeper_->checkpointNow("me").value(), again);
    EXPECT_EQ(signer_->asked, asked) << "once";
}

TEST_F(Keeper, ALogOfWhichALeafIsMissingIsToldOnce) {
    deliver(gate_, 1);
    deliver(gate_, 1);
    ASSERT_TRUE(keeper_->checkpointNow("me"));
    sql("DELETE FROM ledger_leaves WHERE leaf = 0");
    deliver(gate_, 1);
    EXPECT_EQ(keeper_->checkpointNow("me").error().code, Errc::damaged);
    EXPECT_FALSE(keeper_->checkpointNow("me"));
    ASSERT_TRUE(keeper_->trouble());
    EXPECT_THAT(keeper_->trouble()->english, HasSubstr("leaves are missing"));
    EXPECT_EQ(rowsOf("ledger.misfit"), 1U);
}

TEST_F(Keeper, LeavesBelowStoredNodesAreComparedInTurn) {
    for (int i = 0; i < 300; ++i) {
        deliver(gate_, 1);
    }
    ASSERT_TRUE(keeper_->checkpointNow("me"));
    for (int round = 0; round < 3; ++round) {
        ASSERT_TRUE(keeper_->upkeep()) << round;
    }
    sql("UPDATE ledger_leaves SET header = zeroblob(32) WHERE leaf = 5");
    deliver(gate_, 1);
    bool found = false;
    for (int round = 0; round < 2; ++round) {
        found = !keeper_->upkeep() || found;
    }
    EXPECT_TRUE(found);
    ASSERT_TRUE(keeper_->trouble());
    EXPECT_THAT(keeper_->trouble()->english, HasSubstr("is not what its leaves say"));
    EXPECT_EQ(keeper_->checkpointNow("me").error().code, Errc::damaged) << "nor by hand";
    EXPECT_EQ(rowsOf("ledger.misfit"), 1U);
}

TEST_F(Keeper, AllMissingReceiptsOfABundleAreSigned) {
    signer_->down = true;
    deliver(gate_, 1);
    deliver(gate_, 1);
    EXPECT_EQ(keeper_->signReceipts(2, {}).error().code, Errc::unavailable);
    signer_->down = false;
    EXPECT_TRUE(keeper_->signReceipts(0, {}));
    EXPECT_EQ(unsignedLeaves(), 2U);
    EXPECT_TRUE(keeper_->signReceipts(2, {}));
    EXPECT_EQ(unsignedLeaves(), 0U);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(keeper_->signReceipts(2, stop.get_token()).error().code, Errc::cancelled);
}

TEST_F(Keeper, ALogThatWasCutOffIsFound) {
    deliver(gate_, 1);
    deliver(gate_, 1);
    ASSERT_TRUE(keeper_->checkpointNow("me"));
    sql("DELETE FROM ledger_log");
    EXPECT_EQ(keeper_->checkpointNow("me").error().code, Errc::damaged);
}

}  // namespace
}  // namespace tocsin::proof
