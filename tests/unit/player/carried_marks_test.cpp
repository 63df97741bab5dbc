// SPDX-License-Identifier: Apache-2.0
// Marks of the ledger that come by hand, days old, to a journal that has no session.
#include "journal_fixture.hpp"

namespace tocsin::player {
namespace {

class CarriedMarks : public JournalThreadTest {
protected:
    /// Between sessions: cuts what there is, and says where the first batch stands that is unsent.
    std::int64_t firstUnsentAfter(std::optional<LedgerMark> const& mark) {
        std::int64_t out = 0;
        journal->start();
        journal->carryOut([&](Journal& log, bool inSession) {
            EXPECT_FALSE(inSession);
            if (mark) {
                EXPECT_TRUE(log.meetCarried(*mark));
            }
            while (log.unbatched() > 0 && log.cutBatch()) {
            }
            out = log.firstUnsentBatch();
            epoch = log.epoch();
            last = log.lastBatch();
            if (last > 0) {
                auto const text = log.batch(1);
                header = messages::verifyBatch(messages::parseBatch(text.value()).value(),
                                               key.publicKey())
                             .value()
                             .headerDigest;
            }
        });
        journal->stop();
        return out;
    }

    std::int64_t epoch = 0, last = 0;
    Digest header;
};

TEST_F(CarriedMarks, WithoutAnyAllIsUnsent) {
    open();
    play(1, 3);
    EXPECT_EQ(firstUnsentAfter({}), 1);
    EXPECT_EQ(last, 1);
}

TEST_F(CarriedMarks, OneThatIsAheadAcknowledges) {
    open();
    play(1, 3);
    firstUnsentAfter({});
    LedgerMark const mark{epoch, 1, 3, header};
    EXPECT_EQ(firstUnsentAfter(mark), 2);
    EXPECT_EQ(journal->unsent(), 0);
    EXPECT_EQ(epoch, mark.epoch);
}

TEST_F(CarriedMarks, OneThatIsBehindSaysNothing) {
    open();
    play(1, 3);
    firstUnsentAfter({});
    LedgerMark const first{epoch, 1, 3, header};
    firstUnsentAfter(first);
    play(4, 2);
    firstUnsentAfter({});
    EXPECT_EQ(firstUnsentAfter(LedgerMark{epoch, 0, 0, {}}), 2);
    EXPECT_EQ(firstUnsentAfter(first), 2);
    EXPECT_EQ(last, 2);
    EXPECT_EQ(journal->unsent(), 2);
}

TEST_F(CarriedMarks, OneOfAnotherHistoryBeginsANewEpoch) {
    open();
    play(1, 3);
    firstUnsentAfter({});
    auto const before = epoch;
    EXPECT_EQ(firstUnsentAfter(LedgerMark{before + 1, 7, 900, messages::sha256("another")}), 1);
    EXPECT_EQ(epoch, before + 2);
    EXPECT_GE(journal->unsent(), 3);
}

}  // namespace
}  // namespace tocsin::player
