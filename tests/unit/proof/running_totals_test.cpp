// SPDX-License-Identifier: Apache-2.0
// A player's own totals against what the ledger has of it.
#include <gmock/gmock.h>

#include "ledger_site.hpp"
#include "tocsin/messages/running_totals.hpp"
#include "tocsin/store/epoch_totals.hpp"

namespace tocsin::proof {
namespace {

using messages::RunningTotals;
using store::PlayerEpoch;
using store::TotalsVerdict;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class RunningTotalsOfPlayers : public LedgerSite {
protected:
    /// What gate counts of complete plays of eight seconds up to its row `until`.
    RunningTotals counted(std::int64_t until) const {
        return {
            gate_.key.publicKey(), gate_.epoch, until, {until, until, 0, 0, 0, 0, until * 8'000}};
    }
    static std::string signedBy(messages::KeyPair const& key, RunningTotals const& totals) {
        auto const text = messages::toText(totals);
        return messages::toText(
            messages::SignedText{text, key.publicKey().fingerprint(),
                                 key.sign(messages::signedBytes(messages::kTotalsKind, text))});
    }
    std::string nextBatch(int plays) {
        std::vector<messages::PlayRecord> records;
        for (int i = 0; i < plays; ++i) {
            records.push_back(play(gate_));
        }
        return messages::toText(batchOf(gate_, records));
    }
    void send(std::string const& batch, std::string const& totals) {
        auto const reply = handlers_.at("plays")({gate_.key.publicKey(), ScreenId(gate_.screen)},
                                                 messages::Plays{batch, totals});
        ASSERT_TRUE(reply) << reply.error().message;
    }
    void send(std::string const& batch, RunningTotals const& totals) {
        send(batch, signedBy(gate_.key, totals));
    }
    PlayerEpoch newestEpoch() {
        auto const all = look([](store::Tx const& tx) {
            return tx.epochTotals().within(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
        });
        EXPECT_FALSE(all.empty());
        return all.empty() ? PlayerEpoch{} : all.back();
    }
    std::vector<store::AuditRow> trail() {
        return look([](store::Tx const& tx) {
            store::AuditQuery query;
            query.action = "ledger.";
            auto rows = tx.audit().rows(query);
            std::erase_if(rows, [](store::AuditRow const& row) {
                return row.entry.action != "ledger.mismatch" && row.entry.action != "ledger.match";
            });
            return rows;
        });
    }
};

TEST_F(RunningTotalsOfPlayers, AgreeWithTheRowsTheyCount) {
    send(nextBatch(3), counted(3));
    auto const epoch = newestEpoch();
    EXPECT_EQ(epoch.verdict, TotalsVerdict::agree);
    EXPECT_EQ(epoch.screen, ScreenId("gate"));
    EXPECT_EQ(epoch.until, 3);
    EXPECT_EQ(epoch.held, counted(3).sums);
    EXPECT_EQ(epoch.compared, counted(3));
    EXPECT_FALSE(epoch.waiting);
    EXPECT_TRUE(epoch.newest);
}

TEST_F(RunningTotalsOfPlayers, OfAnOlderPlayerAreNotThereAndNothingIsAmiss) {
    send(nextBatch(3), "");
    EXPECT_EQ(newestEpoch().verdict, TotalsVerdict::none);
    EXPECT_EQ(newestEpoch().held, counted(3).sums);
}

TEST_F(RunningTotalsOfPlayers, WaitForRowsAndAreComparedAtTheirOwnRow) {
    auto const first = nextBatch(3);
    auto const second = nextBatch(3);
    send(first, counted(5));
    EXPECT_EQ(newestEpoch().verdict, TotalsVerdict::none);
    EXPECT_EQ(newestEpoch().waiting, counted(5));
    // Newer ones do not push those aside that wait: they would never be compared.
    send(second, counted(6));
    auto const epoch = newestEpoch();
    EXPECT_EQ(epoch.verdict, TotalsVerdict::agree);
    EXPECT_EQ(epoch.compared, counted(5));
    EXPECT_EQ(epoch.heldThen, counted(5).sums);
    EXPECT_EQ(epoch.until, 6);
}

TEST_F(RunningTotalsOfPlayers, ThatDifferStandInTheTrailOnceAndClearByThemselves) {
    auto wrong = counted(3);
    wrong.sums.complete = 4;
    wrong.sums.rows = 4;
    send(nextBatch(3), wrong);
    EXPECT_EQ(newestEpoch().verdict, TotalsVerdict::differ);
    EXPECT_THAT(look([](store::Tx const& tx) { return tx.epochTotals().differing(); }), SizeIs(1));
    ASSERT_TRUE(keeper_->upkeep());
    ASSERT_TRUE(keeper_->upkeep());
    auto rows = trail();
    ASSERT_THAT(rows, SizeIs(1));
    EXPECT_EQ(rows[0].entry.action, "ledger.mismatch");
    EXPECT_EQ(rows[0].entry.subject, "gate");
    EXPECT_THAT(rows[0].entry.detail,
                HasSubstr("epoch 1: up to row 3 the player counted 4 rows (4 complete"));
    EXPECT_THAT(rows[0].entry.detail, HasSubstr("the ledger has 3 rows (3 complete"));
    wrong = counted(4);
    wrong.sums.shownMs += 1;
    send(nextBatch(1), wrong);
    ASSERT_TRUE(keeper_->upkeep());
    EXPECT_THAT(trail(), SizeIs(1)) << "it is the same onset";
    send(nextBatch(1), counted(5));
    EXPECT_THAT(look([](store::Tx const& tx) { return tx.epochTotals().differing(); }), IsEmpty());
    ASSERT_TRUE(keeper_->upkeep());
    EXPECT_THAT(trail(), SizeIs(2));
}

TEST_F(RunningTotalsOfPlayers, ThatAreForgedOrOfAnotherEpochStoreTheBatchAndSayNothing) {
    send(nextBatch(1), signedBy(hall_.key, counted(1)));
    auto other = counted(2);
    other.epoch = 2;
    send(nextBatch(1), other);
    send(nextBatch(1), "nonsense");
    EXPECT_EQ(newestEpoch().verdict, TotalsVerdict::none);
    EXPECT_EQ(newestEpoch().until, 3);
    EXPECT_FALSE(newestEpoch().waiting);
}

TEST_F(RunningTotalsOfPlayers, ComeAgainWithARepeatedBatch) {
    auto const batch = nextBatch(2);
    send(batch, "");
    send(batch, counted(2));
    EXPECT_EQ(newestEpoch().verdict, TotalsVerdict::agree);
    // Totals of before say nothing any more.
    auto wrong = counted(1);
    wrong.sums.rows = 7;
    send(batch, wrong);
    EXPECT_EQ(newestEpoch().verdict, TotalsVerdict::agree);
}

TEST_F(RunningTotalsOfPlayers, OfAnEpochThatIsOverWaitForNothing) {
    send(nextBatch(2), counted(9));
    gate_.epoch = 2;
    gate_.batch = gate_.sequence = 0;
    gate_.prev = {};
    auto gap = play(gate_);
    gap.result = messages::PlayResult::gap;
    gap.shownMs = 0;
    gap.reason = "rows-discarded";
    RunningTotals const totals{gate_.key.publicKey(), 2, 1, {1, 0, 0, 0, 0, 1, 0}};
    send(messages::toText(batchOf(gate_, {gap})), totals);
    EXPECT_EQ(newestEpoch().epoch, 2);
    EXPECT_EQ(newestEpoch().verdict, TotalsVerdict::agree) << "a gap is a row and no play";
    auto const all = look([](store::Tx const& tx) {
        return tx.epochTotals().within(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    });
    ASSERT_THAT(all, SizeIs(2));
    EXPECT_FALSE(all[0].newest);
    EXPECT_EQ(all[0].verdict, TotalsVerdict::none);
    auto const gaps = look([](store::Tx const& tx) {
        return tx.epochTotals().gaps({ScreenId("gate")}, at("2026-01-01T00:00:00Z"),
                                     at("2027-01-01T00:00:00Z"), 10);
    });
    ASSERT_THAT(gaps, SizeIs(1));
    EXPECT_EQ(gaps[0].reason, "rows-discarded");
    EXPECT_EQ(gaps[0].epoch, 2);
    EXPECT_EQ(gaps[0].screen, ScreenId("gate"));
}

}  // namespace
}  // namespace tocsin::proof
