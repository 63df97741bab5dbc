// SPDX-License-Identifier: Apache-2.0
// The short code on an approval form.
#include "approval_code.hpp"

#include <gmock/gmock.h>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

TEST(ApprovalCode, FollowsFromTheDigestAlone) {
    auto const one = approvalCode(messages::sha256("content"));
    EXPECT_EQ(one, approvalCode(messages::sha256("content")));
    EXPECT_NE(one, approvalCode(messages::sha256("Content")));
    EXPECT_EQ(one.size(), 25U);
    EXPECT_EQ(approvalCode(Digest{}), "00000-00000-00000-00000-0");
    Digest ones;
    ones.bytes.fill(0xff);
    EXPECT_EQ(approvalCode(ones).substr(0, 23), "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ");
}

TEST(ApprovalCode, IsReadAsPeopleTypeIt) {
    auto const code = approvalCode(messages::sha256("01"));
    std::string typed;
    for (char const c : code) {
        typed += c == '-' ? ' ' : c == '0' ? 'o' : c == '1' ? 'l' : c;
        typed.back() = typed.back() >= 'A' && typed.back() <= 'Z'
                           ? static_cast<char>(typed.back() - 'A' + 'a')
                           : typed.back();
    }
    EXPECT_EQ(readApprovalCode(typed).value(), code);
    std::string bare;
    for (char const c : code) {
        bare += c == '-' ? "" : std::string(1, c);
    }
    EXPECT_EQ(readApprovalCode(bare).value(), code);
    for (auto const* const wrong : {"", "7K2M9", "U0000-00000-00000-00000-0", "\xff", "'; --"}) {
        EXPECT_EQ(readApprovalCode(wrong).error().code, Errc::invalid) << wrong;
    }
    EXPECT_FALSE(readApprovalCode(code + "0"));
}

TEST(ApprovalCode, OneWrongCharacterIsFoundWhereverItStands) {
    auto const code = approvalCode(messages::sha256("x"));
    for (std::size_t i = 0; i < code.size(); ++i) {
        for (char const letter : kLetters) {
            auto other = code;
            other[i] = letter;
            if (code[i] != '-' && letter != code[i]) {
                EXPECT_FALSE(readApprovalCode(other)) << other;
            }
        }
    }
}

TEST(ApprovalCode, TwoCharactersThatChangedPlacesAreFound) {
    auto const code = approvalCode(messages::sha256("y"));
    for (std::size_t i = 0; i < code.size(); ++i) {
        for (std::size_t j = i + 1; j < code.size(); ++j) {
            auto other = code;
            std::swap(other[i], other[j]);
            if (code[i] != '-' && code[j] != '-' && code[i] != code[j]) {
                EXPECT_FALSE(readApprovalCode(other)) << other;
            }
        }
    }
}

TEST(ApprovalCode, LeadsBackToTheDigestsThatHaveItAndNoOthers) {
    auto const digest = messages::sha256("z");
    auto const [least, most] = envelopesOf(approvalCode(digest));
    EXPECT_LE(least, digest);
    EXPECT_GE(most, digest);
    EXPECT_EQ(approvalCode(least), approvalCode(digest));
    EXPECT_EQ(approvalCode(most), approvalCode(digest));
    auto above = most;
    // The first byte behind the code's hundred bits is its last whole one; one up is another code.
    for (std::size_t i = above.bytes.size(); i-- > 0 && ++above.bytes[i] == 0;) {
    }
    EXPECT_NE(approvalCode(above), approvalCode(digest));
}

}  // namespace
}  // namespace tocsin::schedule
