// SPDX-License-Identifier: Apache-2.0
// How units did: filed in time, and shown what was ordered.
#include "scorecard.hpp"

#include <gmock/gmock.h>

#include "filing_values.hpp"

namespace tocsin::filing {
namespace {

using testing::HasSubstr;

Standing standing(FilingState state, std::int64_t number, bool late = false) {
    Standing out;
    out.state = state;
    out.number = number;
    out.revision = out.usable = 1;
    out.due = hour(34);
    out.late = late;
    return out;
}

Board board() {
    Board out;
    out.activity = "safety";
    out.title = "安全生产月";
    out.zone = "Asia/Shanghai";
    out.at = hour(50);
    out.periods = {{store::FilingKind::week, 1, "2026-06-01", "2026-06-07", hour(34)},
                   {store::FilingKind::week, 2, "2026-06-08", "2026-06-14", hour(34)}};
    out.units = {{"clinic", "=门诊部"}, {"hospital", "区医院"}};
    Standing missing;
    missing.state = FilingState::overdue;
    missing.due = hour(34);
    missing.overdue = true;
    out.cells = {{standing(FilingState::accepted, 1), standing(FilingState::accepted, 2, true)},
                 {missing, missing}};
    return out;
}

std::optional<std::string> contentOf(std::int64_t number, std::int64_t) {
    return boost::json::serialize(contentOfWeek(
        "clinic", {{"c1", "clinic", 100, number == 1 ? 100 : 50, 0, true, number == 1}}));
}

TEST(Scorecard, SumsNumeratorsAndDenominatorsAndNeverRates) {
    auto const card = scored(board(), contentOf);
    auto const& clinic = card.units[0];
    EXPECT_EQ(clinic.due, 2);
    EXPECT_EQ(clinic.onTime, 1);
    EXPECT_EQ(clinic.late, 1);
    auto const json = toJson(card);
    EXPECT_EQ(json.at("units").at(0).at("completion"), "0.7500");
    EXPECT_EQ(json.at("units").at(0).at("landing"), "0.5000");
    EXPECT_EQ(json.at("units").at(0).at("on_time_rate"), "0.5000");
}

TEST(Scorecard, GivesNoRateWhereNothingWasAccepted) {
    auto const card = scored(board(), contentOf);
    EXPECT_EQ(card.units[1].missing, 2);
    EXPECT_FALSE(toJson(card).at("units").at(1).as_object().contains("completion"));
    auto const document = toDocument(card, documents::Language::chinese).value();
    auto const& table = std::get<documents::Table>(document.blocks.back());
    EXPECT_EQ(table.rows.at(1).back().text, "—");
    EXPECT_EQ(table.rows.at(0).size(), table.columns.size());
}

TEST(Scorecard, CutsRatesOffAndNeverRoundsThemUp) {
    EXPECT_EQ(rateText(99'999, 100'000), "0.9999");
    EXPECT_EQ(rateText(1'000'000'000'000 - 1, 1'000'000'000'000), "0.9999");
    EXPECT_EQ(rateText(1, 1), "1.0000");
    EXPECT_EQ(rateText(57, 100), "0.5700");
    EXPECT_EQ(rateText(0, 0), "");
    auto board99 = board();
    auto const card = scored(board99, [](std::int64_t, std::int64_t) {
        return std::optional(
            boost::json::serialize(contentOfWeek("clinic", {{"c1", "clinic", 100'000, 99'999}})));
    });
    auto const document = toDocument(card, documents::Language::english).value();
    EXPECT_EQ(std::get<documents::Table>(document.blocks.back()).rows.at(0).back().text, "99.99%");
    EXPECT_EQ(std::get<documents::Table>(document.blocks.back()).rows.at(0).at(5).text, "50.00%");
}

TEST(Scorecard, IsASafeTableForSpreadsheets) {
    EXPECT_THAT(toCsv(scored(board(), contentOf), documents::Language::chinese),
                HasSubstr("'=门诊部"));
}

}  // namespace
}  // namespace tocsin::filing
