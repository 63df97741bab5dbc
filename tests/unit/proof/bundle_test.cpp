// SPDX-License-Identifier: Apache-2.0
// Bundles of proof: a good one holds for both verifiers, and says what it does not prove.
#include "bundle_site.hpp"

namespace tocsin::proof {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Bundles : public BundleSite {};

TEST_F(Bundles, ThatAreGoodHoldForBothVerifiers) {
    auto const made = make();
    EXPECT_EQ(made.batches, 5);
    EXPECT_EQ(made.rows, 16);
    EXPECT_EQ(made.plays, 15) << "a gap is no play";
    EXPECT_EQ(made.digest, messages::sha256File(file()).value());
    auto const found = verdict({signer_->issued().set.root.fingerprint(), {office_->publicKey()}});
    EXPECT_THAT(found.faults, IsEmpty());
    EXPECT_EQ(found.plays, 15);
    EXPECT_EQ(found.rows, 16);
    EXPECT_EQ(found.batches, 5);
    EXPECT_EQ(found.players, 2);
    ASSERT_THAT(found.checkpoints, SizeIs(2));
    EXPECT_THAT(found.checkpoints[0].cosigners, SizeIs(1));
    EXPECT_EQ(found.checkpoints[1].size, 5);
    ASSERT_THAT(found.gaps, SizeIs(1));
    EXPECT_THAT(found.gaps[0], HasSubstr("disk full"));
    auto const [status, said] = python("--root " + signer_->issued().set.root.fingerprint() +
                                       " --cosigner " + office_->publicKey().base64());
    EXPECT_EQ(status, 0) << said;
    EXPECT_THAT(said, HasSubstr("PASS: 15 plays, 5 batches, 2 checkpoints"));
}

TEST_F(Bundles, OpenWithTheUsualProgramsAndHaveATableForPeople) {
    make();
    auto files = contents();
    auto const table = fileIn(files, attest::kTableFile);
    EXPECT_TRUE(table.starts_with("\xef\xbb\xbfscreen,screen_name,")) << table;
    EXPECT_THAT(table, HasSubstr("\"'=大厅,\"\"屏\"\"\"")) << "no formula in a spreadsheet";
    auto const ended = std::system(
        ("/usr/bin/python3 -m zipfile -t " + file().string() + " > /dev/null 2>&1").c_str());
    EXPECT_EQ(WEXITSTATUS(ended), 0);
}

TEST_F(Bundles, OfOneUnitHoldItsScreensPlaysAndNoOthers) {
    access::UnitSet units;
    units.add(std::string("school"));
    EXPECT_EQ(make(units).plays, 6);
    EXPECT_THAT(verdict().faults, IsEmpty());
    for (auto const& [name, text] : contents()) {
        EXPECT_THAT(text, testing::Not(HasSubstr("东门户外屏"))) << name;
        EXPECT_THAT(name, testing::Not(HasSubstr(streamOf(gate_)))) << name;
    }
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, LeaveOutABatchThatHoldsPlaysOfAnotherUnit) {
    auto const before = play(gate_);
    change([&](store::Tx& tx) {
        tx.bindings().begin(gate_.key.publicKey(), ScreenId("hall"), before.end);
    });
    deliver(gate_, {before, play(gate_)});
    access::UnitSet units;
    units.add(std::string("hospital"));
    EXPECT_EQ(make(units).batches, 3);
    auto const found = verdict();
    EXPECT_TRUE(found.holds()) << toText(found.faults.front());
    ASSERT_THAT(found.gaps, SizeIs(2));
    EXPECT_THAT(found.gaps[1], HasSubstr("batch 4 of "));
    EXPECT_THAT(found.gaps[1], HasSubstr("was left out"));
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, WithoutPlaysOfThePeriodHoldToo) {
    BundleWish const wish{at("2027-01-01T00:00:00Z"), at("2027-01-02T00:00:00Z"), "office",
                          access::UnitSet::all()};
    ASSERT_TRUE(makeBundle(
        *store_, *keeper_, wish, now_, file(), [](double) {}, std::stop_token()));
    EXPECT_THAT(verdict().faults, IsEmpty());
    EXPECT_EQ(verdict().plays, 0);
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, AreGivenUpWhenTheyAreNotWantedAnyMore) {
    std::stop_source stop;
    stop.request_stop();
    BundleWish const wish{at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z"), "office",
                          access::UnitSet::all()};
    auto const made = makeBundle(
        *store_, *keeper_, wish, now_, file(), [](double) {}, stop.get_token());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::cancelled);
}

TEST_F(Bundles, OfAnotherRootOrWithoutTheCosignerAreNotBelieved) {
    make();
    EXPECT_FALSE(verdict({"0123456789abcdef", {}}).holds());
    EXPECT_FALSE(verdict({"", {messages::KeyPair::generate().publicKey()}}).holds());
    EXPECT_EQ(python("--root 0123456789abcdef").first, 6);
    EXPECT_EQ(python("--cosigner " + messages::KeyPair::generate().publicKey().base64()).first, 6);
}

