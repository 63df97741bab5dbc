// SPDX-License-Identifier: Apache-2.0
#include "range.hpp"

#include <gtest/gtest.h>

namespace tocsin::http {
namespace {

TEST(Range, GivesTheBytesAskedFor) {
    EXPECT_EQ(answerRange("bytes=0-9", 100), RangeAnswer(ByteRange{0, 9}));
    EXPECT_EQ(answerRange("bytes=90-", 100), RangeAnswer(ByteRange{90, 99}));
    EXPECT_EQ(answerRange("bytes=90-1000", 100), RangeAnswer(ByteRange{90, 99}));
    EXPECT_EQ(answerRange("bytes=-5", 100), RangeAnswer(ByteRange{95, 99}));
    EXPECT_EQ(answerRange("bytes=-500", 100), RangeAnswer(ByteRange{0, 99}));
}

TEST(Range, BeyondTheEndCannotBeSatisfied) {
    EXPECT_EQ(answerRange("bytes=100-", 100), RangeAnswer(NotSatisfiable{}));
    EXPECT_EQ(answerRange("bytes=-0", 100), RangeAnswer(NotSatisfiable{}));
    EXPECT_EQ(answerRange("bytes=0-", 0), RangeAnswer(NotSatisfiable{}));
}

TEST(Range, ThatMakesNoSenseMeansTheWholeFile) {
    for (auto const* header : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-3",
                               "bytes=1-2,4-5", "lines=1-2", "bytes=--5"}) {
        EXPECT_EQ(answerRange(header, 100), RangeAnswer(WholeFile{})) << header;
    }
}

}  // namespace
}  // namespace tocsin::http
