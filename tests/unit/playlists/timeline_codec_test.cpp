// SPDX-License-Identifier: Apache-2.0
// The wire form refuses what it did not write.
#include <gtest/gtest.h>

#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

std::string sample() {
    auto programme = emptyProgramme();
    programme.assets = {film("f", 10'000), picture("p", 8'000)};
    programme.campaigns = {hourly("c", 30, {"f", "p"})};
    programme.screen.opening = {{Weekdays{}, part("08:00", "09:00")}};
    return encodeTimeline(compile(programme, day("2026-06-01"))->timeline);
}

/// One entry, written by hand byte by byte as PROTOCOL.md describes it.
std::string const kSmallest = std::string("tocsin-timeline/1\n") +
                              "\x05"
                              "edf-1"
                              "\x03"
                              "UTC"                   // algorithm, zone
                              + std::string(1, '\0')  // 1970-01-01
                              + std::string(1, '\0')  // begins at 0
                              + "\x07"                // lasts 7 ms
                              + std::string(2, '\0')  // no assets, no campaigns
                              +
                              "\x01\x04"
                              "idle"  // one reason
                              + "\x01" + std::string(3, '\0') +
                              "\x07"                            // one kind: dark, reason 0, 7 ms
                              + "\x01" + std::string(1, '\0');  // one entry of it

TEST(TimelineCodec, ReadsAndWritesTheDocumentedBytes) {
    auto const timeline = decodeTimeline(kSmallest);
    ASSERT_TRUE(timeline) << timeline.error().message;
    EXPECT_EQ(timeline->zone, "UTC");
    EXPECT_EQ(timeline->end - timeline->begin, Milliseconds(7));
    ASSERT_EQ(timeline->entries.size(), 1u);
    EXPECT_EQ(timeline->entries[0].asset, TimelineEntry::kNone);
    EXPECT_EQ(encodeTimeline(*timeline), kSmallest);
}

TEST(TimelineCodec, RefusesEveryPrefixAndEveryTrailingByte) {
    auto const bytes = sample();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        auto const got = decodeTimeline(std::string_view(bytes).substr(0, size));
        ASSERT_FALSE(got) << size;
        ASSERT_EQ(got.error().code, Errc::damaged);
    }
    EXPECT_FALSE(decodeTimeline(bytes + '\0'));
}

TEST(TimelineCodec, AnyChangedByteIsRefusedOrMeansAnotherTimeline) {
    auto const bytes = sample();
    auto const original = decodeTimeline(bytes).value();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (int flip = 1; flip < 256; flip += 2) {
            auto changed = bytes;
            changed[i] = static_cast<char>(changed[i] ^ flip);
            auto const got = decodeTimeline(changed);
            if (got) {
                ASSERT_NE(*got, original) << i;
                ASSERT_EQ(encodeTimeline(*got), changed) << i;
                ASSERT_EQ(got->entries.front().start, got->begin);
            } else {
                ASSERT_EQ(got.error().code, Errc::damaged);
            }
        }
    }
}

TEST(TimelineCodec, RefusesOtherFormatsHugeCountsAndIndicesOutOfRange) {
    EXPECT_FALSE(decodeTimeline(""));
    EXPECT_FALSE(decodeTimeline("tocsin-timeline/2\n" + kSmallest.substr(18)));
    auto const with = [](std::size_t fromEnd, std::string const& bytes) {
        auto out = kSmallest;
        out.replace(out.size() - fromEnd, 1, bytes);
        return decodeTimeline(out);
    };
    EXPECT_TRUE(with(1, std::string(1, '\0')));
    EXPECT_FALSE(with(1, "\x01")) << "no such kind";
    EXPECT_FALSE(with(2, "\xff\xff\xff\xff\x7f")) << "too many entries";
    EXPECT_FALSE(with(3, "\x06")) << "does not fill the day";
    EXPECT_FALSE(with(3, std::string("\x87\x00", 2))) << "a number written longer than needed";
    EXPECT_FALSE(with(4, "\x01")) << "no such reason";
    EXPECT_FALSE(with(6, "\x01")) << "no such asset";
}

TEST(TimelineCodec, RandomBytesNeverDoHarm) {
    Dice dice(7);
    for (int round = 0; round < 20'000; ++round) {
        auto bytes = kSmallest.substr(0, 18);
        for (auto size = dice.roll(0, 60); size > 0; --size) {
            bytes.push_back(static_cast<char>(dice.roll(0, 255)));
        }
        auto const got = decodeTimeline(bytes);
        ASSERT_TRUE(!got || encodeTimeline(*got) == bytes);
    }
}

}  // namespace
}  // namespace tocsin::playlists
