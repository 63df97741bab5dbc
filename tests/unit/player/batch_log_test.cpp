// SPDX-License-Identifier: Apache-2.0
// Batches: the same bytes again after any crash, chained.
#include "journal/batch_log.hpp"

#include <fstream>

#include "journal/receipt_log.hpp"
#include "row_fixtures.hpp"

namespace tocsin::player {
namespace {

class BatchLogTest : public testing::Test {
protected:
    BatchLogTest() {
        for (int i = 1; i <= 6; ++i) {
            EXPECT_TRUE(rows.append(rowNumber(i)));
        }
        EXPECT_TRUE(rows.sync());
    }
    messages::BatchHeader facts() const {
        messages::BatchHeader out;
        out.wall = morning(60'000);
        out.boot = rowNumber(1).boot;
        return out;
    }
    std::filesystem::path const folder = freshFolder();
    messages::KeyPair const key = messages::KeyPair::generate();
    RowStore rows = RowStore::open(folder).value();
};

TEST_F(BatchLogTest, CutsVerifiableChainedBatches) {
    auto log = BatchLog::open(folder, 1).value();
    ASSERT_TRUE(log.cut(facts(), rows.lines(1, 4).value(), key));
    ASSERT_TRUE(log.cut(facts(), rows.lines(5, 2).value(), key));
    EXPECT_EQ(log.last(), 2);
    EXPECT_EQ(log.lastRow(), 6);
    auto const first = messages::parseBatch(log.text(1, rows).value()).value();
    auto const second = messages::parseBatch(log.text(2, rows).value()).value();
    auto const verified = messages::verifyBatch(first, key.publicKey()).value();
    auto const next = messages::verifyBatch(second, key.publicKey()).value();
    EXPECT_EQ(verified.header.prev, Digest{});
    EXPECT_EQ(next.header.prev, messages::sha256(first.header));
    EXPECT_EQ(next.header.first, 5);
    EXPECT_EQ(next.records.size(), 2U);
}

TEST_F(BatchLogTest, SendsTheSameBytesAgainAfterACrashAtEveryByte) {
    std::string sent;
    std::size_t oneBatch = 0;
    {
        auto log = BatchLog::open(folder, 1).value();
        ASSERT_TRUE(log.cut(facts(), rows.lines(1, 3).value(), key));
        sent = log.text(1, rows).value();
        oneBatch = std::filesystem::file_size(folder / "1-000001.batches");
        ASSERT_TRUE(log.cut(facts(), rows.lines(4, 3).value(), key));
    }
    auto const whole = contentOf(folder / "1-000001.batches");
    for (auto length = oneBatch; length < whole.size(); length += 13) {
        std::ofstream(folder / "1-000001.batches", std::ios::trunc) << whole.substr(0, length);
        auto log = BatchLog::open(folder, 1).value();
        ASSERT_EQ(log.last(), 1);
        ASSERT_EQ(log.text(1, rows).value(), sent);
        ASSERT_TRUE(log.cut(facts(), rows.lines(4, 3).value(), key));
        auto const second = messages::parseBatch(log.text(2, rows).value()).value();
        ASSERT_EQ(messages::verifyBatch(second, key.publicKey()).value().header.prev,
                  messages::sha256(messages::parseBatch(sent).value().header));
    }
}

TEST_F(BatchLogTest, HoldsSoManyBatchesAFileAndReadsOnlyTheNewestAtTheStart) {
    {
        auto log = BatchLog::open(folder, 1, 2).value();
        for (int i = 1; i <= 5; ++i) {
            ASSERT_TRUE(log.cut(facts(), rows.lines(i, 1).value(), key));
        }
    }
    // Whatever stands in the files before is not looked at.
    ASSERT_TRUE(files::replace(folder / "1-000001.batches", "no batches at all"));
    auto log = BatchLog::open(folder, 1, 2).value();
    EXPECT_EQ(log.last(), 5);
    EXPECT_EQ(log.lastRow(), 5);
    EXPECT_EQ(log.lastRowOf(3).value(), 3);
    EXPECT_FALSE(log.text(2, rows));
    auto const third = messages::parseBatch(log.text(3, rows).value()).value();
    auto const fourth = messages::parseBatch(log.text(4, rows).value()).value();
    EXPECT_EQ(messages::parseHeader(fourth.header).value().prev, messages::sha256(third.header));
    // The chain goes on over the edges of files.
    ASSERT_TRUE(log.cut(facts(), rows.lines(6, 1).value(), key));
    auto const fifth = messages::parseBatch(log.text(5, rows).value()).value();
    auto const sixth = messages::parseBatch(log.text(6, rows).value()).value();
    EXPECT_EQ(messages::parseHeader(fifth.header).value().prev, messages::sha256(fourth.header));
    EXPECT_EQ(messages::parseHeader(sixth.header).value().prev, messages::sha256(fifth.header));
}

TEST_F(BatchLogTest, DeletesFilesThatAreAcknowledgedAndOld) {
    auto log = BatchLog::open(folder, 1, 2).value();
    for (int i = 1; i <= 5; ++i) {
        ASSERT_TRUE(log.cut(facts(), rows.lines(i, 1).value(), key));
    }
    auto const receipts = [&](int first) {
        return std::filesystem::exists(folder / ("1-00000" + std::to_string(first) + ".receipts"));
    };
    for (auto const batch : {1, 3}) {
        ASSERT_TRUE(ReceiptLog::append(log.fileOf(batch).value(), "a receipt"));
    }
    auto const later = std::filesystem::file_time_type::clock::now() + std::chrono::hours(1);
    log.discard(5, later - std::chrono::hours(2));
    log.discard(1, later);
    EXPECT_EQ(log.first(), 1);
    EXPECT_TRUE(receipts(1));
    log.discard(3, later);
    EXPECT_EQ(log.first(), 3);
    EXPECT_FALSE(receipts(1)) << "they go with their batches";
    EXPECT_TRUE(receipts(3));
    EXPECT_EQ(log.lastRowOf(2).value(), 2);
    EXPECT_FALSE(log.text(2, rows));
    EXPECT_TRUE(log.text(3, rows));
    log.discard(5, later);
    EXPECT_EQ(log.first(), 5);  // the newest stays
    EXPECT_EQ(BatchLog::open(folder, 1, 2).value().last(), 5);
    EXPECT_EQ(BatchLog::newestEpoch(folder).value(), 1);
}

TEST_F(BatchLogTest, GoesOnFromTheFileBeforeWhenTheNewestIsUnreadable) {
    {
        auto log = BatchLog::open(folder, 1, 2).value();
        for (int i = 1; i <= 3; ++i) {
            ASSERT_TRUE(log.cut(facts(), rows.lines(i, 1).value(), key));
        }
    }
    auto const newest = folder / "1-000003.batches";
    ASSERT_TRUE(files::replace(newest, std::string(4096, '\0')));
    auto log = BatchLog::open(folder, 1, 2).value();
    EXPECT_EQ(log.last(), 2);
    ASSERT_TRUE(log.cut(facts(), rows.lines(3, 1).value(), key));
    EXPECT_TRUE(log.text(3, rows));
    EXPECT_TRUE(std::filesystem::exists(newest.string() + ".damaged"));
}

}  // namespace
}  // namespace tocsin::player
