// SPDX-License-Identifier: Apache-2.0
// What a warning took, and how it is made good.
#include "make_good.hpp"

#include "played_office.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::schedule {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;

class MakeGood : public PlayedOffice {
protected:
    static constexpr char kPath[] = "/api/v1/warnings/w1/make-good";

    /// On "gate", on the 10th for that time.
    void warned(Instant from, Instant to) {
        store::WarningRecord warning;
        warning.id = "w1";
        warning.state = "cleared";
        warning.revision = 2;
        warning.headline = "暴雨红色预警";
        warning.raised = warning.issued = warning.from = from;
        warning.expires = to + hours(1);
        warning.ended = to;
        store::WarningTargetRecord target;
        target.warning = "w1";
        target.revision = 2;
        target.target.screen = ScreenId("gate");
        change([&](store::Tx& tx) {
            tx.warnings().put(warning);
            tx.warnings().putTargets("w1", 2, {target});
        });
    }
    /// All rows of the 10th come in; from 12:00 to 15:00 they gave way to the warning.
    std::int64_t tenthWithWarning() {
        auto const from = at("2026-06-10T12:00:00+08:00"), to = at("2026-06-10T15:00:00+08:00");
        warned(from, to);
        return rowsComeIn(dayBegin(10), dayBegin(11), from, to, "warning w1");
    }
    boost::json::object campaign() {
        auto const told = json("GET", kPath);
        auto const& items = told.at("items").as_array();
        EXPECT_EQ(items.size(), 1U) << boost::json::serialize(told);
        return items.empty() ? boost::json::object() : items[0].as_object();
    }
    static boost::json::object screenOf(boost::json::object const& campaign) {
        return campaign.at("screens").at(0).as_object();
    }
};

TEST_F(MakeGood, WhatAWarningTookIsListedByCampaignScreenAndAsset) {
    release("");
    auto const lost = tenthWithWarning();
    ASSERT_GE(lost, 12);
    now_ = at("2026-06-10T16:00:00+08:00");
    auto const told = campaign();
    EXPECT_EQ(told.at("campaign"), "fire");
    EXPECT_EQ(told.at("lost"), lost);
    EXPECT_EQ(told.at("lost_seconds"), static_cast<double>(lost) * 8);
    EXPECT_EQ(told.at("made_good"), 0);
    auto const screen = screenOf(told);
    EXPECT_EQ(screen.at("screen"), "gate");
    EXPECT_EQ(screen.at("left"), lost);
    EXPECT_EQ(screen.at("assets").at(0).at("name"), "film");
    EXPECT_EQ(screen.at("assets").at(0).at("lost"), lost);
    EXPECT_TRUE(json("GET", kPath).at("open").as_array().empty()) << "it has shown others since";
    EXPECT_FALSE(call("GET", "/api/v1/warnings/w2/make-good"));
}

TEST_F(MakeGood, WhatTookOtherPlaysIsNotListed) {
    release("");
    auto const from = at("2026-06-10T12:00:00+08:00");
    warned(from, from + hours(1));
    rowsComeIn(dayBegin(10), from + hours(1), from, from + hours(1), "warning w2");
    EXPECT_TRUE(json("GET", kPath).at("items").as_array().empty());
    EXPECT_EQ(json("GET", kPath).at("open").as_array().size(), 1U) << "no row since its end";
}

TEST_F(MakeGood, ACampaignWithTheWishIsRepaidByThePlannerAndThatIsCounted) {
    release();
    auto const lost = tenthWithWarning();
    now_ = at("2026-06-10T23:00:00+08:00");
    auto told = campaign();
    EXPECT_EQ(told.at("by_planner"), lost);
    EXPECT_EQ(told.at("offered"), 0);
    EXPECT_EQ(screenOf(told).at("way"), "planner");
    EXPECT_TRUE(screenOf(told).at("owed_today").is_null()) << "counted on the next day";

    replanAt("2026-06-11T00:05:00+08:00");
    ASSERT_EQ(plannedOn(11), 100U + static_cast<std::size_t>(lost));
    EXPECT_EQ(screenOf(campaign()).at("owed_today"), lost);
    EXPECT_EQ(campaign().at("made_good"), 0) << "planned is not shown";
    rowsComeIn(dayBegin(11), dayBegin(12));
    now_ = dayBegin(12);
    told = campaign();
    EXPECT_EQ(told.at("made_good"), lost);
    EXPECT_EQ(told.at("left"), 0);
    EXPECT_EQ(screenOf(told).at("way"), "done");
}

TEST_F(MakeGood, AWarningOverMidnightIsCountedOnBothItsDays) {
    release();
    auto const from = at("2026-06-10T22:00:00+08:00"), to = at("2026-06-11T02:00:00+08:00");
    warned(from, to);
    auto const first = rowsComeIn(dayBegin(10), dayBegin(11), from, to, "warning w1");
    ASSERT_GT(first, 0);
    replanAt("2026-06-11T00:05:00+08:00");
    auto const second = rowsComeIn(dayBegin(11), dayBegin(12), from, to, "warning w1");
    ASSERT_GT(second, 0);
    replanAt("2026-06-12T00:05:00+08:00");
    EXPECT_EQ(campaign().at("lost"), first + second);
    rowsComeIn(dayBegin(12), dayBegin(13));
    replanAt("2026-06-13T00:05:00+08:00");
    rowsComeIn(dayBegin(13), dayBegin(14));
    now_ = dayBegin(14);
    auto const told = campaign();
    EXPECT_EQ(told.at("made_good"), first + second) << boost::json::serialize(told);
    EXPECT_EQ(screenOf(told).at("way"), "done");
}

