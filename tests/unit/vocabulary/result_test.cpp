// SPDX-License-Identifier: Apache-2.0
// Results and the exceptions they become.
#include "tocsin/vocabulary/result.hpp"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

Result<int> half(int n) {
    if (n % 2 != 0) {
        return Error{Errc::invalid, "odd"};
    }
    return n / 2;
}

TEST(Result, HoldsAValueOrAnError) {
    EXPECT_EQ(*half(4), 2);
    EXPECT_EQ(half(3).error(), (Error{Errc::invalid, "odd"}));
}

TEST(Result, ThrowsAFailureThatKeepsTheError) {
    try {
        static_cast<void>(half(3).value());
        FAIL() << "no exception";
    } catch (Failure const& failure) {
        EXPECT_EQ(failure.error().code, Errc::invalid);
        EXPECT_STREQ(failure.what(), "odd");
    }
}

}  // namespace
}  // namespace tocsin
