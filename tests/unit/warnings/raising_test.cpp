// SPDX-License-Identifier: Apache-2.0
// Warnings of duty officers: who releases what, what is signed for whom, how it ends.
#include "duty_room.hpp"

namespace tocsin::warnings {
namespace {

using messages::WarningAction;
using playlists::WarningLook;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Raising : public DutyRoom {};

std::string detailIn(boost::json::object const& problem) {
    return std::string(problem.at("detail").as_string());
}

TEST_F(Raising, ATemplateIsReleasedByTheOneOfficerWhoRaisesIt) {
    auto const raised = raise(kRain);
    EXPECT_EQ(raised.at("state"), "standing");
    EXPECT_EQ(raised.at("revision"), 1);
    EXPECT_EQ(raised.at("raised_by"), "zhang");
    EXPECT_EQ(raised.at("released_by"), "zhang");
    EXPECT_EQ(raised.at("headline"), "市气象台发布暴雨橙色预警信号");
    EXPECT_EQ(raised.at("body"),
              "市气象台6月1日16时00分发布暴雨橙色预警信号：预计全市将有或已有强降雨，请注意防范。");
    EXPECT_EQ(raised.at("targets").as_array().size(), 3U);
    EXPECT_EQ(raised.at("unreached").as_array().size(), 3U);
    EXPECT_THAT(audited(), ElementsAre("zhang warning.raise"));

    auto const held = heldBy("bar-east");
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(held[0].warning.id, idOf(raised));
    EXPECT_EQ(held[0].warning.issued, now_);
    EXPECT_EQ(held[0].warning.expires, now_ + std::chrono::hours(1));
    EXPECT_EQ(held[0].warning.zone, "Asia/Shanghai");
    EXPECT_TRUE(held[0].target.always);
    EXPECT_EQ(signed_.size(), 3U) << "the listener hears of each screen";
}

TEST_F(Raising, FreeTextTakesAnotherPersonAndNothingIsSignedBefore) {
    auto const raised = raise(kFree);
    EXPECT_EQ(raised.at("state"), "waiting");
    EXPECT_EQ(raised.at("revision"), 0);
    EXPECT_EQ(raised.at("targets").as_array().size(), 2U) << "whom it would reach";
    EXPECT_THAT(signed_, IsEmpty());
    EXPECT_THAT(heldBy("wall-east"), IsEmpty());
    auto const own = act(zhang_, raised, "release", "{}", 409);
    EXPECT_THAT(detailIn(own), HasSubstr("another person"));

    auto const released = act(li_, raised, "release");
    EXPECT_EQ(released.at("state"), "standing");
    EXPECT_EQ(released.at("raised_by"), "zhang");
    EXPECT_EQ(released.at("released_by"), "li");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("东门施工请绕行"));
    EXPECT_THAT(shownOn("lobby-west"), IsEmpty());
    act(li_, raised, "release", "{}", 409);
    EXPECT_THAT(audited(), ElementsAre("zhang warning.raise", "li warning.release"));
}

TEST_F(Raising, ASiteMayLetOnePersonReleaseFreeText) {
    settings_.freeTextByOne = true;
    open();
    EXPECT_EQ(raise(kFree).at("state"), "standing");
}

TEST_F(Raising, ARejectedOneIsShownNowhere) {
    auto const raised = raise(kFree);
    auto const rejected = act(zhang_, raised, "reject", R"({"reason":"写错了"})");
    EXPECT_EQ(rejected.at("state"), "rejected");
    EXPECT_EQ(rejected.at("reason"), "写错了");
    act(li_, raised, "release", "{}", 409);
    EXPECT_THAT(signed_, IsEmpty());
}

TEST_F(Raising, FieldsAreBoundedAndOneLine) {
    auto const with = [](std::string const& fields, std::string const& level = "\"orange\"") {
        return R"({"template":"rainstorm","level":)" + level + R"(,"fields":)" + fields +
               R"(,"where":{"all":true}})";
    };
    EXPECT_THAT(detailIn(raise(with(R"({"issuer":"市气象台"})"), 422)), HasSubstr("area"));
    EXPECT_THAT(detailIn(raise(with(R"({"issuer":"市气象台","area":"a\nb"})"), 422)),
                HasSubstr("fields.area"));
    raise(with(R"({"issuer":"市气象台","area":"a\u202eb"})"), 422);
    std::string long61;
    for (int i = 0; i < 61; ++i) {
        long61 += "市";
    }
    EXPECT_THAT(detailIn(raise(with(R"({"issuer":"x","area":")" + long61 + "\"}"), 422)),
                HasSubstr("60 characters"));
    raise(with(R"({"issuer":"x","area":")" + long61.substr(3) + "\"}"));
    EXPECT_THAT(detailIn(raise(with(R"({"issuer":"x","area":"y","text":"z"})"), 422)),
                HasSubstr("issuer, time, area"));
    EXPECT_THAT(detailIn(raise(with(R"({"issuer":"x","area":"y"})", "null"), 422)),
                HasSubstr("blue, yellow, orange, red"));
    raise(with(R"({"issuer":"x","area":"y","time":"yesterday"})"), 422);
    raise(R"({"template":"nothing","where":{"all":true}})", 422);
    raise(
        R"({"template":"fire","fields":{"issuer":"x","place":"y"},"headline":"own","where":{"all":true}})",
        422);
}

