// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/csv.hpp"

#include <gtest/gtest.h>

namespace tocsin::reports {
namespace {

TEST(Csv, QuotesWhatRfc4180Asks) {
    EXPECT_EQ(csvLine({"a", "b,c", "say \"so\"", "two\nlines", ""}),
              "a,\"b,c\",\"say \"\"so\"\"\",\"two\nlines\",\r\n");
}

TEST(Csv, NothingIsTakenForAFormula) {
    for (std::string const start : {"=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", " =",
                                    "　=", "\xEF\xBB\xBF=", "\xC2\xA0 +"}) {
        EXPECT_EQ(csvLine({start + "1"}), "'" + start + "1\r\n") << start;
    }
    EXPECT_EQ(csvLine({"\r1"}), "\"'\r1\"\r\n");
    EXPECT_EQ(csvLine({"a=1", "1-2", "—", "东门"}), "a=1,1-2,—,东门\r\n");
}

}  // namespace
}  // namespace tocsin::reports
