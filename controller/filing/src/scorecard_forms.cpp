// SPDX-License-Identifier: Apache-2.0
// The scorecard for people: one table as CSV, and a document that an office files.
#include <algorithm>
#include <utility>
#include <vector>

#include "board_words.hpp"
#include "document_parts.hpp"
#include "scorecard.hpp"
#include "tocsin/reports/csv.hpp"

namespace tocsin::filing {
namespace {

using documents::Align;
using documents::Cell;
using documents::Language;
using documents::NumberForm;
using playlists::Words;

std::string in(Language language, Words const& words) {
    return language == Language::chinese ? words.chinese : words.english;
}

Cell count(std::int64_t value) {
    return {.text = std::to_string(value),
            .number = documents::Number{static_cast<double>(value), NumberForm::count},
            .align = Align::right};
}

/// What the rates of plays are taken from.
Words basisOf(UnitScore const& score) {
    if (score.fromFinal) {
        return {"final", "总结"};
    }
    auto const weeks = std::to_string(score.weeks);
    return score.weeks > 0 ? Words{"weeks: " + weeks, "周报" + weeks + "份"} : Words{"none", "无"};
}

struct ScoreColumn {
    Words title;
    int width;
    Cell (*cell)(UnitScore const&, Language);
};

ScoreColumn const kUnit{{"Unit", "单位"}, 20, [](UnitScore const& score, Language) {
                            return Cell{.text = score.unit.name};
                        }};

std::vector<ScoreColumn> const kResults{
    {{"Rank", "名次"},
     6,
     [](UnitScore const& score, Language) {
         return score.rank > 0 ? count(score.rank) : Cell{.text = "—", .align = Align::right};
     }},
    kUnit,
    {{"On-time rate", "按时报送率"},
     11,
     [](UnitScore const& score, Language) { return shareCell(score.onTime, score.due); }},
    {{"Completion", "完成率"},
     11,
     [](UnitScore const& score, Language) {
         return shareCell(score.plays.counted, score.plays.planned);
     }},
    {{"Landing", "落地率（按屏）"},
     11,
     [](UnitScore const& score, Language) {
         return shareCell(score.plays.landed, score.plays.ordered);
     }},
    {{"Coverage", "覆盖率"}, 11, [](UnitScore const& score, Language) {
         return shareCell(score.plays.covered, score.plays.ordered);
     }}};

std::vector<ScoreColumn> const kFiled{
    {{"Due", "应报（份）"}, 10, [](UnitScore const& score, Language) { return count(score.due); }},
    {{"On time", "按时（份）"},
     10,
     [](UnitScore const& score, Language) { return count(score.onTime); }},
    {{"Late", "逾期补报（份）"},
     10,
     [](UnitScore const& score, Language) { return count(score.late); }},
    {{"Missing", "未报（份）"},
     10,
     [](UnitScore const& score, Language) { return count(score.missing); }},
    {{"Returned", "退回（次）"}, 10, [](UnitScore const& score, Language) {
         return count(score.returns);
     }}};

std::vector<ScoreColumn> const kShown{
    {{"Taken from", "取自"},
     11,
     [](UnitScore const& score, Language language) {
         return Cell{.text = in(language, basisOf(score))};
     }},
    {{"Screens", "应播屏幕（块）"},
     10,
     [](UnitScore const& score, Language) { return count(score.plays.ordered); }},
    {{"Covered", "有播放（块）"},
     10,
     [](UnitScore const& score, Language) { return count(score.plays.covered); }},
    {{"Landed", "达标（块）"},
     10,
     [](UnitScore const& score, Language) { return count(score.plays.landed); }},
    {{"Planned plays", "应播（次）"},
     11,
     [](UnitScore const& score, Language) { return count(score.plays.planned); }},
    {{"Complete plays", "实播（次）"},
     11,
     [](UnitScore const& score, Language) { return count(score.plays.complete); }},
    {{"Of these counted", "计入（次）"}, 11, [](UnitScore const& score, Language) {
         return count(score.plays.counted);
     }}};

std::vector<ScoreColumn> joined(std::vector<ScoreColumn> columns,
                                std::vector<ScoreColumn> const& more) {
    columns.insert(columns.end(), more.begin(), more.end());
    return columns;
}

std::vector<Cell> cellsOf(UnitScore const& score, std::vector<ScoreColumn> const& columns,
                          Language language) {
    std::vector<Cell> out;
    for (auto const& column : columns) {
        out.push_back(column.cell(score, language));
    }
    return out;
}

documents::Table tableOf(Scorecard const& card, Words const& title,
                         std::vector<ScoreColumn> const& columns, Language language) {
    documents::Table out;
    out.title = in(language, title);
    for (auto const& column : columns) {
        bool const isText = column.cell == kUnit.cell;
        out.columns.push_back(
            {in(language, column.title), column.width, isText ? Align::left : Align::right});
    }
    for (auto const& score : card.units) {
        out.rows.push_back(cellsOf(score, columns, language));
    }
    return out;
}

UnitScore sumOfFiled(Scorecard const& card) {
    UnitScore out;
    for (auto const& score : card.units) {
        out.due += score.due;
        out.onTime += score.onTime;
        out.late += score.late;
        out.missing += score.missing;
        out.returns += score.returns;
    }
    return out;
}

/// With a sum: each filing is of one unit, while screens of a unit can be in the filing of the one
/// above it too.
documents::Table filedTable(Scorecard const& card, Language language) {
    auto const columns = joined({kUnit}, kFiled);
    auto out = tableOf(card, {"Filed", "报送情况"}, columns, language);
    auto sum = sumOfFiled(card);
    sum.unit.name = in(language, {"All", "合计"});
    out.totals.push_back(cellsOf(sum, columns, language));
    for (auto& cell : out.totals.back()) {
        cell.strong = true;
    }
    return out;
}

Words sumOf(Scorecard const& card) {
    auto const sum = sumOfFiled(card);
    auto const text = [](int count) { return std::to_string(count); };
    return {"Not filed: " + text(sum.missing) + " of " + text(sum.due) +
                " that were due; filed late: " + text(sum.late) +
                "; returned: " + text(sum.returns) + ".",
            "应报" + text(sum.due) + "份，未报" + text(sum.missing) + "份，逾期补报" +
                text(sum.late) + "份，退回" + text(sum.returns) + "次。"};
}

/// Formulas and what the figures do not say.
std::vector<Words> notes() {
    return {
        {"Rank: by the on-time rate, then completion, landing and coverage, as printed, each from "
         "high to low; the same rates have the same rank. Units of which nothing was due yet "
         "have none.",
         "名次：依次按按时报送率、完成率、落地率、覆盖率由高到低排列，各率（按表中所列数值）均相"
         "同的名次并列；尚无应报材料的单位不排名。"},
        {"On-time rate = filings sent by their deadline and standing / filings whose deadline "
         "is over.",
         "按时报送率＝按时份数÷应报份数：截止时刻前报送且未被退回的份数÷截止时刻已过的应报份数。"},
        {"Completion = plays that count / planned plays (neither the fallback loop nor plays "
         "beyond the plan count).",
         "完成率＝计入次数÷应播次数（垫播和超出计划的不计）。"},
        {"Landing = screens with at least 80 % of their planned plays / screens.",
         "落地率（按屏）＝达标屏幕÷应播屏幕，实播不少于应播80%的为达标。"},
        {"Coverage = screens with a complete play / screens.",
         "覆盖率＝有完整播放的屏幕÷应播屏幕。"},
        {"Rates are cut off and never rounded up; — stands where there is nothing to divide by. "
         "Plays are of accepted filings: of the final, or else summed over the weeks, in which "
         "a screen counts once a week. They have no sum: a unit's filing can hold what those "
         "below it filed.",
         "各率截去尾数，不进位；“—”表示无可计算。播放数据均取自已收报告：有总结的取总结，否则为各周"
         "分子、分母之和（一块屏每周计一次）。上级单位的报告可能包含下级单位的数据，播放情况不作合"
         "计。"},
        {"Closing of faults is not scored: there is no ledger of faults.",
         "故障闭环情况未计入：系统尚无故障台账。"}};
}

void addSignatures(documents::Document& out, std::string const& at) {
    using documents::ParagraphStyle;
    auto const language = out.language;
    out.blocks.emplace_back(documents::Paragraph{
        in(language, {"Filled in by: ________  Reviewed by: ________  Signed by: ________",
                      "填报人：________  审核人：________  签发人：________"}),
        ParagraphStyle::plain});
    out.blocks.emplace_back(
        documents::Paragraph{in(language, {"(seal)", "（盖章）"}), ParagraphStyle::right});
    out.blocks.emplace_back(documents::Paragraph{at, ParagraphStyle::right});
}

}  // namespace

std::string toCsv(Scorecard const& card, Language language) {
    auto const columns = joined(joined(kResults, kFiled), kShown);
    std::string out = reports::kByteOrderMark;
    std::vector<std::string> head;
    for (auto const& column : columns) {
        head.push_back(in(language, column.title));
    }
    out += reports::csvLine(head);
    for (auto const& score : card.units) {
        std::vector<std::string> line;
        for (auto const& cell : cellsOf(score, columns, language)) {
            line.push_back(cell.text);
        }
        out += reports::csvLine(line);
    }
    return out;
}

Result<documents::Document> toDocument(Scorecard const& card, Language language) {
    auto const at = clockOf(card.zone, card.at);
    if (!at) {
        return at.error();
    }
    documents::Document out;
    out.language = language;
    out.title = card.title + in(language, {": scorecard of units", "报送考核表"});
    if (!card.firstDay.empty()) {
        out.facts.emplace_back(in(language, {"Period", "考核期间"}),
                               card.firstDay + in(language, {" to ", "至"}) + card.lastDay);
    }
    out.facts.emplace_back(in(language, {"As of", "截至"}), *at);
    out.facts.emplace_back(in(language, {"Units", "考核单位"}),
                           std::to_string(card.units.size()) + in(language, {"", "个"}));
    out.footer = out.title;
    out.created = formatInstant(card.at);
    auto const add = [&](auto block) { out.blocks.emplace_back(std::move(block)); };
    auto const heading = [&](char const* english, char const* chinese) {
        add(documents::Heading{1, in(language, {english, chinese})});
    };
    // What is missing is read first.
    add(documents::Paragraph{in(language, sumOf(card)), documents::ParagraphStyle::lead});
    heading("1. Results", "一、考核结果");
    add(tableOf(card, {"Units by rank", "各单位考核结果"}, kResults, language));
    heading("2. What the rates are made of", "二、数据构成");
    add(filedTable(card, language));
    add(tableOf(card, {"Shown", "播放情况"}, joined({kUnit}, kShown), language));
    heading("3. Formulas", "三、计算口径");
    for (auto const& note : notes()) {
        add(documents::Paragraph{in(language, note), documents::ParagraphStyle::note});
    }
    addSignatures(out, *at);
    return out;
}

}  // namespace tocsin::filing
