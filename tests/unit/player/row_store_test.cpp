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

messages::PlayRecord gapRow() {
    auto out = rowNumber(1);
    out.result = messages::PlayResult::gap;
    out.reason = "journal-lost";
    return out;
}

/// Writes rows 1 … count into segments of some five rows.
RowStore smallSegments(std::filesystem::path const& folder, std::int64_t count) {
    auto store = RowStore::open(folder, 2000).value();
    for (std::int64_t i = 1; i <= count; ++i) {
        EXPECT_TRUE(store.append(rowNumber(i)));
    }
    EXPECT_TRUE(store.sync());
    return store;
}

/// Changes the byte at `offset`.
void damage(std::filesystem::path const& file, std::size_t offset) {
    auto bytes = contentOf(file);
    bytes.at(offset) = static_cast<char>(bytes.at(offset) ^ 1);
    ASSERT_TRUE(files::replace(file, bytes));
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
    auto store = RowStore::open(folder).value();
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
        ASSERT_TRUE(store.append(rowNumber(2)));
        auto const carried = store.openEpoch(4, gapRow(), 2).value();
        EXPECT_EQ(carried.rows, 1);
        EXPECT_EQ(carried.lost, 0);
        EXPECT_EQ(store.last(), 2);
        ASSERT_TRUE(store.append(rowNumber(3)));
        EXPECT_EQ(store.lines(1, 3).value().size(), 3U);
    }
    auto store = RowStore::open(folder).value();
    EXPECT_EQ(store.epoch(), 4);
    EXPECT_EQ(store.last(), 3);
    EXPECT_EQ(store.first(), 1);
    EXPECT_EQ(messages::parseLine(store.lines(2, 1).value()[0]).value().index, 2);
}

TEST(RowStore, SplitsWhatANewEpochTakesAlongIntoSegments) {
    auto const folder = freshFolder();
    auto store = smallSegments(folder, 20);
    auto const before = RowSegment::list(folder).value().size();
    auto const carried = store.openEpoch(2, gapRow(), 4).value();
    EXPECT_EQ(carried.rows, 17);
    EXPECT_GT(RowSegment::list(folder).value().size(), before + 2);
    for (auto const& segment : RowSegment::list(folder).value()) {
        EXPECT_LT(std::filesystem::file_size(segment.file), 3500U);
    }
    auto next = rowNumber(21);
    next.sequence = 19;
    ASSERT_TRUE(store.append(next));
    auto const lines = store.lines(1, 19).value();
    EXPECT_EQ(messages::parseLine(lines[0]).value().result, messages::PlayResult::gap);
    EXPECT_EQ(messages::parseLine(lines[1]).value().index, 4);
    EXPECT_EQ(messages::parseLine(lines[18]).value().index, 21);
    auto again = RowStore::open(folder, 2000).value();
    EXPECT_EQ(again.epoch(), 2);
    EXPECT_EQ(again.lines(1, 19).value(), lines);
}

TEST(RowStore, AKillWhileAnEpochIsOpenedLeavesTheOldOne) {
    auto const folder = freshFolder();
    std::int64_t firstOfNew = 0;
    {
        auto store = smallSegments(folder, 20);
        firstOfNew = RowSegment::list(folder).value().back().number + 1;
        ASSERT_TRUE(store.openEpoch(2, gapRow(), 4));
    }
    // The segment that is written last is the one with the first row.
    std::filesystem::remove(RowSegment::fileIn(folder, firstOfNew, 2));
    auto store = RowStore::open(folder, 2000).value();
    EXPECT_EQ(store.epoch(), 1);
    EXPECT_EQ(store.lines(1, 20).value().size(), 20U);
    ASSERT_TRUE(store.openEpoch(2, gapRow(), 4));
    EXPECT_EQ(RowStore::open(folder, 2000).value().lines(1, 18).value().size(), 18U);
}

TEST(RowStore, OpensWithoutReadingOldSegments) {
    auto const folder = freshFolder();
    {
        // More rows than are remembered, so that the oldest segments are of no use at a start.
        auto store = RowStore::open(folder, 100'000).value();
        for (int i = 1; i <= 1600; ++i) {
            ASSERT_TRUE(store.append(rowNumber(i)));
        }
    }
    auto const oldest = onlySegment(folder);
    std::filesystem::remove(oldest);
    std::filesystem::create_directory(oldest);  // reading it would fail even for root
    auto store = RowStore::open(folder, 100'000).value();
    EXPECT_EQ(store.last(), 1600);
    EXPECT_TRUE(store.holds(rowNumber(600)));
    EXPECT_EQ(store.lines(1500, 101).value().size(), 101U);
    EXPECT_FALSE(store.lines(1, 1));
}

TEST(RowStore, ABadByteAnywhereCostsOneRowAndNoStart) {
    auto const whole = freshFolder();
    smallSegments(whole, 20);
    auto const segments = RowSegment::list(whole).value();
    ASSERT_GE(segments.size(), 3U);
    for (auto const& segment : segments) {
        auto const size = std::filesystem::file_size(segment.file);
        for (std::size_t offset = 0; offset < size; offset += 97) {
            auto const folder = freshFolder();
            std::filesystem::copy(whole, folder, std::filesystem::copy_options::recursive);
            damage(folder / segment.file.filename(), offset);
            auto store = RowStore::open(folder, 2000).value();
            ASSERT_GE(store.last(), 19);
            auto const carried = store.openEpoch(2, gapRow(), 1).value();
            ASSERT_GE(carried.rows, 18) << segment.file << " at byte " << offset;
            auto const gap = messages::parseLine(store.lines(1, 1).value()[0]).value();
            ASSERT_EQ(gap.reason.find("cannot be read") != std::string::npos, carried.lost > 0);
            std::filesystem::remove_all(folder);
        }
    }
}

TEST(RowStore, GoesOnAfterRowsThatAreLost) {
    auto const folder = freshFolder();
    auto store = smallSegments(folder, 3);
    store.skipTo(10);
    EXPECT_EQ(store.last(), 10);
    ASSERT_TRUE(store.append(rowNumber(11)));
    EXPECT_FALSE(store.lines(3, 2));
    EXPECT_EQ(store.lines(11, 1).value().size(), 1U);
    auto again = RowStore::open(folder, 2000).value();
    EXPECT_EQ(again.last(), 11);
    EXPECT_EQ(again.lines(1, 3).value().size(), 3U);
    EXPECT_FALSE(again.lines(10, 1));
    EXPECT_EQ(again.openEpoch(2, gapRow(), 2).value().lost, 7);
}

}  // namespace
}  // namespace tocsin::player
