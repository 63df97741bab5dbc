// SPDX-License-Identifier: Apache-2.0
// Boards, sums and scores of filings as people read them.
#include "render_filing_rollup.hpp"

#include <gmock/gmock.h>

namespace tocsin::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

Json json(char const* text) {
    return boost::json::parse(text);
}

char const* const kBoard =
    R"({"at":"2026-06-16T10:00:00.000Z","periods":[{"kind":"week","issue":2},{"kind":"final","issue":0}],)"
    R"("units":[{"name":"区医院","filings":[{"state":"submitted","number":7,"late":true,"revised":true},{"state":"none"}]}],)"
    R"("overdue":[{"name":"门诊部","kind":"week","issue":2,"due":"2026-06-16T10:00:00.000Z","state":"overdue"}]})";

TEST(RenderFilingRollup, ShowsAColumnAPeriodAndWhatHasToBeSeenBesideTheState) {
    auto const chinese = renderFilingBoard(json(kBoard), Language::chinese);
    EXPECT_THAT(chinese, HasSubstr("第2周"));
    EXPECT_THAT(chinese, HasSubstr("已报·迟·改 #7"));
    EXPECT_THAT(chinese, HasSubstr("未报"));
    EXPECT_THAT(renderFilingBoard(json(kBoard), Language::english),
                HasSubstr("filed, late, revised #7"));
}

TEST(RenderFilingRollup, ListsWhatIsOverdueOrSaysThatNothingIs) {
    EXPECT_THAT(renderOverdueFilings(json(kBoard), Language::chinese), HasSubstr("门诊部"));
    EXPECT_THAT(renderOverdueFilings(json(R"({"at":"x","overdue":[]})"), Language::chinese),
                HasSubstr("无逾期"));
}

TEST(RenderFilingRollup, ShowsASumWithSourcesAndWhatDoesNotFit) {
    auto const shown = renderRollUp(
        json(
            R"({"figures":{"screens_ordered":3,"planned":100,"complete":90,"shown_ms":60000},"manual":{"records":2,"people":120,"screens":1},)"
            R"("members":[{"unit_name":"区医院","number":7,"revision":2,"source":"import","screens":3,"planned":100,"complete":90,"shown_ms":60000}],)"
            R"("missing":["other"],"differences":[{"unit":"hospital","figure":"complete","said":95,"counted":90}]})"),
        Language::chinese);
    EXPECT_THAT(shown, HasSubstr("外部导入"));
    EXPECT_THAT(shown, HasSubstr("7/2"));
    EXPECT_THAT(shown, HasSubstr("人次 120"));
    EXPECT_THAT(shown, HasSubstr("尚无已收报告的单位：other"));
    EXPECT_THAT(shown, HasSubstr("complete 填写 95，明细合计 90"));
}

TEST(RenderFilingRollup, ShowsNoRateWhereThereIsNone) {
    auto const shown = renderScores(
        json(
            R"({"at":"x","units":[{"name":"区医院","due":2,"on_time":1,"on_time_rate":"0.5000"}]})"),
        Language::chinese);
    EXPECT_THAT(shown, HasSubstr("50.00 %"));
    EXPECT_THAT(shown, HasSubstr("—"));
    EXPECT_THAT(shown, Not(HasSubstr("100")));
}

TEST(RenderFilingRollup, SaysHowAFilingStandsInOneLine) {
    EXPECT_EQ(
        renderStanding(json(R"({"number":7,"revision":2,"state":"accepted"})"), Language::chinese),
        "报送 7 第2版：已收\n");
    EXPECT_EQ(renderStanding(json(R"({"number":7,"revision":2,"state":"returned","late":true})"),
                             Language::english),
              "filing 7 revision 2: returned, late\n");
}

}  // namespace
}  // namespace tocsin::cli
