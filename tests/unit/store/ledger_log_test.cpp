// SPDX-License-Identifier: Apache-2.0
// The ledger's log: a leaf a batch in their order, receipts, checkpoints; also of old databases.
#include "tocsin/store/ledger_log.hpp"

#include <sqlite3.h>

#include <vector>

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using messages::LogFrontier;
using messages::LogNode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class LedgerLogRows : public FreshStore {
protected:
    static constexpr char kStart[] = "2026-06-01T08:00:00Z";

    LedgerBatch batchOf(std::int64_t number, std::string const& player = "p",
                        std::string const& screen = "gate") {
        return sampleBatch(player, screen, number, number,
                           {samplePlay("a", "fire", at(kStart) + Milliseconds(number * 1'000))});
    }
    void ingest(std::vector<LedgerBatch> const& batches) {
        auto const done = store_->ingest([&](Tx& tx) -> Result<> {
            for (auto const& batch : batches) {
                tx.ledger().append(batch);
            }
            return {};
        });
        ASSERT_TRUE(done) << done.error().message;
    }
    void ingestMany(std::int64_t first, std::int64_t last) {
        std::vector<LedgerBatch> batches;
        for (auto number = first; number <= last; ++number) {
            batches.push_back(batchOf(number));
        }
        ingest(batches);
    }
    /// The tree over the digests of these batches' headers, made anew.
    LogFrontier treeOf(std::int64_t count) {
        LogFrontier tree;
        for (std::int64_t number = 1; number <= count; ++number) {
            EXPECT_TRUE(tree.append(0, messages::logLeaf(batchOf(number).verified.headerDigest)));
        }
        return tree;
    }
    LogFrontier stored() {
        return look([](Tx const& tx) { return tx.ledgerLog().frontier(); });
    }
    std::vector<LoggedBatch> leaves(std::int64_t from = 0) {
        return look([&](Tx const& tx) { return tx.ledgerLog().leaves(from, 10'000); });
    }
    void sql(char const* text) {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open((directory_ / "tocsin.db").c_str(), &db), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(db, text, nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(db);
        sqlite3_close(db);
    }
};

TEST_F(LedgerLogRows, GrowByALeafForEachBatchAndStayWhatTheyAre) {
    EXPECT_EQ(stored().size(), 0);
    ingestMany(1, 5);
    auto other = batchOf(1, "q");
    ingest({other});
    reopen();
    auto const all = leaves();
    ASSERT_THAT(all, SizeIs(6));
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(all[i].receipt.leaf, static_cast<std::int64_t>(i));
        EXPECT_EQ(all[i].signature, std::nullopt);
        EXPECT_EQ(all[i].receipt.received, other.received);
    }
    EXPECT_EQ(all[2].receipt.device, keyOf("p"));
    EXPECT_EQ(all[2].receipt.batch, 3);
    EXPECT_EQ(all[2].receipt.header, batchOf(3).verified.headerDigest);
    EXPECT_EQ(all[5].receipt.device, keyOf("q"));
    auto tree = treeOf(5);
    ASSERT_TRUE(tree.append(0, messages::logLeaf(other.verified.headerDigest)));
    EXPECT_EQ(stored().root(), tree.root());
    EXPECT_THAT(leaves(5), SizeIs(1));
}

TEST_F(LedgerLogRows, ABatchThatIsNotStoredLeavesNoLeaf) {
    ingestMany(1, 2);
    auto const again = store_->ingest([&](Tx& tx) -> Result<> {
        tx.ledger().append(batchOf(3));
        return Error{Errc::unavailable, "no"};
    });
    EXPECT_FALSE(again);
    EXPECT_EQ(stored().root(), treeOf(2).root());
}

TEST_F(LedgerLogRows, GiveTheHashOfAnySubtreeBeyondTheStoredLevels) {
    constexpr std::int64_t kCount = 1'300;
    ingestMany(1, kCount);
    EXPECT_EQ(stored().root(), treeOf(kCount).root());
    auto const hashIn = [&](LogNode const& node) {
        return look([&](Tx const& tx) { return tx.ledgerLog().hash(node); });
    };
    for (std::int64_t const size : {1, 255, 256, 257, 512, 700, 1'024, 1'299, 1'300}) {
        LogFrontier covered;
        for (auto const& node : messages::coverOf(0, size)) {
            EXPECT_TRUE(covered.append(node.level, hashIn(node)));
        }
        EXPECT_EQ(covered.root(), treeOf(size).root()) << size;
    }
    auto const beyond = store_->read([](Tx const& tx) -> Result<> {
        static_cast<void>(tx.ledgerLog().hash({9, 2}));
        return {};
    });
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().code, Errc::damaged);
}

TEST_F(LedgerLogRows, SayWhetherStoredNodesAreWhatStandsBelowThem) {
    ingestMany(1, 600);
    auto const fits = [&](std::int64_t block) {
        return look([&](Tx const& tx) { return tx.ledgerLog().blockFits(block); });
    };
    EXPECT_EQ(fits(0), true);
    EXPECT_EQ(fits(1), true);
    EXPECT_EQ(fits(2), std::nullopt) << "not whole yet";
    EXPECT_EQ(fits(-1), std::nullopt);
    sql("UPDATE ledger_leaves SET header = zeroblob(32) WHERE leaf = 300");
    EXPECT_EQ(fits(0), true);
    EXPECT_EQ(fits(1), false);
    sql("UPDATE ledger_nodes SET hash = zeroblob(32) WHERE number = 0");
    EXPECT_EQ(fits(0), false);
    sql("DELETE FROM ledger_leaves WHERE leaf = 7");
    auto const missing = store_->read([](Tx const& tx) -> Result<> {
        static_cast<void>(tx.ledgerLog().blockFits(0));
        return {};
    });
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::damaged);
}

TEST_F(LedgerLogRows, KnowWhereAPlayersPlaysBegan) {
    ingestMany(1, 2);
    auto const first = look([](Tx const& tx) { return tx.ledgerLog().firstOf(keyOf("p")); });
    EXPECT_EQ(first, (FirstBatch{ScreenId("gate"), batchOf(1).received}));
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledgerLog().firstOf(keyOf("q")); }), std::nullopt);
}

TEST_F(LedgerLogRows, TakeTheSignaturesOfReceiptsLater) {
    ingestMany(1, 3);
    auto const key = messages::KeyPair::generate();
    ReceiptSignature const signature{key.publicKey(), key.sign("receipt")};
    ASSERT_TRUE(store_->ingest([&](Tx& tx) -> Result<> {
        tx.ledgerLog().sign(1, signature);
        return {};
    }));
    auto const waiting = look([](Tx const& tx) { return tx.ledgerLog().unsignedLeaves(10); });
    ASSERT_THAT(waiting, SizeIs(2));
    EXPECT_EQ(waiting[0].receipt.leaf, 0);
    EXPECT_EQ(waiting[1].receipt.leaf, 2);
    EXPECT_THAT(look([](Tx const& tx) { return tx.ledgerLog().unsignedLeaves(1); }), SizeIs(1));
    auto const found = look([](Tx const& tx) { return tx.ledgerLog().find(keyOf("p"), 1, 2); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->signature, signature);
    EXPECT_EQ(found->receipt.leaf, 1);
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledgerLog().find(keyOf("p"), 2, 2); }),
              std::nullopt);
}

TEST_F(LedgerLogRows, FindTheBatchesInWhichAScreensPlaysStand) {
    ingestMany(1, 9);
    ingest({batchOf(1, "q", "hall")});
    auto const from = at(kStart) + Milliseconds(4'000);
    auto const spans = [&](char const* screen) {
        return look([&](Tx const& tx) {
            return tx.ledgerLog().spansOf(ScreenId(screen), from, from + Milliseconds(3'000));
        });
    };
    EXPECT_THAT(spans("gate"), ElementsAre(BatchSpan{keyOf("p"), 1, 4, 6}));
    EXPECT_THAT(spans("hall"), IsEmpty());
    EXPECT_THAT(spans("nowhere"), IsEmpty());
    auto const listed = look([&](Tx const& tx) {
        return tx.ledgerLog().batchesOf({keyOf("p"), 1, 4, 6}, 2);
    });
    ASSERT_THAT(listed, SizeIs(2));
    EXPECT_EQ(listed[0].receipt.batch, 4);
    EXPECT_EQ(listed[1].receipt.batch, 5);
}

TEST_F(LedgerLogRows, KnowTheNamesOfAllTimes) {
    change([](Tx& tx) { tx.campaigns().put(sampleCampaign("fire", "消防")); });
    ingestMany(1, 1);
    change([](Tx& tx) { tx.campaigns().put(sampleCampaign("fire", "另一个题目")); });
    ingestMany(2, 2);
    EXPECT_THAT(
        look([](Tx const& tx) { return tx.ledgerLog().campaignTitles(CampaignId("fire")); }),
        ElementsAre("消防", "另一个题目"));
    EXPECT_THAT(look([](Tx const& tx) { return tx.ledgerLog().assetNames(digestOf("a")); }),
                ElementsAre(digestOf("a").hex().substr(0, 12)));
}

TEST_F(LedgerLogRows, KeepCheckpointsAndWhoCosignedThem) {
    auto const key = messages::KeyPair::generate();
    auto const checkpointOf = [&](std::int64_t size) {
        KeptCheckpoint out;
        out.checkpoint = {"0123456789abcdef", size, digestOf("root"), at(kStart)};
        auto const text = toText(out.checkpoint);
        out.text = {text, key.publicKey().fingerprint(), key.sign(text)};
        return out;
    };
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledgerLog().newestCheckpoint(); }), std::nullopt);
    auto const seen =
        messages::cosigned(checkpointOf(7).text.text, key, at(kStart), "街道办").value();
    change([&](Tx& tx) {
        tx.ledgerLog().put(checkpointOf(7));
        tx.ledgerLog().put(checkpointOf(19));
        tx.ledgerLog().cosign(7, seen);
        tx.ledgerLog().cosign(7, seen);
    });
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledgerLog().newestCheckpoint(); }),
              checkpointOf(19));
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledgerLog().checkpoint(7); }), checkpointOf(7));
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledgerLog().checkpoint(8); }), std::nullopt);
    EXPECT_THAT(look([](Tx const& tx) { return tx.ledgerLog().checkpoints(8, 10); }),
                ElementsAre(checkpointOf(19)));
    EXPECT_THAT(look([](Tx const& tx) { return tx.ledgerLog().cosignatures(7); }),
                ElementsAre(seen));
    auto const again = store_->write(
        [&](Tx& tx) -> Result<> {
            tx.ledgerLog().put(checkpointOf(7));
            return {};
        },
        someone());
    EXPECT_FALSE(again) << "what was signed is not replaced";
    auto const other = messages::KeyPair::generate();
    auto signedAgain = checkpointOf(7);
    signedAgain.text.signer = other.publicKey().fingerprint();
    signedAgain.text.signature = other.sign(signedAgain.text.text);
    change([&](Tx& tx) { tx.ledgerLog().signAgain(signedAgain); });
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledgerLog().checkpoint(7); }), signedAgain);
    EXPECT_THAT(look([](Tx const& tx) { return tx.ledgerLog().cosignatures(7); }),
                ElementsAre(seen));
    auto changed = signedAgain;
    changed.checkpoint.root = digestOf("another");
    changed.text.text = toText(changed.checkpoint);
    auto const refused = store_->write(
        [&](Tx& tx) -> Result<> {
            tx.ledgerLog().signAgain(changed);
            return {};
        },
        someone());
    EXPECT_FALSE(refused) << "only its signature";
}

