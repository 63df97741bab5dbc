// SPDX-License-Identifier: Apache-2.0
// Activities and work records.
#include "tocsin/store/activities.hpp"

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::Field;

class ActivityStore : public FreshStore {};

Activity sampleActivity(std::string const& handle) {
    Activity out;
    out.handle = handle;
    out.revision = 3;
    out.title = "2026年“安全生产月”";
    out.theme = "人人讲安全、个个会应急";
    out.unit = "hospital-1";
    out.firstDay = "2026-06-01";
    out.lastDay = "2026-06-30";
    out.zone = "Asia/Urumqi";
    out.responsible = {"张主任", "0571-00000000", "safety@example.com"};
    out.filing = {"应急安全科", false, 5, "12:00", "2026-06-05", "2026-07-01", true};
    out.keyDates = {{"2026-06-16", "咨询日", "广场"}, {"2026-06-20", "演练", ""}};
    out.campaigns = {CampaignId("fire"), CampaignId("flood")};
    out.parts = {{ActivityPart::plan,
                  "方案\n引号\"",
                  {{digestOf("scheme"), "实施方案.docx", 5'000'000'000}},
                  true},
                 {ActivityPart::summary, "", {}, false}};
    out.owner = "office";
    out.changed = at("2026-06-01T00:00:00.123Z");
    return out;
}

WorkRecord sampleRecord(std::string const& activity, std::string const& day) {
    WorkRecord out;
    out.revision = 2;
    out.activity = activity;
    out.kind = WorkKind::film;
    out.unit = "hospital-1";
    out.title = "观看警示教育片";
    out.firstDay = day;
    out.lastDay = "2026-06-30";
    out.place = "一楼会议室";
    out.sessions = 2;
    out.people = 0;
    out.text = "全院职工分两场";
    out.channel = "微信";
    out.responsible = {"李老师", "", ""};
    out.pictures = {{digestOf("hall"), "医务人员观看警示片", "2026-06-16T09:00:00"},
                    {digestOf("door"), "", ""}};
    out.author = "li";
    out.imported = "六月.xlsx";
    out.changed = at("2026-06-17T00:00:00Z");
    out.withdrawn = true;
    out.reason = "登记两次";
    return out;
}

TEST_F(ActivityStore, ActivitiesComeBackAsTheyWerePut) {
    auto activity = sampleActivity("safety-month-2026");
    Activity bare;
    bare.handle = "fire-day";
    change([&](Tx& tx) {
        tx.activities().put(activity);
        tx.activities().put(bare);
    });
    activity.revision = 4;
    activity.theme.clear();
    activity.keyDates.clear();
    activity.retired = true;
    change([&](Tx& tx) { tx.activities().put(activity); });
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.activities().find("safety-month-2026"); }),
              activity);
    EXPECT_THAT(look([](Tx const& tx) { return tx.activities().all(); }),
                ElementsAre(bare, activity));
    EXPECT_EQ(look([](Tx const& tx) { return tx.activities().find("none"); }), std::nullopt);
}

TEST_F(ActivityStore, WorkRecordsAreNumberedFromOneAndComeBackAsTheyWerePut) {
    auto first = sampleRecord("month", "2026-06-16");
    auto second = sampleRecord("month", "2026-06-02");
    second.sessions.reset();
    second.people.reset();
    second.pictures.clear();
    change([&](Tx& tx) {
        first = tx.workRecords().put(first);
        second = tx.workRecords().put(second);
    });
    EXPECT_EQ(first.number, 1);
    EXPECT_EQ(second.number, 2);
    first.title = "观看警示教育片（补）";
    change([&](Tx& tx) { EXPECT_EQ(tx.workRecords().put(first), first); });
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.workRecords().find(1); }), first);
    EXPECT_EQ(look([](Tx const& tx) { return tx.workRecords().find(2); }), second)
        << "nobody counted is not nought";
    EXPECT_EQ(look([](Tx const& tx) { return tx.workRecords().find(3); }), std::nullopt);
}

TEST_F(ActivityStore, WorkRecordsOfAnActivityAreByDayAndThenByNumber) {
    change([](Tx& tx) {
        for (auto const* day : {"2026-06-16", "2026-06-02", "2026-06-16"}) {
            (void)tx.workRecords().put(sampleRecord("month", day));
        }
        (void)tx.workRecords().put(sampleRecord("other", "2026-06-01"));
    });
    EXPECT_THAT(look([](Tx const& tx) { return tx.workRecords().of("month"); }),
                ElementsAre(Field(&WorkRecord::number, 2), Field(&WorkRecord::number, 1),
                            Field(&WorkRecord::number, 3)));
}

TEST(ActivityWords, AreReadBackAndNothingElseIs) {
    for (auto const part : kActivityParts) {
        EXPECT_EQ(activityPartFrom(toString(part)), part);
    }
    for (auto const kind : kWorkKinds) {
        EXPECT_EQ(workKindFrom(toString(kind)), kind);
    }
    EXPECT_EQ(activityPartFrom("Plan"), std::nullopt);
    EXPECT_EQ(workKindFrom(""), std::nullopt);
}

}  // namespace
}  // namespace tocsin::store
