// SPDX-License-Identifier: Apache-2.0
// Which filings people are reminded of, and which weekly reports are drafted by themselves.
#include "tocsin/filing/deadlines.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "filing_fixture.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/filing/weekly_drafts.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

using reports::at;
using std::chrono::hours;

class Deadlines : public FilingTest {
protected:
    std::vector<FilingDeadline> around() {
        std::vector<FilingDeadline> out;
        (void)store_->read([&](store::Tx const& tx) -> Result<> {
            out = deadlinesBetween(tx, now_ - hours(24), now_ + hours(24), now_);
            return {};
        });
        return out;
    }
    std::vector<DueDraft> drafts(Instant now) {
        std::vector<DueDraft> out;
        (void)store_->read([&](store::Tx const& tx) -> Result<> {
            out = draftsDue(tx, now);
            return {};
        });
        return out;
    }
    static FilingDeadline const& of(std::vector<FilingDeadline> const& all,
                                    std::string const& unit) {
        return *std::find_if(all.begin(), all.end(),
                             [&](FilingDeadline const& one) { return one.unit == unit; });
    }
};

TEST_F(Deadlines, OfAWeekAreThoseOfTheSiteAndOfEveryUnitBelow) {
    auto const found = around();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(formatInstant(of(found, "north").due), "2026-06-09T10:00:00.000Z");
    EXPECT_EQ(of(found, "north").title.chinese, "北院：2026年“安全生产月” 第1周周报");
    EXPECT_FALSE(of(found, "north").done);
    EXPECT_NE(of(found, "north").key, of(found, "south").key);
    EXPECT_EQ(of(found, "north").thing, of(found, "").thing) << "one mail lists them";
    EXPECT_EQ(of(found, "north").thingTitle.chinese, "2026年“安全生产月” 第1周周报");
    EXPECT_EQ(of(found, "north").unitName.chinese, "北院");
}

TEST_F(Deadlines, AreDoneWhenItsOwnUnitHasFrozenTheReportAndOthersWhenTheyHaveSentIt) {
    freeze(week(1));
    freeze(week(1, "north"));
    EXPECT_TRUE(of(around(), "").done);
    EXPECT_FALSE(of(around(), "north").done);
    change([&](store::Tx& tx) {
        auto const all = std::as_const(tx).filings().of(activity_.handle);
        auto const mine = std::find_if(all.begin(), all.end(),
                                       [](auto const& one) { return one.unit == "north"; });
        store::FilingEvent event;
        event.number = mine->number;
        event.revision = mine->revision;
        event.at = event.recorded = now_;
        tx.filings().record(event);
    });
    EXPECT_TRUE(of(around(), "north").done);
    EXPECT_FALSE(of(around(), "south").done);
}

TEST_F(Deadlines, OfARetiredActivityRemindNobody) {
    activity_.retired = true;
    change([&](store::Tx& tx) { tx.activities().put(activity_); });
    EXPECT_TRUE(around().empty());
    EXPECT_TRUE(drafts(now_).empty());
}

TEST_F(Deadlines, ADraftIsMadeTheMorningAfterItsWeekAndUntilTheReportIsDueOrFrozen) {
    EXPECT_TRUE(drafts(at("2026-06-07T23:59:59Z")).empty());
    auto const found = drafts(at("2026-06-08T00:00:00Z"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().issue, 1);
    EXPECT_EQ(drafts(at("2026-06-09T09:59:59Z")), found);
    EXPECT_TRUE(drafts(at("2026-06-09T10:00:00Z")).empty());
    freeze(week(1));
    EXPECT_TRUE(drafts(at("2026-06-08T00:00:00Z")).empty());
}

TEST_F(Deadlines, ADraftSaysThatItIsOneAndBringsTheReport) {
    FilingSettings settings;
    settings.directory = directory_;
    settings.reports = reportSettings();
    FilingBook const book(*store_, settings);
    auto const made = book.weeklyDraft(drafts(now_).front(), documents::Language::chinese).value();
    EXPECT_EQ(made.subject.find("【周报草稿】"), 0U) << made.subject;
    EXPECT_NE(made.text.find("尚未定稿"), std::string::npos) << made.text;
    EXPECT_NE(made.text.find("2026年6月9日18时"), std::string::npos) << made.text;
    auto const parts = documents::unzip(made.bytes).value();
    EXPECT_TRUE(std::any_of(parts.begin(), parts.end(),
                            [](auto const& part) { return part.name == "word/document.xml"; }));
    auto gone = drafts(now_).front();
    gone.activity = "other";
    EXPECT_EQ(book.weeklyDraft(gone, documents::Language::chinese).error().code, Errc::notFound);
}

}  // namespace
}  // namespace tocsin::filing
