// SPDX-License-Identifier: Apache-2.0
// Rows on disk: torn tails, rotation, epochs.
#include "journal/row_store.hpp"

#include <fstream>

#include "row_fixtures.hpp"

namespace tocsin::player {
namespace {

std::filesystem::path onlySegment(std::filesystem::path const& folder) {
    return folder / "000001-1.rows";
}

TEST(RowStore, NumbersRowsAndGivesThemBack) {
    auto const folder = freshFolder();
    {
        auto store = RowStore::open(folder).value();
        EXPECT_EQ(store.epoch(), 1);
        EXPECT_EQ(store.last(), 0);
        for (int i = 1; i <= 5; ++i) {
            ASSERT_TRUE(store.append(rowNumber(i)));
        }
        EXPECT_FALSE(store.append(rowNumber(9)));
        EXPECT_EQ(store.synced(), 0);
        ASSERT_TRUE(store.sync());
        EXPECT_EQ(store.synced(), 5);
    }
    auto const store = RowStore::open(folder).value();
    EXPECT_EQ(store.last(), 5);
    auto const lines = store.lines(2, 3).value();
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(messages::parseLine(lines[0]).value(), rowNumber(2));
    EXPECT_FALSE(store.lines(4, 3));
    EXPECT_TRUE(store.holds(rowNumber(3)));
    EXPECT_FALSE(store.holds(rowNumber(6)));
}

TEST(RowStore, CutsATornTailAtEveryByte) {
    auto const folder = freshFolder();
    std::size_t twoRows = 0;
    {
        auto store = RowStore::open(folder).value();
        ASSERT_TRUE(store.append(rowNumber(1)));
        ASSERT_TRUE(store.append(rowNumber(2)));
        twoRows = std::filesystem::file_size(onlySegment(folder));
        ASSERT_TRUE(store.append(rowNumber(3)));
    }
    auto const whole = contentOf(onlySegment(folder));
    for (auto length = twoRows; length < whole.size(); ++length) {
        auto const torn = freshFolder();
        std::ofstream(onlySegment(torn)) << whole.substr(0, length);
        auto store = RowStore::open(torn).value();
        ASSERT_EQ(store.last(), 2) << "cut at " << length;
        ASSERT_EQ(std::filesystem::file_size(onlySegment(torn)), twoRows);
        ASSERT_TRUE(store.append(rowNumber(3)));
        ASSERT_EQ(contentOf(onlySegment(torn)), whole);
        std::filesystem::remove_all(torn);
    }
}

TEST(RowStore, CutsALastRowWhoseBytesChanged) {
    auto const folder = freshFolder();
    {
        auto store = RowStore::open(folder).value();
        ASSERT_TRUE(store.append(rowNumber(1)));
        ASSERT_TRUE(store.append(rowNumber(2)));
    }
    auto bytes = contentOf(onlySegment(folder));
    bytes[bytes.size() - 5] = static_cast<char>(bytes[bytes.size() - 5] ^ 1);
    ASSERT_TRUE(files::replace(onlySegment(folder), bytes));
    EXPECT_EQ(RowStore::open(folder).value().last(), 1);
}

TEST(RowStore, RotatesSegmentsAndReadsOverTheirEdges) {
    auto const folder = freshFolder();
    {
        auto store = RowStore::open(folder, 2000).value();
        for (int i = 1; i <= 20; ++i) {
            ASSERT_TRUE(store.append(rowNumber(i)));
        }
    }
    EXPECT_TRUE(std::filesystem::exists(folder / "000003-1.rows"));
    auto store = RowStore::open(folder, 2000).value();
    EXPECT_EQ(store.last(), 20);
    auto const lines = store.lines(1, 20).value();
    for (int i = 1; i <= 20; ++i) {
        EXPECT_EQ(messages::parseLine(lines[static_cast<std::size_t>(i - 1)]).value(),
                  rowNumber(i));
    }
    // Old segments go only when all their rows are acknowledged.
    auto const later = std::filesystem::file_time_type::clock::now() + std::chrono::hours(1);
    store.discard(0, later);
    EXPECT_EQ(store.first(), 1);
    store.discard(10, later);
    EXPECT_GT(store.first(), 1);
    EXPECT_LE(store.first(), 11);
    EXPECT_EQ(store.lines(11, 10).value().size(), 10U);
    EXPECT_FALSE(store.lines(1, 5));
    auto const again = RowStore::open(folder, 2000).value();
    EXPECT_EQ(again.first(), store.first());
    EXPECT_EQ(again.last(), 20);
}

TEST(RowStore, OpensALaterEpochWithItsFirstRows) {
    auto const folder = freshFolder();
    {
        auto store = RowStore::open(folder).value();
        ASSERT_TRUE(store.append(rowNumber(1)));
        ASSERT_TRUE(store.openEpoch(4, {rowNumber(7), rowNumber(8)}));
        EXPECT_EQ(store.last(), 2);
        ASSERT_TRUE(store.append(rowNumber(3)));
    }
    auto const store = RowStore::open(folder).value();
    EXPECT_EQ(store.epoch(), 4);
    EXPECT_EQ(store.last(), 3);
    EXPECT_EQ(store.first(), 1);
    EXPECT_EQ(messages::parseLine(store.lines(1, 1).value()[0]).value().index, 7);
}

}  // namespace
}  // namespace tocsin::player