TEST_F(Raising, ATimeWithoutAnOffsetIsOfTheSitesClocks) {
    raise(
        R"({"template":"heat","level":"red","fields":{"issuer":"台","area":"全市","time":"2026-06-01T15:30"},"where":{"all":true}})");
    ASSERT_FALSE(heldBy("wall-east").empty());
    EXPECT_EQ(heldBy("wall-east")[0].warning.published,
              parseInstant("2026-06-01T07:30:00Z").value());
}

TEST_F(Raising, ItEndsWithinTheHardCap) {
    auto const until = [](std::string const& what) {
        return R"({"template":"fire","fields":{"issuer":"保卫处","place":"三楼"},"where":{"all":true},)" +
               what + "}";
    };
    raise(until(R"("minutes":1441)"), 422);
    raise(until(R"("expires":"2026-06-01T07:59:00Z")"), 422);
    raise(until(R"("minutes":5,"expires":"2026-06-01T09:00:00Z")"), 422);
    auto const raised = raise(until(R"("minutes":1440)"));
    EXPECT_EQ(raised.at("expires"), "2026-06-02T08:00:00.000Z");
    auto const usual = raise(until(R"("sound":true)"));
    EXPECT_EQ(usual.at("expires"), "2026-06-01T09:00:00.000Z") << "an hour by itself";
}

TEST_F(Raising, AnExtensionIsOnePersonsAndWithinTheHardCapFromNow) {
    auto const raised = raise(kFree);
    act(li_, raised, "release");
    auto const longer = act(zhang_, raised, "extend", R"({"minutes":45})");
    EXPECT_EQ(longer.at("revision"), 2);
    EXPECT_EQ(longer.at("expires"), "2026-06-01T09:15:00.000Z");
    EXPECT_EQ(heldBy("wall-east").at(0).warning.revision, 2);
    EXPECT_EQ(heldBy("wall-east").at(0).warning.texts.front().headline, "东门施工请绕行");
    act(zhang_, raised, "extend", R"({"expires":"2026-06-01T09:15:00Z"})", 422);
    act(zhang_, raised, "extend", R"({"expires":"2026-06-02T08:00:01Z"})", 422);
    act(zhang_, raised, "extend", "{}", 422);
    EXPECT_EQ(act(zhang_, raised, "extend", R"({"expires":"2026-06-02T08:00:00Z"})").at("revision"),
              3);
}

TEST_F(Raising, AChangeFromATemplateActsAtOnceAndLeavesOutWhatItNoLongerMeans) {
    auto const raised = raise(kRain);
    signed_.clear();
    auto const changed = act(
        zhang_, raised, "change",
        R"({"template":"rainstorm","level":"red","fields":{"issuer":"市气象台","area":"东区"},"where":{"units":["east"]},"minutes":30})");
    EXPECT_EQ(changed.at("revision"), 2);
    EXPECT_EQ(changed.at("level"), "red");
    EXPECT_EQ(changed.at("screens"), 2);
    EXPECT_EQ(signed_.size(), 3U) << "the screen that is left out hears of it too";
    EXPECT_THAT(shownOn("lobby-west"), IsEmpty());
    EXPECT_EQ(heldBy("lobby-west").at(0).target.look, WarningLook::off);
    EXPECT_THAT(shownOn("bar-east"), ElementsAre("市气象台发布暴雨红色预警信号"));

    // A player that was away since the first revision learns it from the third as well.
    act(zhang_, raised, "extend", R"({"minutes":5})");
    EXPECT_EQ(heldBy("lobby-west").at(0).warning.revision, 3);
    EXPECT_EQ(heldBy("lobby-west").at(0).target.look, WarningLook::off);
}

TEST_F(Raising, AChangeToFreeTextWaitsWhileTheFormerStays) {
    auto const raised = raise(kRain);
    auto const pending = act(zhang_, raised, "change", kFree);
    EXPECT_EQ(pending.at("pending"), true);
    EXPECT_EQ(pending.at("revision"), 1);
    EXPECT_EQ(pending.at("pending_change").at("headline"), "东门施工请绕行");
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("市气象台发布暴雨橙色预警信号"));
    act(zhang_, raised, "release", "{}", 409);
    auto const released = act(li_, raised, "release");
    EXPECT_EQ(released.at("pending"), false);
    EXPECT_EQ(released.at("revision"), 2);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("东门施工请绕行"));
    EXPECT_THAT(shownOn("lobby-west"), IsEmpty());
}

