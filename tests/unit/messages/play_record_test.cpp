// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/play_record.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::messages {
namespace {

PlayRecord example() {
    PlayRecord out;
    out.sequence = 17;
    out.playId = plannedPlayId(sha256("timeline"), 3);
    out.content = {sha256("asset"), sha256("master"), sha256("rendition")};
    out.campaign = CampaignId("june-safety");
    out.timeline = sha256("timeline");
    out.index = 3;
    out.start = fromMillis(1'780'272'000'007);
    out.end = fromMillis(1'780'272'015'007);
    out.monoStartMs = 5'000;
    out.monoEndMs = 20'000;
    out.boot = "7d0f2a52-3c1e-4a35-9d0e-6c7d2f5d1b11";
    out.clock = ClockState::synced;
    out.uncertaintyMs = 2;
    out.plannedMs = 15'000;
    out.shownMs = 14'960;
    out.framesShown = 374;
    out.framesRepeated = 1;
    out.framesLate = 1;
    out.result = PlayResult::partial;
    out.reason = "decode: 数据损坏";
    out.tier = EvidenceTier::composed;
    return out;
}

std::string withField(std::size_t index, std::string const& value) {
    auto line = toLine(example());
    std::size_t from = 0;
    for (std::size_t i = 0; i < index; ++i) {
        from = line.find('\t', from) + 1;
    }
    auto const to = std::min(line.find('\t', from), line.size());
    return line.replace(from, to - from, value);
}

TEST(PlayRecord, IsReadAsItWasWritten) {
    auto const line = toLine(example());
    EXPECT_EQ(std::count(line.begin(), line.end(), '\t'), 22);
    EXPECT_EQ(parseLine(line).value(), example());
    PlayRecord fallback;
    fallback.sequence = 1;
    EXPECT_EQ(parseLine(toLine(fallback)).value(), fallback);
}

TEST(PlayRecord, NamesTheFieldThatIsWrong) {
    struct Case {
        std::size_t index;
        char const* value;
        char const* field;
    };
    for (auto const& [index, value, field] : {Case{0, "0", "sequence"},
                                              {0, "1x", "sequence"},
                                              {0, "", "sequence"},
                                              {1, "abc", "play id"},
                                              {4, "", "rendition"},
                                              {7, "-2", "index"},
                                              {8, "yesterday", "start"},
                                              {11, "4999", "monotonic end"},
                                              {13, "sharp", "clock"},
                                              {14, "-1", "uncertainty"},
                                              {17, "99999999999999999999", "frames shown"},
                                              {20, "done", "result"},
                                              {22, "sworn", "evidence tier"}}) {
        auto const read = parseLine(withField(index, value));
        ASSERT_FALSE(read) << field << " = " << value;
        EXPECT_EQ(read.error().code, Errc::damaged);
        EXPECT_TRUE(read.error().message.starts_with(std::string(field) + ": "))
            << read.error().message;
    }
}

TEST(PlayRecord, HasOneFormOnly) {
    auto const line = toLine(example());
    for (auto const& bad :
         {line + "\t", line + "\n", line + "\tx", " " + line, withField(0, "017"),
          withField(0, "+17"), withField(8, "2026-06-01T08:00:00.007+08:00"),
          withField(8, "2026-06-01T00:00:00Z"), withField(21, std::string(201, 'x')),
          withField(21, "a\x01"), withField(21, "a\xff"), withField(5, std::string(65, 'c')),
          std::string(), std::string(5000, '\t')}) {
        auto const read = parseLine(bad);
        ASSERT_FALSE(read) << bad;
        EXPECT_EQ(read.error().code, Errc::damaged);
    }
}

TEST(PlayRecord, KeepsTextInItsLine) {
    auto record = example();
    record.reason = "crash\tat\n" + std::string(300, 'x');
    auto const read = parseLine(toLine(record)).value();
    EXPECT_EQ(read.reason, "crash at " + std::string(191, 'x'));
}

TEST(PlayRecord, CountsAsCompleteByTheHouseRule) {
    EXPECT_TRUE(countsAsComplete(15'000, 15'000, 375, 0));
    EXPECT_TRUE(countsAsComplete(15'000, 14'700, 375, 18));
    EXPECT_FALSE(countsAsComplete(15'000, 14'699, 375, 0));   // under 98 %
    EXPECT_FALSE(countsAsComplete(15'000, 15'000, 375, 19));  // over 5 %
    EXPECT_FALSE(countsAsComplete(15'000, 15'000, 0, 0));     // nothing was shown
    EXPECT_TRUE(countsAsComplete(10, 10, 1, 0));
    EXPECT_FALSE(countsAsComplete(10, 9, 1, 0));
    EXPECT_TRUE(countsAsComplete(INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX / 20));
}

TEST(PlayRecord, NamesPlannedPlaysByTimelineAndIndex) {
    std::string bytes("tocsin-play/1");
    bytes.push_back('\0');
    auto const timeline = sha256("timeline");
    bytes.append(timeline.bytes.begin(), timeline.bytes.end());
    bytes.append("\0\0\0\0\0\0\x01\x02", 8);
    EXPECT_EQ(plannedPlayId(timeline, 258), sha256(bytes));
    EXPECT_NE(plannedPlayId(timeline, 258), plannedPlayId(timeline, 259));
}

}  // namespace
}  // namespace tocsin::messages
