// SPDX-License-Identifier: Apache-2.0
#include "number_formats.hpp"

#include <gtest/gtest.h>

namespace tocsin::documents::spreadsheet {
namespace {

TEST(NumberFormats, AreDatesOrTimesByTheirCode) {
    EXPECT_TRUE(meaningOf("yyyy\\-mm\\-dd").date);
    EXPECT_FALSE(meaningOf("yyyy\\-mm\\-dd").time);
    EXPECT_EQ(meaningOf("m/d/yy h:mm"), (NumberMeaning{.date = true, .time = true}));
    EXPECT_EQ(meaningOf("mm:ss"), (NumberMeaning{.time = true, .seconds = true}));
    EXPECT_EQ(meaningOf("[h]:mm"), (NumberMeaning{.time = true, .elapsed = true}));
    EXPECT_EQ(meaningOf("0.0%"), NumberMeaning{.percent = true});
    EXPECT_EQ(meaningOf("[Red]0.00;[$-804]yyyy"), NumberMeaning{});
    EXPECT_EQ(meaningOf("#,##0\"day\""), NumberMeaning{});
    EXPECT_TRUE(meaningOf("General").general);
    EXPECT_EQ(meaningOf("\"unended"), NumberMeaning{});
}

TEST(NumberText, SaysDatesOfBothSystems) {
    NumberMeaning const date{.date = true}, both{.date = true, .time = true}, time{.time = true};
    EXPECT_EQ(numberText(1, date, false), "1900-01-01");
    EXPECT_EQ(numberText(59, date, false), "1900-02-28");
    EXPECT_EQ(numberText(60, date, false), "1900-02-29");
    EXPECT_EQ(numberText(61, date, false), "1900-03-01");
    EXPECT_EQ(numberText(0, date, true), "1904-01-01");
    EXPECT_EQ(numberText(46189.99999999, both, false), "2026-06-17 00:00");
    EXPECT_EQ(numberText(0.375, time, false), "09:00");
    EXPECT_EQ(numberText(1.5, {.time = true, .elapsed = true}, false), "36:00");
    EXPECT_EQ(numberText(2958465, date, false), "9999-12-31");
    EXPECT_EQ(numberText(2958466, date, false), "2958466");
    EXPECT_EQ(numberText(-1, date, false), "-1");
}

TEST(NumberText, HasNoExponentAndNoNoise) {
    EXPECT_EQ(numberText(0.1 + 0.2, {}, false), "0.3");
    EXPECT_EQ(numberText(1e20, {}, false), "100000000000000000000");
    EXPECT_EQ(numberText(-2.5e-7, {}, false), "-0.00000025");
    EXPECT_EQ(numberText(123456789012345678.0, {}, false), "123456789012346000");
    EXPECT_EQ(numberText(0, {}, false), "0");
    EXPECT_EQ(numberText(1e300, {}, false), "1e+300");
}

}  // namespace
}  // namespace tocsin::documents::spreadsheet