TEST_F(MakeGood, WhatIsRepaidInPartIsCountedInPart) {
    release("make_good = \"flight\"\nmake_good_max_per_day = 5\n");
    auto const lost = tenthWithWarning();
    replanAt("2026-06-11T00:05:00+08:00");
    rowsComeIn(dayBegin(11), dayBegin(12));
    replanAt("2026-06-12T00:05:00+08:00");
    auto const told = campaign();
    EXPECT_EQ(told.at("made_good"), 5);
    EXPECT_EQ(told.at("by_planner"), lost - 5);
}

TEST_F(MakeGood, WhatIsForgottenAfterAWeekIsNotTakenForRepaid) {
    release("make_good = \"flight\"\nmake_good_max_per_day = 1\n");
    auto const lost = tenthWithWarning();
    ASSERT_GT(lost, 8);
    for (int day = 11; day <= 19; ++day) {
        now_ = dayBegin(day) + minutes(5);
        ASSERT_TRUE(schedule_->replan());
        rowsComeIn(dayBegin(day), dayBegin(day + 1));
    }
    auto const told = campaign();
    EXPECT_EQ(told.at("made_good"), 7);
    EXPECT_EQ(told.at("by_planner"), 0);
    EXPECT_EQ(screenOf(told).at("way"), "none");
    EXPECT_THAT(std::string(screenOf(told).at("why").as_string()), HasSubstr("7 days"));
}

TEST_F(MakeGood, AnOutageOfThatDayIsRepaidFirst) {
    release("make_good = \"flight\"\nmake_good_max_per_day = 5\n");
    auto const from = at("2026-06-10T12:00:00+08:00"), to = at("2026-06-10T15:00:00+08:00");
    warned(from, to);
    rowsComeIn(dayBegin(10), from, dayBegin(10), dayBegin(10) + minutes(30));
    auto const lost = rowsComeIn(from, dayBegin(11), from, to, "warning w1");
    replanAt("2026-06-11T00:05:00+08:00");
    rowsComeIn(dayBegin(11), dayBegin(12));
    now_ = dayBegin(12);
    auto const told = campaign();
    EXPECT_GT(told.at("made_good").as_int64(), 0);
    EXPECT_LT(told.at("made_good").as_int64(), 5);
    EXPECT_EQ(told.at("lost"), lost);
}

TEST_F(MakeGood, WithoutTheWishItIsOfferedAndWithItRepaid) {
    release("");
    auto const lost = tenthWithWarning();
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_EQ(campaign().at("offered"), lost);
    EXPECT_EQ(screenOf(campaign()).at("way"), "offer");
    EXPECT_EQ(plannedOn(11), 100U);
    // What `tocsin warn make-good --plan` does.
    auto const file = json("GET", "/api/v1/campaigns/fire").at("file").as_string();
    auto const applied = json("PUT", "/api/v1/campaigns/fire",
                              "make_good = \"flight\"\n" + std::string(file.c_str()));
    EXPECT_EQ(applied.at("state"), "approved") << "it is within what was approved";
    EXPECT_EQ(campaign().at("by_planner"), lost);
    replanAt("2026-06-11T00:06:00+08:00");
    EXPECT_EQ(plannedOn(11), 100U + static_cast<std::size_t>(lost));
}

TEST_F(MakeGood, WhatNobodyOwesIsSaidAndNotOffered) {
    release("");
    auto const lost = tenthWithWarning();
    now_ = at("2026-06-10T23:00:00+08:00");
    auto const whyAfter = [&](std::string const& text) {
        EXPECT_TRUE(call("PUT", "/api/v1/campaigns/fire", text));
        // Where it is more than was approved.
        (void)call("POST", "/api/v1/campaigns/fire/submit");
        (void)call("POST", "/api/v1/campaigns/fire/approve");
        auto const told = campaign();
        EXPECT_EQ(told.at("offered"), 0);
        EXPECT_EQ(told.at("left"), lost);
        EXPECT_EQ(screenOf(told).at("way"), "none");
        return std::string(screenOf(told).at("why").as_string());
    };
    auto const ofDays = [](std::string const& to, std::string const& targets) {
        return "title = \"t\"\nclass = \"normal\"\nfrom = 2026-06-01\nto = " + to +
               "\nitems = [\"film\"]\n[targets]\n" + targets + "\n[pacing]\nplays_per_day = 100\n";
    };
    EXPECT_THAT(whyAfter(ofDays("2026-06-10", "all = true")), HasSubstr("2026-06-10"));
    addScreen("hall", true);
    EXPECT_THAT(whyAfter(ofDays("2026-06-30", "screens = [\"hall\"]")),
                HasSubstr("not for this screen"));
    EXPECT_THAT(whyAfter(file("\"film\"")), HasSubstr("no pacing"));
    (void)call("POST", "/api/v1/campaigns/fire/retire");
    EXPECT_THAT(std::string(screenOf(campaign()).at("why").as_string()),
                HasSubstr("not approved any more"));
}

}  // namespace
}  // namespace tocsin::schedule
