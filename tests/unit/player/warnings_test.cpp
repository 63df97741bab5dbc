// SPDX-License-Identifier: Apache-2.0
// Which warnings are accepted, what holds of them, and what is told of them.
#include "director/warnings.hpp"

#include "warning_fixtures.hpp"

namespace tocsin::player {
namespace {

using playlists::WarningLook;
using Role = messages::SigningRole;
using Receipt = messages::WarningReceipt;

class WarningsTest : public testing::Test {
protected:
    WarningsTest() { begin(); }
    void begin() {
        warnings.emplace(Warnings::Parts{file, silentLog(), findings, [this](HeldWarnings held) {
                                             shown = std::move(held);
                                             ++shows;
                                             if (onShow) {
                                                 onShow();
                                             }
                                         }});
        warnings->trust(keys.trust());
    }
    /// The next run of the player.
    void restart(std::int64_t atMs = 0) {
        warnings->keep();
        shown.clear();
        begin();
        warnings->load(gate, morning(atMs));
    }
    Receipt offer(messages::WarningDelivery const& delivery, std::int64_t atMs = 0) {
        return warnings->offer(delivery, gate, morning(atMs));
    }
    Receipt offer(messages::Warning const& warning, std::int64_t atMs = 0) {
        return offer(delivered(keys, warning), atMs);
    }
    void saw(std::int64_t revision, std::int64_t atMs, bool lit = true) {
        warnings->saw({"w-rain", revision, morning(atMs), lit, false});
    }
    void sawEnd(std::int64_t revision, std::int64_t atMs) {
        warnings->saw({"w-rain", revision, morning(atMs), false, true});
    }
    std::vector<Receipt> told() {
        std::vector<Receipt> out;
        while (auto receipt = warnings->nextReceipt()) {
            out.push_back(std::move(*receipt));
        }
        return out;
    }
    std::vector<std::string> ids() const {
        std::vector<std::string> out;
        for (auto const& held : shown) {
            out.push_back(held->warning.id + "." + std::to_string(held->warning.revision));
        }
        return out;
    }
    using Ids = std::vector<std::string>;

