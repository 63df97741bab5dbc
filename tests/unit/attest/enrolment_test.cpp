// SPDX-License-Identifier: Apache-2.0
#include "tocsin/attest/enrolment.hpp"

#include <gtest/gtest.h>

#include "tocsin/attest/bundle_files.hpp"

namespace tocsin::attest {
namespace {

Instant at(std::int64_t second) {
    return fromMillis(1'780'272'000'000 + second * 1'000);
}

EnrolledPlayer somePlayer() {
    return {messages::KeyPair::generate().publicKey(),
            {{ScreenId("gate"), at(10), at(20)}, {ScreenId("hall"), at(30), {}}},
            at(99)};
}

TEST(Attribution, IsTheBindingThatHadBegunLast) {
    auto const player = somePlayer();
    auto const screenAt = [&](std::int64_t second) {
        auto const whose = attributed(player, at(second));
        return player.bindings[whose.binding].screen.str() + (whose.within ? "" : "?");
    };
    EXPECT_EQ(screenAt(0), "gate?");
    EXPECT_EQ(screenAt(10), "gate");
    EXPECT_EQ(screenAt(19), "gate");
    EXPECT_EQ(screenAt(20), "gate?") << "the end is not in it";
    EXPECT_EQ(screenAt(29), "gate?");
    EXPECT_EQ(screenAt(30), "hall");
    EXPECT_EQ(screenAt(1'000), "hall");
}

TEST(Enrolment, IsReadBackAsItWasWritten) {
    Enrolment const enrolment{{somePlayer()}, {{ScreenId("gate"), "东门\"屏\"", "hospital"}}};
    EXPECT_EQ(parseEnrolment(toJson(enrolment)).value(), enrolment);
    auto without = enrolment;
    without.players[0].bindings.clear();
    EXPECT_FALSE(parseEnrolment(toJson(without)));
    auto mixed = enrolment;
    std::swap(mixed.players[0].bindings[0], mixed.players[0].bindings[1]);
    EXPECT_FALSE(parseEnrolment(toJson(mixed)));
    auto doubled = enrolment;
    doubled.screens.push_back({ScreenId("gate"), "西门屏", "hospital"});
    EXPECT_FALSE(parseEnrolment(toJson(doubled))) << "one screen with two names";
    EXPECT_FALSE(parseEnrolment("{}"));
}

TEST(BundleFiles, AreReadBackAsTheyWereWritten) {
    BundleFacts const facts{"0123456789abcdef", at(0), at(1), at(2), "tocsin 1", "office", false};
    EXPECT_EQ(parseBundleFacts(toJson(facts)).value(), facts);
    auto const player = messages::KeyPair::generate().publicKey();
    BundleIndex const index{{{player, 2, 3, 9, 7, 100}}, {{player, 2, 5}}};
    EXPECT_EQ(parseBundleIndex(toJson(index)).value(), index);
    Names const names{{{"ab", {"旧名", "新名"}}}, {{"fire", {"消防"}}, {"", {""}}}};
    EXPECT_EQ(parseNames(toJson(names)).value(), names);
    EXPECT_FALSE(parseBundleFacts(toJson(index)));
    EXPECT_EQ(streamName(player, 2), player.fingerprint() + "-2");
}

}  // namespace
}  // namespace tocsin::attest
