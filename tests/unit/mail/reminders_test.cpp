// SPDX-License-Identifier: Apache-2.0
// Reminders of deadlines: each once, none for what is done, none when it helps nobody any more.
#include "tocsin/mail/reminders.hpp"

#include <gmock/gmock.h>

#include <set>

namespace tocsin::mail {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Deadline weekly() {
    Deadline out;
    out.key = "filing safety-month-2026 week 2026-06-01";
    out.title = "2026年“安全生产月”第1周周报";
    out.unit = "east";
    out.due = parseInstant("2026-06-09T18:00:00+08:00").value();
    out.recipients = {"wang@example.org"};
    return out;
}

std::vector<Message> at(Instant now, std::vector<Deadline> const& deadlines = {weekly()},
                        ReminderStyle const& style = {}) {
    return remindersDue(deadlines, now, style).value();
}

TEST(Reminders, ComeADayAndTwoHoursBeforeAndOnceAfterwards) {
    auto const due = weekly().due;
    std::set<std::string> keys;
    int changes = 0;
    for (auto now = due - hours(60); now < due + hours(200); now += minutes(1)) {
        for (auto const& one : at(now)) {
            changes += keys.insert(one.key).second ? 1 : 0;
            EXPECT_GE(now, due - hours(24));
            EXPECT_LT(now, due + hours(24));
            EXPECT_GT(one.until, now) << "what is queued may be sent";
        }
    }
    EXPECT_EQ(changes, 3);
    EXPECT_THAT(at(due - hours(24) - minutes(1)), IsEmpty());
    EXPECT_THAT(at(due - hours(24)), SizeIs(1));
    EXPECT_THAT(at(due - hours(24)).front().subject,
                HasSubstr("【提醒】2026年“安全生产月”第1周周报"));
    EXPECT_THAT(at(due - hours(2)).front().subject, HasSubstr("【两小时内截止】"));
    EXPECT_THAT(at(due).front().subject, HasSubstr("【已逾期】"));
    EXPECT_THAT(at(due + hours(24)), IsEmpty());
}

TEST(Reminders, AControllerThatWasAwaySendsOnlyTheOneThatIsOfUse) {
    auto const late = at(weekly().due - minutes(10));
    ASSERT_THAT(late, SizeIs(1));
    EXPECT_THAT(late.front().key, HasSubstr(" 2h "));
    EXPECT_EQ(late.front().until, weekly().due);
}

TEST(Reminders, NobodyIsRemindedOfWhatIsDoneOrWhereNobodyIsNamed) {
    auto done = weekly();
    done.done = true;
    auto nobodys = weekly();
    nobodys.recipients.clear();
    EXPECT_THAT(at(weekly().due - hours(1), {done, nobodys}), IsEmpty());
}

TEST(Reminders, AMovedDeadlineIsRemindedOfAnewAndEachRecipientAlone) {
    auto moved = weekly();
    moved.due += hours(1);
    moved.recipients = {"wang@example.org", "li@example.org"};
    std::set<std::string> keys;
    for (auto const& one : at(weekly().due - minutes(90), {weekly(), moved})) {
        keys.insert(one.key);
        EXPECT_THAT(one.recipients, SizeIs(1));
        EXPECT_EQ(one.unit, "east");
        EXPECT_EQ(one.purpose, "filing-reminders");
    }
    EXPECT_THAT(keys, SizeIs(3));
}

TEST(Reminders, WhoAnswersForSeveralUnitsGetsOneMailThatListsThem) {
    auto const of = [](char const* unit, char const* name) {
        auto out = weekly();
        out.key += std::string(" ") + unit;
        out.unit = unit;
        out.title = std::string(name) + "：" + weekly().title;
        out.thing = "filing safety-month-2026 week 2026-06-01 *";
        out.thingTitle = weekly().title;
        out.unitName = name;
        return out;
    };
    auto const east = of("east", "东院"), west = of("west", "西院");
    auto south = of("south", "南院");
    south.recipients = {"li@example.org"};
    auto const mails = at(weekly().due - hours(3), {east, west, south});
    ASSERT_THAT(mails, SizeIs(2));
    EXPECT_THAT(mails[0].recipients, testing::ElementsAre("wang@example.org"));
    EXPECT_THAT(mails[0].subject, HasSubstr("2026年“安全生产月”第1周周报（2个单位）"));
    EXPECT_THAT(mails[0].text, HasSubstr("\n单位：\n- 东院\n- 西院\n\n系统中"));
    EXPECT_EQ(mails[0].unit, "") << "the owner's, who sees what is of both";
    EXPECT_THAT(mails[1].subject, HasSubstr("南院：2026年"));
    EXPECT_EQ(mails[1].unit, "south");
    auto done = east;
    done.done = true;
    auto const later = at(weekly().due - hours(3), {done, west});
    ASSERT_THAT(later, SizeIs(1));
    EXPECT_EQ(later[0].key, mails[0].key) << "it is not sent again";
}

TEST(Reminders, TellTheTimeInTheZoneAndLanguageOfTheSite) {
    auto const zh = at(weekly().due - hours(3)).front();
    EXPECT_THAT(zh.subject, HasSubstr("截止时间 2026年6月9日（周二）18:00"));
    EXPECT_THAT(zh.text, HasSubstr("截止时间：2026年6月9日（周二）18:00（Asia/Shanghai）"));
    ReminderStyle english;
    english.chinese = false;
    english.zone = "UTC";
    auto const en = at(weekly().due - hours(3), {weekly()}, english).front();
    EXPECT_THAT(en.subject, HasSubstr("due Tuesday 2026-06-09 10:00"));
    ReminderStyle nowhere;
    nowhere.zone = "Nowhere/City";
    EXPECT_FALSE(remindersDue({weekly()}, weekly().due, nowhere));
}

}  // namespace
}  // namespace tocsin::mail
