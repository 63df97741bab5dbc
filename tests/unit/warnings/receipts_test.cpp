// SPDX-License-Identifier: Apache-2.0
// What became of warnings on screens, as players say.
#include <tuple>

#include "duty_room.hpp"
#include "tocsin/warnings/timeliness.hpp"

namespace tocsin::warnings {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class WarningReceipts : public DutyRoom {
protected:
    void say(std::string const& screen, messages::WarningReceipt const& receipt) {
        auto const collectors = warnings_->messageCollectors();
        auto const& book = collectors.at("warning_receipt");
        auto const taken = book.take({messages::PublicKey{}, ScreenId(screen)}, receipt);
        ASSERT_TRUE(taken) << taken.error().message;
        ASSERT_TRUE(*taken) << "nobody stores";
        book.store();
    }
    messages::WarningReceipt receipt(boost::json::object const& warning) {
        messages::WarningReceipt out;
        out.warning = idOf(warning);
        out.revision = warning.at("revision").as_int64();
        out.received = now_ + Milliseconds(100);
        return out;
    }
    static boost::json::object target(boost::json::object const& shown, std::string_view screen) {
        for (auto const& one : shown.at("targets").as_array()) {
            if (one.at("screen").as_string() == screen) {
                return one.as_object();
            }
        }
        return {};
    }
};

TEST_F(WarningReceipts, AreMergedWhateverStepsTheySay) {
    auto const raised = raise(kRain);
    auto first = receipt(raised);
    say("wall-east", first);
    EXPECT_THAT(show(idOf(raised)).at("unreached").as_array(), SizeIs(3)) << "not verified yet";
    auto second = receipt(raised);
    second.received = now_ + std::chrono::seconds(9);  // sent again: the first stays
    second.verified = now_ + Milliseconds(150);
    say("wall-east", second);
    auto third = receipt(raised);
    third.received.reset();
    third.onGlass = now_ + Milliseconds(190);
    third.lit = true;
    say("wall-east", third);

    auto const shown = show(idOf(raised));
    auto const wall = target(shown, "wall-east");
    EXPECT_EQ(wall.at("received"), "2026-06-01T08:00:00.100Z");
    EXPECT_EQ(wall.at("verified"), "2026-06-01T08:00:00.150Z");
    EXPECT_EQ(wall.at("on_glass"), "2026-06-01T08:00:00.190Z");
    EXPECT_EQ(wall.at("lit"), true);
    EXPECT_EQ(shown.at("received"), 1);
    EXPECT_EQ(shown.at("verified"), 1);
    EXPECT_EQ(shown.at("on_glass"), 1);
    EXPECT_THAT(shown.at("unreached").as_array(), ElementsAre("bar-east", "lobby-west"));
}

TEST_F(WarningReceipts, GiveTheShareThatWasOnGlassInTime) {
    auto const raised = raise(kRain);
    EXPECT_EQ(raised.at("timely").at("rate"), 0.0);
    auto inTime = receipt(raised), late = receipt(raised);
    inTime.onGlass = now_ + std::chrono::seconds(5);
    late.onGlass = now_ + Milliseconds(5'001);
    say("wall-east", inTime);
    say("bar-east", late);
    auto const timely = show(idOf(raised)).at("timely").as_object();
    EXPECT_EQ(timely.at("within_seconds"), 5.0);
    EXPECT_EQ(timely.at("warnings_screens"), 3);
    EXPECT_EQ(timely.at("in_time"), 1);
    EXPECT_DOUBLE_EQ(timely.at("rate").as_double(), 1.0 / 3);

    auto const ofPeriod = [this](Instant from, Instant to, std::string const& not_) {
        Timeliness out;
        static_cast<void>(store_->read([&](store::Tx const& tx) -> Result<> {
            out = timelinessOf(tx, from, to, std::chrono::seconds(5), [&](ScreenId const& id) {
                      return id.str() != not_;
                  }).value();
            return {};
        }));
        EXPECT_EQ(out.ids.size(), static_cast<std::size_t>(out.warnings));
        return std::tuple(out.warnings, out.screens, out.inTime);
    };
    EXPECT_EQ(ofPeriod(now_, now_ + Milliseconds(1), ""), std::tuple(1, 3, 1));
    EXPECT_EQ(ofPeriod(now_, now_ + Milliseconds(1), "wall-east"), std::tuple(1, 2, 0));
    EXPECT_EQ(ofPeriod(now_ - Milliseconds(9), now_, ""), std::tuple(0, 0, 0));

    // An extension, or the end, brings nothing new that could be late.
    act(zhang_, raised, "extend", R"({"minutes":5})");
    act(zhang_, raised, "clear");
    EXPECT_EQ(show(idOf(raised)).at("timely").at("in_time"), 1);
}

TEST_F(WarningReceipts, OfOneThatBeginsLaterCountFromThen) {
    auto const raised = raise(
        R"({"template":"fire","fields":{"issuer":"x","place":"y"},"where":{"screens":["wall-east"]},"from":"2026-06-01T08:10:00Z","minutes":10})");
    auto shown = receipt(raised);
    shown.onGlass = now_ + std::chrono::minutes(10) + std::chrono::seconds(1);
    say("wall-east", shown);
    EXPECT_EQ(show(idOf(raised)).at("timely").at("rate"), 1.0);
}

TEST_F(WarningReceipts, PicturesOfOthersTakeNoRoomFromOnesOwn) {
    auto const raised = raise(kRain);
    change([&](store::Tx& tx) {
        for (int i = 0; i <= 500; ++i) {
            store::KeptPicture picture;
            picture.picture = messages::sha256(std::to_string(i));
            picture.screen = ScreenId(i == 0 ? "lobby-west" : "wall-east");
            picture.at = picture.received = now_ + Milliseconds(i);
            picture.warning = idOf(raised);
            tx.pictures().put(picture);
        }
    });
    auto west = officer("wang", {"west"});
    west.permissions[access::Permission::viewEvidence].add("west");
    auto const shown = json(west, "GET", "/api/v1/warnings/" + idOf(raised));
    ASSERT_THAT(shown.at("pictures").as_array(), SizeIs(1));
    EXPECT_EQ(shown.at("pictures").at(0).at("screen"), "lobby-west");
}

TEST_F(WarningReceipts, SayWhyAPlayerRefused) {
    auto const raised = raise(kRain);
    auto refused = receipt(raised);
    refused.reason = "older than revision 7, which was shown here";
    say("wall-east", refused);
    EXPECT_EQ(target(show(idOf(raised)), "wall-east").at("refused").as_string(), refused.reason);
}

TEST_F(WarningReceipts, OfWhatWasNeverSignedAreNotKept) {
    auto const waiting = raise(kFree);
    auto made = receipt(waiting);
    made.revision = 1;
    say("wall-east", made);
    made.warning = "none";
    say("wall-east", made);
    auto const looked = store_->read([&](store::Tx const& tx) -> Result<> {
        EXPECT_THAT(tx.warnings().receipts(idOf(waiting), 1), SizeIs(0));
        EXPECT_THAT(tx.warnings().receipts("none", 1), SizeIs(0));
        return {};
    });
    EXPECT_TRUE(looked);
}

}  // namespace
}  // namespace tocsin::warnings
