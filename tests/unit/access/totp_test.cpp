// SPDX-License-Identifier: Apache-2.0
// Vectors of RFC 6238, appendix B, with their last six digits; of RFC 4648, section 10.
#include "tocsin/access/totp.hpp"

#include <gtest/gtest.h>

namespace tocsin::access {
namespace {

constexpr char kSecret[] = "12345678901234567890";

Instant second(std::int64_t t) {
    return fromMillis(t * 1'000);
}

TEST(Totp, GivesTheCodesOfTheStandard) {
    EXPECT_EQ(totpCode(kSecret, second(59)), "287082");
    EXPECT_EQ(totpCode(kSecret, second(1'111'111'109)), "081804");
    EXPECT_EQ(totpCode(kSecret, second(1'234'567'890)), "005924");
    EXPECT_EQ(totpCode(kSecret, second(20'000'000'000)), "353130");
}

TEST(Totp, ForgivesAClockThatIsOneStepOffAndNoMore) {
    auto const now = second(1'111'111'109);
    for (int const steps : {-1, 0, 1}) {
        EXPECT_TRUE(
            totpStepOf(totpCode(kSecret, now + Milliseconds(30'000 * steps)), kSecret, now, 0))
            << steps;
    }
    EXPECT_FALSE(totpStepOf(totpCode(kSecret, now + Milliseconds(60'000)), kSecret, now, 0));
    EXPECT_FALSE(totpStepOf(totpCode(kSecret, now - Milliseconds(60'000)), kSecret, now, 0));
    EXPECT_FALSE(totpStepOf("", kSecret, now, 0));
}

TEST(Totp, TakesACodeOnce) {
    auto const now = second(1'111'111'109);
    auto const code = totpCode(kSecret, now);
    auto const step = totpStepOf(code, kSecret, now, 0);
    ASSERT_TRUE(step);
    EXPECT_FALSE(totpStepOf(code, kSecret, now, *step));
}

TEST(Totp, WritesSecretsInBase32) {
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(makeTotpSecret().size(), 20U);
    EXPECT_EQ(totpUri("foobar", "li"), "otpauth://totp/Tocsin:li?secret=MZXW6YTBOI&issuer=Tocsin");
}

}  // namespace
}  // namespace tocsin::access