    std::filesystem::path file = freshFolder() / "warnings";
    ScreenId const gate{"gate-led"};
    ControllerKeys keys;
    Findings findings;
    HeldWarnings shown;
    int shows = 0;
    std::function<void()> onShow;
    std::optional<Warnings> warnings;
};

TEST_F(WarningsTest, AWarningHoldsAndIsTakenUpAgainAfterARestart) {
    auto const receipt = offer(rainWarning(), 40);
    EXPECT_EQ(receipt.warning, "w-rain");
    EXPECT_EQ(receipt.revision, 1);
    EXPECT_EQ(receipt.received, morning(40));
    EXPECT_EQ(receipt.verified, morning(40));
    EXPECT_EQ(receipt.reason, "");
    EXPECT_FALSE(receipt.onGlass);
    EXPECT_EQ(ids(), Ids{"w-rain.1"});
    EXPECT_EQ(shown.at(0)->target.screen, gate);
    restart(10'000);
    EXPECT_EQ(ids(), Ids{"w-rain.1"});
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(WarningsTest, ItIsShownBeforeItIsOnTheDiskAndOnTheDiskBeforeItsReceipt) {
    bool early = true;
    onShow = [&] { early = std::filesystem::exists(file); };
    (void)offer(rainWarning());
    EXPECT_FALSE(early);
    EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(WarningsTest, AFullDiskRefusesNone) {
    file = file.parent_path() / "nowhere" / "warnings";
    begin();
    EXPECT_TRUE(offer(rainWarning()).verified);
    EXPECT_EQ(ids(), Ids{"w-rain.1"});
    EXPECT_NE(findings.first(9).at(0).find("not remembered"), std::string::npos);
}

TEST_F(WarningsTest, NobodyIsBelievedButTheWarningKey) {
    std::vector<messages::WarningTarget> const targets{{gate}};
    for (auto const role : messages::kSigningRoles) {
        auto const receipt = offer(deliveredBy(keys.key(role), rainWarning(), targets));
        EXPECT_EQ(receipt.verified.has_value(), role == Role::warning) << toString(role);
        EXPECT_EQ(receipt.reason.empty(), role == Role::warning) << toString(role);
    }
    EXPECT_FALSE(offer(deliveredBy(keys.root, rainWarning(2), targets)).verified);
    EXPECT_EQ(ids(), Ids{"w-rain.1"});
}

TEST_F(WarningsTest, WhatCannotBeReadHasNoName) {
    auto const receipt = offer({"{}", {gate}, 0, {}});
    EXPECT_EQ(receipt.warning, "");
    EXPECT_FALSE(receipt.reason.empty());
}

TEST_F(WarningsTest, WhatIsForAnotherScreenOrStandsNotInTheListIsRefused) {
    std::vector<messages::WarningTarget> const targets{{gate}, {ScreenId("hall")}};
    auto const& key = keys.key(Role::warning);
    auto const other = offer(deliveredBy(key, rainWarning(), targets, 1));
    EXPECT_NE(other.reason.find("hall"), std::string::npos) << other.reason;
    auto forged = deliveredBy(key, rainWarning(), targets, 1);
    forged.target.screen = gate;
    EXPECT_FALSE(offer(forged).verified);
    auto louder = deliveredBy(key, rainWarning(), targets);
    louder.target.sound = true;
    EXPECT_FALSE(offer(louder).verified);
    EXPECT_TRUE(shown.empty());
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(WarningsTest, WhatHasExpiredOrIsOfAnotherKeySetIsRefused) {
    EXPECT_NE(offer(rainWarning(), 60'000).reason.find("expired"), std::string::npos);
    keys.generation = 2;
    auto const ahead = delivered(keys, rainWarning());
    EXPECT_FALSE(offer(ahead).verified) << "its key set has not come";
    keys.generation = 3;
    warnings->trust(keys.trust());
    EXPECT_FALSE(offer(ahead).verified) << "it is of one from before";
    EXPECT_TRUE(offer(rainWarning(), 59'999).verified);
}

TEST_F(WarningsTest, RevisionsOnlyGoUpAndTheVerySameOneIsAcceptedAgain) {
    auto const second = delivered(keys, rainWarning(2));
    auto const first = offer(second, 100);
    EXPECT_EQ(offer(second, 200), first) << "with the same receipt";
    EXPECT_EQ(offer(second, 90'000), first) << "also when it is over";
    EXPECT_FALSE(offer(rainWarning(1)).verified);
    auto another = rainWarning(2);
    another.event = "大风";
    EXPECT_FALSE(offer(another).verified);
    EXPECT_EQ(shows, 1);
    EXPECT_TRUE(offer(rainWarning(3)).verified);
    EXPECT_EQ(ids(), Ids{"w-rain.3"});
}

TEST_F(WarningsTest, AClearingHoldsPastTheExpiryAndOverRestarts) {
    auto const raised = delivered(keys, rainWarning());
    (void)offer(raised);
    auto const receipt = offer(clearing(rainWarning()), 500);
    EXPECT_EQ(receipt.ended, morning(500));
    EXPECT_EQ(receipt.end, "cleared");
    EXPECT_TRUE(shown.empty());
    for (auto const at : {1'000, 70'000}) {
        restart(at);
        EXPECT_TRUE(shown.empty());
        EXPECT_FALSE(offer(raised, 1'000).verified) << at;
    }
}

TEST_F(WarningsTest, AClearingMayComeBeforeWhatItClearsAndAfterItsTime) {
    EXPECT_TRUE(offer(clearing(rainWarning()), 90'000).verified);
    EXPECT_FALSE(offer(rainWarning(), 100).verified);
}

TEST_F(WarningsTest, TheFirstFrameIsToldOnceAndTheFirstLitOneToo) {
    (void)offer(rainWarning());
    EXPECT_TRUE(told().empty()) << "whoever offered it has the receipt";
    saw(1, 80, false);
    auto receipts = told();
    ASSERT_EQ(receipts.size(), 1U);
    EXPECT_EQ(receipts[0].onGlass, morning(80));
    EXPECT_FALSE(receipts[0].lit);
    saw(1, 5'000);
    receipts = told();
    ASSERT_EQ(receipts.size(), 1U);
    EXPECT_EQ(receipts[0].onGlass, morning(5'000));
    EXPECT_TRUE(receipts[0].lit);
    restart(6'000);
    saw(1, 6'040);
    EXPECT_TRUE(told().empty()) << "it was on the glass before";
}

TEST_F(WarningsTest, WhatWasOnTheGlassEndsWhenItLeavesIt) {
    (void)offer(rainWarning());
    saw(1, 40);
    (void)told();
    auto const clear = offer(clearing(rainWarning()), 1'000);
    EXPECT_FALSE(clear.ended) << "it is still to be seen";
    EXPECT_EQ(clear.end, "");
    EXPECT_TRUE(told().empty());
    sawEnd(1, 1'040);
    auto const receipts = told();
    ASSERT_EQ(receipts.size(), 2U);
    EXPECT_EQ(receipts[0].revision, 1);
    EXPECT_EQ(receipts[0].end, "replaced");
    EXPECT_EQ(receipts[0].ended, morning(1'040));
    EXPECT_EQ(receipts[0].onGlass, morning(40));
    EXPECT_EQ(receipts[1].revision, 2);
    EXPECT_EQ(receipts[1].end, "cleared");
    EXPECT_EQ(receipts[1].ended, morning(1'040));
}

TEST_F(WarningsTest, ANewRevisionEndsTheFormerWhenItTakesItsPlace) {
    (void)offer(rainWarning());
    saw(1, 40);
    (void)told();
    (void)offer(rainWarning(2), 1'000);
    EXPECT_TRUE(told().empty());
    sawEnd(1, 1'080);
    saw(2, 1'080);
    auto const receipts = told();
    ASSERT_EQ(receipts.size(), 2U);
    EXPECT_EQ(receipts[0].end, "replaced");
    EXPECT_EQ(receipts[1].onGlass, morning(1'080));
    EXPECT_FALSE(receipts[1].ended);
}

TEST_F(WarningsTest, ARevisionThatLeavesTheScreenOutTakesItOff) {
    (void)offer(rainWarning());
    auto const receipt = offer(delivered(keys, rainWarning(2), WarningLook::off), 700);
    EXPECT_TRUE(receipt.verified);
    EXPECT_EQ(receipt.end, "off");
    EXPECT_EQ(receipt.ended, morning(700));
    EXPECT_TRUE(shown.empty());
}

TEST_F(WarningsTest, WhatExpiredWhileThePlayerWasOffHasEndedThen) {
    (void)offer(rainWarning());
    saw(1, 40);
    restart(120'000);
    EXPECT_TRUE(shown.empty());
    auto const receipts = told();
    ASSERT_EQ(receipts.size(), 1U);
    EXPECT_EQ(receipts[0].end, "expired");
    EXPECT_EQ(receipts[0].ended, morning(60'000));
    EXPECT_EQ(receipts[0].onGlass, morning(40));
}

TEST_F(WarningsTest, AClockThatWasWrongBringsItBackWhenItIsOfferedAgain) {
    auto const raised = delivered(keys, rainWarning());
    (void)offer(raised);
    restart(120'000);
    EXPECT_TRUE(shown.empty());
    EXPECT_EQ(offer(raised, 1'000).end, "expired");
    EXPECT_EQ(ids(), Ids{"w-rain.1"});
    saw(1, 1'080);
    auto const receipts = told();
    EXPECT_EQ(receipts.back().onGlass, morning(1'080));
    EXPECT_FALSE(receipts.back().ended);
}

TEST_F(WarningsTest, TheFiftyFirstAtATimeIsRefused) {
    auto warning = rainWarning();
    for (int i = 0; i < 50; ++i) {
        warning.id = "w-" + std::to_string(i);
        warning.expires = morning(60'000 + i);
        EXPECT_TRUE(offer(warning).verified) << i;
    }
    warning.id = "w-50";
    EXPECT_NE(offer(warning).reason.find("50"), std::string::npos);
    auto const clear = clearing(warning);
    EXPECT_TRUE(offer(clear).verified) << "a clearing takes no room";
    warning.id = "w-51";
    warning.expires = morning(90'000);
    EXPECT_TRUE(offer(warning, 60'000).verified) << "the first is over";
    EXPECT_EQ(shown.size(), 50U);
}

TEST_F(WarningsTest, WhatARevokedKeySignedHoldsNoLongerARotatedOnesDoes) {
    (void)offer(rainWarning());
    auto const first = keys.key(Role::warning).publicKey();
    keys.rotate(Role::warning);
    auto trust = keys.trust();
    trust.earlier = {{Role::warning, first}};
    warnings->trust(trust);
    EXPECT_EQ(ids(), Ids{"w-rain.1"});
    warnings->keep();
    shown.clear();
    begin();
    warnings->trust(trust);
    warnings->load(gate, morning(0));
    EXPECT_EQ(ids(), Ids{"w-rain.1"}) << "also after a restart";
    keys.revoked = {first};
    ++keys.generation;
    warnings->trust(keys.trust());
    EXPECT_TRUE(shown.empty());
    EXPECT_TRUE(offer(rainWarning()).verified) << "its numbers bar nobody";
}

TEST_F(WarningsTest, AForgedFileIsNotBelieved) {
    auto const forged = deliveredBy(messages::KeyPair::generate(), rainWarning(), {{gate}});
    auto const envelope = messages::parseEnvelope(forged.envelope).value();
    KeptWarning kept;
    kept.payload = messages::sha256(envelope.payload);
    kept.key = envelope.key;
    kept.expires = morning(60'000);
    kept.delivery = forged;
    kept.receipt.warning = "w-rain";
    kept.receipt.revision = 1;
    ASSERT_TRUE(files::replace(file, toText({gate, {kept}, {}})));
    restart();
    EXPECT_TRUE(shown.empty());
    EXPECT_NE(findings.first(9).at(0).find("not usable"), std::string::npos);
    EXPECT_TRUE(offer(rainWarning()).verified);
}

TEST_F(WarningsTest, AFileThatCannotBeReadIsSaid) {
    ASSERT_TRUE(files::replace(file, "{"));
    restart();
    EXPECT_NE(findings.first(9).at(0).find("not usable"), std::string::npos);
}

TEST_F(WarningsTest, AnotherScreenBeginsWithoutWarnings) {
    (void)offer(rainWarning());
    warnings->bindTo(gate);
    EXPECT_EQ(shown.size(), 1U);
    warnings->bindTo(ScreenId("hall"));
    EXPECT_TRUE(shown.empty());
    EXPECT_FALSE(std::filesystem::exists(file));
    warnings->tellAgain(morning(0));
    EXPECT_TRUE(told().empty());
}

TEST_F(WarningsTest, AForgottenPlayerShowsNone) {
    (void)offer(rainWarning());
    warnings->forget();
    EXPECT_TRUE(shown.empty());
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(WarningsTest, ThoseOfAManifestAreTakenWithoutAWordAboutOldOnes) {
    auto const fresh = delivered(keys, rainWarning(2));
    auto wind = rainWarning();
    wind.id = "w-wind";
    wind.expires = morning(100);
    int news = 0;
    warnings->onNews([&] { ++news; });
    warnings->embedded({fresh, delivered(keys, rainWarning(1)), delivered(keys, wind)}, gate,
                       morning(200));
    EXPECT_EQ(ids(), Ids{"w-rain.2"});
    EXPECT_TRUE(findings.first(9).empty());
    EXPECT_GT(news, 0);
    auto const receipts = told();
    ASSERT_EQ(receipts.size(), 1U);
    EXPECT_EQ(receipts[0].revision, 2);
    EXPECT_EQ(receipts[0].verified, morning(200));
}

TEST_F(WarningsTest, ASessionIsToldTheReceiptsOfSevenDays) {
    (void)offer(rainWarning());
    (void)offer(rainWarning(2), 100);
    (void)told();
    warnings->tellAgain(morning(100));
    EXPECT_EQ(told().size(), 2U);
    EXPECT_TRUE(told().empty());
    restart(200);
    constexpr std::int64_t kDay = 86'400'000;
    warnings->tellAgain(morning(6 * kDay));
    EXPECT_EQ(told().size(), 2U) << "also what an earlier run had to tell";
    warnings->tellAgain(morning(8 * kDay));
    EXPECT_TRUE(told().empty());
}

TEST_F(WarningsTest, ItRemembersNoMoreThanItShould) {
    auto warning = clearing(rainWarning());
    std::vector<messages::WarningDelivery> all;
    for (int i = 0; i < 520; ++i) {
        warning.id = "w-" + std::to_string(i);
        warning.expires = morning(60'000 + i);
        all.push_back(delivered(keys, warning));
    }
    warnings->embedded(all, gate, morning(1'000));
    restart(1'000);
    warnings->tellAgain(morning(1'000));
    EXPECT_EQ(told().size(), Warnings::kMostTold);
    auto again = rainWarning();
    again.id = "w-519";
    EXPECT_FALSE(offer(again).verified) << "a late one is still barred";
}

}  // namespace
}  // namespace tocsin::player
