// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/carry.hpp"

#include <gtest/gtest.h>

#include "tocsin/messages/envelope.hpp"

namespace tocsin::messages {
namespace {

CarryIndex someIndex() {
    CarryIndex out;
    out.screen = ScreenId("gate");
    out.screenName = "东门户外屏";
    out.player = KeyPair::generate().publicKey();
    out.issued = fromMillis(1'780'272'000'000);
    out.messages = sha256("lines");
    out.messageBytes = 5;
    out.content = {{sha256("film"), 4, "fire"}, {sha256("slogan"), 6, ""}};
    return out;
}

CarriedEnrolment someRequest(KeyPair const& key) {
    return {key.publicKey(), "tocsin-player 1", 960, 540, fromMillis(0)};
}

std::string sealedRequest(KeyPair const& key, CarriedEnrolment const& request) {
    return toJson(seal(key, kEnrolmentKind, toJson(request)));
}

TEST(Carry, AnIndexTravelsAsJson) {
    auto index = someIndex();
    EXPECT_EQ(parseCarryIndex(toJson(index)).value(), index);
    index.player.reset();
    EXPECT_EQ(parseCarryIndex(toJson(index)).value(), index);
}

TEST(Carry, AnIndexSaysWhatIsMissing) {
    auto const whole = toJson(someIndex());
    for (auto const* member : {"format", "screen", "issued", "messages", "content"}) {
        auto json = whole;
        json.replace(json.find(std::string("\"") + member + "\"") + 1, 1, "x");
        auto const read = parseCarryIndex(json);
        ASSERT_FALSE(read) << member;
        EXPECT_NE(read.error().message.find(member), std::string::npos) << read.error().message;
    }
}

TEST(Carry, TheContentKeySignsIndexesAndNoOtherRoleDoes) {
    auto const bytes = signedBytes(kCarryKind, "x");
    for (auto const role : kSigningRoles) {
        EXPECT_EQ(isOfRole(role, bytes), role == SigningRole::content) << toString(role);
    }
}

TEST(Carry, ARequestIsBelievedByItsOwnKeyOnly) {
    auto const key = KeyPair::generate();
    auto const other = KeyPair::generate();
    auto const request = someRequest(key);
    EXPECT_EQ(openedEnrolment(sealedRequest(key, request)).value(), request);
    auto const forged = openedEnrolment(sealedRequest(other, request));
    ASSERT_FALSE(forged);
    EXPECT_EQ(forged.error().code, Errc::permission);
    EXPECT_FALSE(openedEnrolment(std::string(20'000, ' ')));
    EXPECT_FALSE(openedEnrolment("{}"));
}

TEST(Carry, ACodeIsTheKeysAndEasyToRead) {
    auto const key = KeyPair::generate().publicKey();
    auto const code = enrolmentCode(key);
    EXPECT_EQ(code.size(), 6U);
    EXPECT_EQ(code, enrolmentCode(key));
    EXPECT_NE(code, enrolmentCode(KeyPair::generate().publicKey()));
    EXPECT_EQ(code.find_first_of("01OIL"), std::string::npos);
}

TEST(Carry, LinesComeWithoutTheirEndsAndWithoutEmptyOnes) {
    EXPECT_EQ(linesOf("a\n\nb\r\nc"), (std::vector<std::string_view>{"a", "b", "c"}));
    EXPECT_TRUE(linesOf("").empty());
}

TEST(Carry, AHeadSaysWhoWrote) {
    CarriedHead const head{ScreenId("gate"), KeyPair::generate().publicKey()};
    EXPECT_EQ(parseCarriedHead(toJson(head)).value(), head);
    EXPECT_FALSE(parseCarriedHead(R"({"type":"plays","id":1})"));
}

}  // namespace
}  // namespace tocsin::messages
