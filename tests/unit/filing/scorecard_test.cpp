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

std::vector<documents::Table> tablesOf(documents::Document const& document) {
    std::vector<documents::Table> out;
    for (auto const& block : document.blocks) {
        if (auto const* const table = std::get_if<documents::Table>(&block)) {
            out.push_back(*table);
        }
    }
    return out;
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
    auto const tables = tablesOf(document);
    EXPECT_EQ(tables.at(0).rows.at(1).back().text, "—");
    for (auto const& table : tables) {
        EXPECT_EQ(table.rows.at(0).size(), table.columns.size()) << table.title;
    }
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
    auto const results = tablesOf(document).at(0);
    EXPECT_EQ(results.rows.at(0).at(3).text, "99.99%") << "completion";
    EXPECT_EQ(results.rows.at(0).at(2).text, "50.00%") << "on-time rate";
}

TEST(Scorecard, IsASafeTableForSpreadsheets) {
    EXPECT_THAT(toCsv(scored(board(), contentOf), documents::Language::chinese),
                HasSubstr("'=门诊部"));
}

/// Of three units, of which all is accepted and in time.
Board boardOfThree() {
    auto out = board();
    out.units = {{"a", "甲"}, {"b", "乙"}, {"c", "丙"}};
    out.cells = {{standing(FilingState::accepted, 1), standing(FilingState::accepted, 1)},
                 {standing(FilingState::accepted, 2), standing(FilingState::accepted, 2)},
                 {standing(FilingState::accepted, 1), standing(FilingState::accepted, 1)}};
    return out;
}

/// Filings 1 say that half was shown, filings 2 all of it.
std::optional<std::string> halfOrAll(std::int64_t number, std::int64_t) {
    return boost::json::serialize(
        contentOfWeek("a", {{"c1", "a", 100, number == 1 ? 50 : 100, 0, true, true}}));
}

TEST(Scorecard, RanksUnitsAndGivesTheSameRankToTheSameRates) {
    auto const card = scored(boardOfThree(), halfOrAll);
    ASSERT_EQ(card.units.size(), 3U);
    EXPECT_EQ(card.units[0].unit.handle, "b");
    EXPECT_EQ(card.units[0].rank, 1);
    EXPECT_EQ(card.units[1].unit.handle, "a");
    EXPECT_EQ(card.units[1].rank, 2);
    EXPECT_EQ(card.units[2].rank, 2);
    EXPECT_EQ(toJson(card).at("units").at(2).at("rank"), 2);
}

TEST(Scorecard, RanksFilingInTimeBeforeWhatWasShown) {
    auto late = boardOfThree();
    late.cells[1][0].late = true;
    auto const card = scored(late, halfOrAll);
    EXPECT_EQ(card.units.back().unit.handle, "b");
    EXPECT_EQ(card.units.back().rank, 3);
}

TEST(Scorecard, DoesNotRankAUnitOfWhichNothingWasDueYet) {
    auto early = boardOfThree();
    early.at = hour(30);
    auto const card = scored(early, halfOrAll);
    EXPECT_EQ(card.units.front().rank, 0);
    EXPECT_FALSE(toJson(card).at("units").at(0).as_object().contains("rank"));
    auto const document = toDocument(card, documents::Language::chinese).value();
    EXPECT_EQ(tablesOf(document).at(0).rows.at(0).at(0).text, "—");
}

TEST(Scorecard, SaysOfItsRatesWhatTheyAreMadeOf) {
    auto const document =
        toDocument(scored(board(), contentOf), documents::Language::chinese).value();
    EXPECT_EQ(document.facts.front(),
              (std::pair<std::string, std::string>{"考核期间", "2026-06-01至2026-06-14"}));
    auto const tables = tablesOf(document);
    ASSERT_EQ(tables.size(), 3U);
    EXPECT_EQ(tables[1].rows.at(0).at(1).text, "2") << "due";
    EXPECT_EQ(tables[1].totals.at(0).at(1).text, "4") << "due of all";
    EXPECT_EQ(tables[1].totals.at(0).at(4).text, "2") << "missing of all";
    EXPECT_EQ(tables[2].rows.at(0).at(1).text, "周报2份");
    EXPECT_EQ(tables[2].rows.at(1).at(1).text, "无");
    EXPECT_EQ(tables[2].rows.at(0).at(7).text, "150") << "plays that count";
    EXPECT_TRUE(tables[2].totals.empty()) << "a unit's filing can hold those of units below";
}

TEST(Scorecard, EndsWithPlacesToSign) {
    auto const document =
        toDocument(scored(board(), contentOf), documents::Language::chinese).value();
    auto const& signing =
        std::get<documents::Paragraph>(document.blocks.at(document.blocks.size() - 3));
    EXPECT_THAT(signing.text, HasSubstr("签发人"));
}

}  // namespace
}  // namespace tocsin::filing
