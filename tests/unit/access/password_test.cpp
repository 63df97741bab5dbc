// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/password.hpp"

#include <gtest/gtest.h>

namespace tocsin::access {
namespace {

TEST(Password, ThatIsShortUsualOrTheAccountsNameIsRefused) {
    for (auto const* bad :
         {"", "short", "password123", "Password123!", "1234567890", "aaaaaaaaaaaa", "admin12345",
          "9876543210", "!!!!!!!!!!", "anquan2026", "wang.li-2026"}) {
        EXPECT_FALSE(checkPassword(bad, "wang.li")) << bad;
    }
    EXPECT_FALSE(checkPassword(std::string(129, 'x') + "y", "li"));
}

TEST(Password, OfAFewWordsInAnyScriptIsFine) {
    EXPECT_TRUE(checkPassword("correct horse battery", "li"));
    EXPECT_TRUE(checkPassword("东门口的石狮子有两只呢", "li"));
    EXPECT_TRUE(checkPassword("xK9-vbn2-qq1", "li"));
}

TEST(Pin, HasSixToTwelveDigitsInNoOrder) {
    for (auto const* bad : {"", "12345", "123456", "654321", "111111", "12a456", "4711471147114"}) {
        EXPECT_FALSE(checkPin(bad)) << bad;
    }
    EXPECT_TRUE(checkPin("471108"));
}

TEST(PasswordHasher, KnowsTheRightOneAndKeepsArgon2idOnly) {
    PasswordHasher hasher(8 << 10);
    auto const hashed = hasher.hash("correct horse battery").value();
    EXPECT_TRUE(hashed.starts_with("$argon2id$")) << hashed;
    EXPECT_EQ(hashed.find("horse"), std::string::npos);
    EXPECT_TRUE(hasher.matches(hashed, "correct horse battery").value());
    EXPECT_FALSE(hasher.matches(hashed, "correct horse batterz").value());
    EXPECT_NE(hasher.hash("correct horse battery").value(), hashed) << "each has its own salt";
}

TEST(PasswordHasher, WhoHasNoPasswordIsNotLetInByAny) {
    PasswordHasher hasher(8 << 10);
    EXPECT_FALSE(hasher.matches("", "").value());
    EXPECT_FALSE(hasher.matches("", "x").value());
}

}  // namespace
}  // namespace tocsin::access