TEST_F(Raising, ARejectedChangeLeavesWhatIsShown) {
    auto const raised = raise(kRain);
    act(zhang_, raised, "change", kFree);
    auto const rejected = act(li_, raised, "reject");
    EXPECT_EQ(rejected.at("state"), "standing");
    EXPECT_EQ(rejected.at("pending"), false);
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("市气象台发布暴雨橙色预警信号"));
}

TEST_F(Raising, ClearingIsOnePersonsAndReachesEveryScreenThatHadIt) {
    auto const raised = raise(kRain);
    act(zhang_, raised, "change",
        R"({"template":"fire","fields":{"issuer":"保卫处","place":"三楼"},"where":{"screens":["bar-east"]},"minutes":10})");
    signed_.clear();
    auto const cleared = act(li_, raised, "clear", R"({"reason":"险情已排除"})");
    EXPECT_EQ(cleared.at("state"), "cleared");
    EXPECT_EQ(cleared.at("ended_by"), "li");
    EXPECT_EQ(cleared.at("reason"), "险情已排除");
    EXPECT_EQ(signed_.size(), 3U);
    for (auto const* screen : {"bar-east", "wall-east", "lobby-west"}) {
        auto const held = heldBy(screen);
        ASSERT_EQ(held.size(), 1U) << screen;
        EXPECT_EQ(held[0].warning.action, WarningAction::clear);
        EXPECT_EQ(held[0].warning.revision, 3);
        EXPECT_EQ(held[0].warning.expires, now_ + std::chrono::hours(1))
            << "as long as a player may hold the first revision";
    }
    act(li_, raised, "clear", "{}", 409);
    act(li_, raised, "extend", R"({"minutes":5})", 409);
    act(li_, raised, "change", kRain, 409);
}

TEST_F(Raising, ItExpiresByItself) {
    auto const raised = raise(kRain);
    auto const waiting = raise(kFree);
    now_ += std::chrono::minutes(31);
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_EQ(show(idOf(waiting)).at("state"), "rejected");
    EXPECT_EQ(show(idOf(raised)).at("state"), "standing");
    now_ += std::chrono::minutes(29);
    EXPECT_THAT(heldBy("wall-east"), IsEmpty()) << "the end itself is no longer within it";
    ASSERT_TRUE(warnings_->sweep());
    auto const expired = show(idOf(raised));
    EXPECT_EQ(expired.at("state"), "expired");
    EXPECT_EQ(expired.at("ended"), "2026-06-01T09:00:00.000Z");
    EXPECT_THAT(audited(), Contains("controller warning.expire"));
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_EQ(audited().size(), 4U) << "once";
}

TEST_F(Raising, WhatAnEarlierRevisionWouldStillShowIsTakenAwayWhenAShorterOneEnds) {
    auto const raised = raise(kRain);
    act(zhang_, raised, "change",
        R"({"template":"rainstorm","level":"red","fields":{"issuer":"市气象台","area":"东区"},"where":{"all":true},"minutes":10})");
    now_ += std::chrono::minutes(10);
    ASSERT_TRUE(warnings_->sweep());
    auto const held = heldBy("wall-east");
    ASSERT_EQ(held.size(), 1U) << "a player that was away may hold the first revision";
    EXPECT_EQ(held[0].warning.action, WarningAction::clear);
    EXPECT_EQ(show(idOf(raised)).at("state"), "expired");
}

TEST_F(Raising, OnlyScreensOfTheOfficersUnitsAreReached) {
    auto const east = officer("east-duty", {"east"});
    auto const shown = json(east, "POST", "/api/v1/warnings/preview", kRain);
    EXPECT_EQ(shown.at("screens").as_array().size(), 2U);
    auto const raised = json(east, "POST", "/api/v1/warnings", kRain, 201);
    EXPECT_EQ(raised.at("screens"), 2);
    EXPECT_EQ(raised.at("unit"), "east");
    EXPECT_THAT(shownOn("lobby-west"), IsEmpty());
    auto const named = json(
        east, "POST", "/api/v1/warnings",
        R"({"template":"fire","fields":{"issuer":"x","place":"y"},"where":{"screens":["lobby-west"]}})",
        403);
    EXPECT_THAT(detailIn(named), HasSubstr("lobby-west"));

    auto const all = json(
        zhang_, "POST", "/api/v1/warnings/preview",
        R"({"template":"fire","fields":{"issuer":"x","place":"y"},"where":{"units":["west"]}})");
    EXPECT_EQ(all.at("left_out").as_array().size(), 2U);
    EXPECT_EQ(all.at("by"), "one");
    EXPECT_EQ(json(zhang_, "POST", "/api/v1/warnings/preview", kFree).at("by"), "two");
}

