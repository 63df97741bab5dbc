// SPDX-License-Identifier: Apache-2.0
// What is signed anew while a warning stands, and what is not.
#include "duty_room.hpp"

namespace tocsin::warnings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Renewing : public DutyRoom {
protected:
    void sweep() {
        auto const swept = warnings_->sweep();
        ASSERT_TRUE(swept) << swept.error().message;
    }
    /// What somebody does who can write the database, and has no key.
    void editByHand(std::string const& id, std::string const& from, std::string const& to) {
        change([&](store::Tx& tx) {
            auto record = tx.warnings().find(id).value();
            auto const at = record.asked.find(from);
            ASSERT_NE(at, std::string::npos);
            record.asked.replace(at, from.size(), to);
            tx.warnings().put(record);
        });
    }
};

TEST_F(Renewing, AScreenThatIsAddedLaterGetsWhatStands) {
    (void)raise(kRain);
    addScreen("wall-new", "west", 960, 540, {"outdoor"});
    EXPECT_THAT(shownOn("wall-new"), IsEmpty());
    sweep();
    EXPECT_EQ(shownOn("wall-new"), shownOn("wall-east"));
    EXPECT_THAT(audited(), ElementsAre("zhang warning.raise", "controller warning.renew"));
}

TEST_F(Renewing, AScreenThatIsMeantNoLongerLosesIt) {
    auto const raised = raise(
        R"({"template":"rainstorm","level":"orange","fields":{"issuer":"市气象台","area":"全市"},"where":{"tags":["outdoor"]},"minutes":60})");
    EXPECT_EQ(shownOn("bar-east").size(), 1U);
    addScreen("bar-east", "east", 192, 32, {"indoor"});
    sweep();
    EXPECT_THAT(shownOn("bar-east"), IsEmpty());
    EXPECT_EQ(shownOn("wall-east").size(), 1U);
    EXPECT_EQ(show(idOf(raised)).at("revision").as_int64(), 2);
}

TEST_F(Renewing, NothingIsSignedWhileNothingHasChanged) {
    (void)raise(kRain);
    auto const before = signed_.size();
    sweep();
    sweep();
    EXPECT_EQ(signed_.size(), before);
}

TEST_F(Renewing, WhatARowSaysAndNobodySignedIsNotExtended) {
    auto const raised = raise(kRain);
    auto const id = idOf(raised);
    auto const headline = std::string(raised.at("headline").as_string());
    editByHand(id, headline, "打倒");
    (void)act(zhang_, raised, "extend", R"({"minutes":120})");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre(headline));
}

TEST_F(Renewing, ScreensThatStandInTheRowsOnlyAreNotSigned) {
    auto const raised = raise(
        R"({"template":"rainstorm","level":"orange","fields":{"issuer":"市气象台","area":"全市"},"where":{"units":["east"]},"minutes":60})");
    change([&](store::Tx& tx) {
        auto rows = tx.warnings().targets(idOf(raised), 1);
        rows.push_back(rows.back());
        rows.back().target.screen = ScreenId("lobby-west");
        rows.back().index += 1;
        tx.warnings().putTargets(idOf(raised), 1, rows);
    });
    (void)act(zhang_, raised, "extend", R"({"minutes":120})", 500);
    sweep();
    EXPECT_THAT(audited(), ElementsAre("zhang warning.raise"));
}

}  // namespace
}  // namespace tocsin::warnings