TEST_F(Bundles, HoldWithNoByteFlippedAndFailWithAnyOther) {
    make();
    std::string whole;
    {
        std::ifstream in(file(), std::ios::binary);
        whole.assign(std::istreambuf_iterator<char>(in), {});
    }
    auto const put = [&](std::string const& bytes) {
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    };
    // Every byte of the first header and of the directory, and every seventh between.
    for (std::size_t i = 0; i < whole.size(); i += i < 200 || i + 1'500 > whole.size() ? 1 : 7) {
        auto flipped = whole;
        flipped[i] = static_cast<char>(static_cast<unsigned char>(flipped[i]) ^ (1U << (i % 8)));
        put(flipped);
        EXPECT_FALSE(verdict().holds()) << "byte " << i << " of " << whole.size();
        if (i % 97 == 0) {
            EXPECT_EQ(python().first, 6) << "byte " << i << " of " << whole.size();
        }
    }
    for (std::size_t const size :
         {std::size_t{0}, std::size_t{3}, whole.size() / 2, whole.size() - 22, whole.size() - 1}) {
        put(whole.substr(0, size));
        EXPECT_FALSE(verdict().holds()) << size;
        EXPECT_EQ(python().first, 6) << size;
    }
    put(whole + "x");
    EXPECT_FALSE(verdict().holds());
    EXPECT_EQ(python().first, 6);
}

TEST_F(Bundles, OfEpochsThatFollowEachOtherHold) {
    Writer later;
    later.key = messages::KeyPair::fromSeed(gate_.key.seed());
    later.screen = "gate";
    later.epoch = 2;
    later.next = gate_.next;
    deliver(later, 2);
    later.epoch = 3;
    later.batch = later.sequence = 0;
    later.prev = {};
    deliver(later, 2);
    EXPECT_EQ(make().plays, 19);
    EXPECT_THAT(verdict().faults, IsEmpty());
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, MadeUnderOtherWordsOfTheRulesHold) {
    make();
    auto files = contents();
    replace(fileIn(files, "bundle.json"), "Gap records count in no sum.", "Gaps do not count.");
    writeSealed(files);
    EXPECT_THAT(verdict().faults, IsEmpty());
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, OfUnitsNameNoScreenOfOthersThatAPlayerDrove) {
    change([&](store::Tx& tx) {
        tx.bindings().begin(gate_.key.publicKey(), ScreenId("hall"),
                            gate_.next + Milliseconds(1'000));
    });
    access::UnitSet units;
    units.add(std::string("hospital"));
    auto const veiled = [&] {
        EXPECT_GT(make(units).plays, 0);
        EXPECT_THAT(verdict().faults, IsEmpty());
        EXPECT_EQ(python().first, 0) << python().second;
        auto files = contents();
        for (auto const& [name, text] : files) {
            EXPECT_THAT(text, testing::Not(HasSubstr("\"hall\""))) << name;
        }
        auto const& text = fileIn(files, "enrolment.json");
        auto const found = text.find("\"other-");
        EXPECT_NE(found, std::string::npos) << text;
        return text.substr(found, 24);
    };
    EXPECT_EQ(veiled(), veiled()) << "the same in each bundle";
}

TEST_F(Bundles, OfAPlayerOfBeforeBindingsWereKeptTakeTheScreenOfItsFirstBatch) {
    sql("DELETE FROM bindings WHERE screen = 'gate'");
    EXPECT_EQ(make().plays, 15);
    EXPECT_THAT(verdict().faults, IsEmpty());
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, AreGivenUpWhereThereIsNoRoomForMore) {
    BundleWish const wish{at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z"), "office",
                          access::UnitSet::all()};
    auto const made = makeBundle(
        *store_, *keeper_, wish, now_, file(), [](double) {}, std::stop_token(),
        [](std::int64_t bytes) {
            return bytes > 2'000 ? Result<>(Error{Errc::exhausted, "full"}) : Result<>();
        });
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::exhausted);
}

TEST_F(Bundles, MadeAfterTheLedgersKeyWasRevokedHold) {
    make();
    revokeLedgerKey();
    make();
    auto const found = verdict({signer_->issued().set.root.fingerprint(), {office_->publicKey()}});
    EXPECT_THAT(found.faults, IsEmpty());
    EXPECT_THAT(found.unproven,
                testing::Contains(HasSubstr("receipts are signed by a key that was revoked")));
    EXPECT_THAT(found.unproven,
                testing::Contains(HasSubstr("checkpoint 3 is signed by a key that was revoked")));
    auto const [status, said] = python("--cosigner " + office_->publicKey().base64());
    EXPECT_EQ(status, 0) << said;
    EXPECT_THAT(said, HasSubstr("checkpoint 3 is signed by a key that was revoked"));
}

TEST_F(Bundles, SignedByOneLedgerKeyAfterTheOtherHold) {
    rotateLedgerKey();
    deliver(gate_, 2);
    rotateLedgerKey();
    EXPECT_EQ(make().batches, 6);
    auto const found = verdict();
    EXPECT_THAT(found.faults, IsEmpty());
    EXPECT_THAT(found.unproven, testing::Not(testing::Contains(HasSubstr("revoked"))));
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, OfMoreThanABlockOfLeavesHold) {
    for (int i = 0; i < 300; ++i) {
        deliver(hall_, 1);
    }
    EXPECT_EQ(make().batches, 305);
    EXPECT_THAT(verdict().faults, IsEmpty());
    EXPECT_EQ(python().first, 0) << python().second;
}

}  // namespace
}  // namespace tocsin::proof