TEST_F(Raising, WhoReleasesAnswersForAllItsScreens) {
    auto const raised = raise(R"({"headline":"全院通知","where":{"all":true}})");
    auto const east = officer("east-duty", {"east"});
    auto const refused = act(east, raised, "release", "{}", 403);
    EXPECT_THAT(detailIn(refused), HasSubstr("lobby-west"));
    EXPECT_THAT(signed_, IsEmpty());
}

TEST_F(Raising, RetiredScreensAreNeverReachedAndUnknownOnesAreSaid) {
    retire("wall-east");
    auto const raised = raise(kRain);
    EXPECT_EQ(raised.at("screens"), 2);
    raise(
        R"({"template":"fire","fields":{"issuer":"x","place":"y"},"where":{"screens":["wall-east"]}})",
        409);
    raise(R"({"template":"fire","fields":{"issuer":"x","place":"y"},"where":{"screens":["none"]}})",
          404);
    raise(R"({"template":"fire","fields":{"issuer":"x","place":"y"},"where":{"units":["none"]}})",
          404);
}

TEST_F(Raising, WhatReachesNobodyIsNotRaised) {
    auto const refused = raise(
        R"({"template":"fire","fields":{"issuer":"x","place":"y"},"where":{"tags":["none"]}})",
        422);
    EXPECT_THAT(detailIn(refused), HasSubstr("no screen"));
    EXPECT_THAT(audited(), IsEmpty());
    EXPECT_TRUE(json(zhang_, "GET", "/api/v1/warnings?state=all").at("items").as_array().empty());
}

TEST_F(Raising, ADrillIsForChosenScreensAndStaysOne) {
    auto const drill = [](std::string const& where) {
        return R"({"template":"fire","fields":{"issuer":"x","place":"y"},"drill":true,"where":)" +
               where + "}";
    };
    raise(drill(R"({"all":true})"), 422);
    raise(drill(R"({"codes":["3301"]})"), 422);
    auto const raised = raise(drill(R"({"units":["west"]})"));
    EXPECT_EQ(raised.at("drill"), true);
    EXPECT_TRUE(heldBy("lobby-west").at(0).warning.drill);
    act(zhang_, raised, "change", kRain, 409);
}

TEST_F(Raising, NothingIsKeptThatCouldNotBeSigned) {
    signer_->broken = true;
    raise(kRain, 503);
    EXPECT_THAT(audited(), IsEmpty());
    EXPECT_TRUE(json(zhang_, "GET", "/api/v1/warnings?state=all").at("items").as_array().empty());
    signer_->broken = false;
    auto const raised = raise(kRain);
    signer_->broken = true;
    act(zhang_, raised, "clear", "{}", 503);
    EXPECT_EQ(show(idOf(raised)).at("state"), "standing");
}

TEST_F(Raising, WhatHasChangedSinceItWasReadIsNotWrittenOver) {
    auto const raised = raise(kRain);
    signed_.clear();
    store_->afterNextRead([&](store::Store& inner) {
        auto const done = inner.write(
            [&](store::Tx& tx) -> Result<> {
                auto record = tx.warnings().find(idOf(raised)).value();
                record.pending = "{}";
                tx.warnings().put(record);
                return {};
            },
            {"test", "test", "", ""});
        EXPECT_TRUE(done);
    });
    act(zhang_, raised, "clear", "{}", 409);
    EXPECT_THAT(signed_, IsEmpty());
    EXPECT_EQ(show(idOf(raised)).at("state"), "standing");
}

TEST_F(Raising, ADeliveryIsThereAfterAStartThatCameBeforeIt) {
    raise(kRain);
    signed_.clear();
    open();  // whoever was to be told is gone
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("市气象台发布暴雨橙色预警信号"));
}

TEST_F(Raising, ListsShowWhatIsOpenAndOfUnitsThatOneMaySee) {
    auto const raised = raise(kRain);
    auto const waiting = raise(kFree);
    EXPECT_EQ(json(zhang_, "GET", "/api/v1/warnings").at("items").as_array().size(), 2U);
    act(zhang_, raised, "clear");
    EXPECT_EQ(json(zhang_, "GET", "/api/v1/warnings").at("items").as_array().size(), 1U);
    EXPECT_EQ(json(zhang_, "GET", "/api/v1/warnings?state=all").at("items").as_array().size(), 2U);
    auto const west = officer("west-duty", {"west"});
    EXPECT_TRUE(json(west, "GET", "/api/v1/warnings").at("items").as_array().empty())
        << "of " << idOf(waiting);
}

}  // namespace
}  // namespace tocsin::warnings
