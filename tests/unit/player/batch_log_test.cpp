// SPDX-License-Identifier: Apache-2.0
// Batches: the same bytes again after any crash, chained.
#include "journal/batch_log.hpp"

#include <fstream>

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
        oneBatch = std::filesystem::file_size(folder / "1.batches");
        ASSERT_TRUE(log.cut(facts(), rows.lines(4, 3).value(), key));
    }
    auto const whole = contentOf(folder / "1.batches");
    for (auto length = oneBatch; length < whole.size(); length += 13) {
        std::ofstream(folder / "1.batches", std::ios::trunc) << whole.substr(0, length);
        auto log = BatchLog::open(folder, 1).value();
        ASSERT_EQ(log.last(), 1);
        ASSERT_EQ(log.text(1, rows).value(), sent);
        ASSERT_TRUE(log.cut(facts(), rows.lines(4, 3).value(), key));
        auto const second = messages::parseBatch(log.text(2, rows).value()).value();
        ASSERT_EQ(messages::verifyBatch(second, key.publicKey()).value().header.prev,
                  messages::sha256(messages::parseBatch(sent).value().header));
    }
}

}  // namespace
}  // namespace tocsin::player