TEST_F(LedgerLogRows, KeepTheKeySetsThatWereInForce) {
    change([](Tx& tx) {
        tx.ledgerLog().noteKeySet(2, "two");
        tx.ledgerLog().noteKeySet(1, "one");
        tx.ledgerLog().noteKeySet(2, "another");
    });
    EXPECT_THAT(look([](Tx const& tx) { return tx.ledgerLog().keySets(); }),
                ElementsAre("one", "two"));
}

TEST_F(LedgerLogRows, OfADatabaseOfBeforeAreMadeFromItsBatchesInTheirOrder) {
    ingestMany(1, 450);
    store_.reset();
    sql("DELETE FROM schema_version WHERE version >= 26; DROP INDEX pictures_warning; ALTER TABLE "
        "pictures DROP COLUMN warning; ALTER TABLE pictures DROP COLUMN added_by; DROP TABLE "
        "ledger_leaves; DROP TABLE ledger_nodes; DROP TABLE ledger_log; DROP TABLE "
        "ledger_checkpoints; DROP TABLE ledger_cosignatures; DROP TABLE key_sets; ALTER TABLE "
        "daily_sums DROP COLUMN delivered; ALTER TABLE daily_sums DROP COLUMN answered; ALTER "
        "TABLE daily_sums DROP COLUMN photographed; ALTER TABLE hourly_sums DROP COLUMN delivered; "
        "ALTER TABLE hourly_sums DROP COLUMN answered; ALTER TABLE hourly_sums DROP COLUMN "
        "photographed; DROP TABLE submitted_reports; DROP TABLE ledger_epochs; DROP TABLE "
        "ledger_screen_names; DROP TABLE outbox; ALTER TABLE screens DROP COLUMN location; ALTER "
        "TABLE screens DROP COLUMN type; ALTER TABLE screens DROP COLUMN responsible; ALTER TABLE "
        "screens DROP COLUMN phone; ALTER TABLE screens DROP COLUMN serial; " TOCSIN_UNDO_NEWEST
        "DROP TABLE filings; DROP TABLE filing_events; DROP TABLE filing_drafts; DROP TABLE "
        "activities; DROP TABLE work_records; DROP INDEX plays_gaps; DROP INDEX plays_clock_unset");
    open();
    EXPECT_EQ(stored().root(), treeOf(450).root());
    auto const all = leaves();
    ASSERT_THAT(all, SizeIs(450));
    EXPECT_EQ(all[449].receipt.batch, 450);
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledgerLog().hash({8, 0}); }), treeOf(256).root());
    ingestMany(451, 460);
    EXPECT_EQ(stored().root(), treeOf(460).root());
}

TEST_F(LedgerLogRows, ThatWereChangedByHandAreDamage) {
    ingestMany(1, 3);
    store_.reset();
    sql("UPDATE ledger_log SET size = 4");
    open();
    auto const done = store_->ingest([&](Tx& tx) -> Result<> {
        tx.ledger().append(batchOf(4));
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::damaged);
}

}  // namespace
}  // namespace tocsin::store
