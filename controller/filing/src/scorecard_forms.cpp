// SPDX-License-Identifier: Apache-2.0
// The scorecard for people: one table, as CSV and as a document.
#include <algorithm>
#include <array>

#include "board_words.hpp"
#include "scorecard.hpp"
#include "tocsin/reports/csv.hpp"

namespace tocsin::filing {
namespace {

using documents::Align;
using documents::Cell;
using documents::Language;
using documents::NumberForm;
using playlists::Words;

struct ColumnWords {
    Words title;
    int width;
};

std::array<ColumnWords, 13> const kColumns{{{{"Unit", "单位"}, 17},
                                            {{"Due", "应报（份）"}, 9},
                                            {{"On time", "按时（份）"}, 9},
                                            {{"Late", "逾期补报（份）"}, 9},
                                            {{"Missing", "未报（份）"}, 9},
                                            {{"On-time rate", "按时报送率"}, 11},
                                            {{"Returned", "退回（次）"}, 9},
                                            {{"Screens", "屏幕（块）"}, 9},
                                            {{"Coverage", "覆盖率"}, 11},
                                            {{"Landing", "落地率（按屏）"}, 11},
                                            {{"Planned plays", "应播（次）"}, 10},
                                            {{"Complete plays", "实播（次）"}, 10},
                                            {{"Completion", "完成率"}, 11}}};

std::string in(Language language, Words const& words) {
    return language == Language::chinese ? words.chinese : words.english;
}

Cell count(std::int64_t value) {
    return {.text = std::to_string(value),
            .number = documents::Number{static_cast<double>(value), NumberForm::count},
            .align = Align::right};
}

/// "0.9876" as "98.76%".
std::string percentText(std::string const& rate) {
    auto const point = rate.find('.');
    auto whole = rate.substr(0, point) + rate.substr(point + 1, 2);
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    return whole + "." + rate.substr(point + 3) + "%";
}

/// 0/0 is not known, and never 100 %.
Cell rate(std::int64_t numerator, std::int64_t denominator) {
    if (denominator == 0) {
        return {.text = "—", .align = Align::right};
    }
    auto const value = static_cast<double>(numerator) / static_cast<double>(denominator);
    return {.text = percentText(rateText(numerator, denominator)),
            .number = documents::Number{value, NumberForm::percent},
            .align = Align::right};
}

std::vector<Cell> cellsOf(UnitScore const& score) {
    auto const& plays = score.plays;
    return {Cell{.text = score.unit.name},
            count(score.due),
            count(score.onTime),
            count(score.late),
            count(score.missing),
            rate(score.onTime, score.due),
            count(score.returns),
            count(plays.ordered),
            rate(plays.covered, plays.ordered),
            rate(plays.landed, plays.ordered),
            count(plays.planned),
            count(plays.complete),
            rate(plays.counted, plays.planned)};
}

documents::Table tableOf(Scorecard const& card, Language language) {
    documents::Table out;
    out.title = in(language, {"Scores by unit", "各单位考核情况"});
    out.wide = true;
    for (auto const& column : kColumns) {
        out.columns.push_back({in(language, column.title), column.width,
                               out.columns.empty() ? Align::left : Align::right});
    }
    for (auto const& score : card.units) {
        out.rows.push_back(cellsOf(score));
    }
    return out;
}

Words sumOf(Scorecard const& card) {
    UnitScore sum;
    for (auto const& score : card.units) {
        sum.due += score.due;
        sum.missing += score.missing;
        sum.late += score.late;
        sum.returns += score.returns;
    }
    auto const text = [](int count) { return std::to_string(count); };
    return {"Not filed: " + text(sum.missing) + " of " + text(sum.due) +
                " that were due; filed late: " + text(sum.late) +
                "; returned: " + text(sum.returns) + ".",
            "应报" + text(sum.due) + "份，未报" + text(sum.missing) + "份，逾期补报" +
                text(sum.late) + "份，退回" + text(sum.returns) + "次。"};
}

std::vector<Words> notes() {
    return {{"On-time rate = filings sent by their deadline and standing / filings whose deadline "
             "is over.",
             "按时报送率＝截止时刻前报送且未被退回的份数÷截止时刻已过的应报份数。"},
            {"Coverage = screens with a complete play / screens; landing = screens with at least "
             "80 % of their planned plays / screens; completion = plays that count / planned plays "
             "(neither the "
             "fallback loop nor plays beyond the plan count). All are of accepted filings: of the "
             "final, or "
             "else summed over the weeks.",
             "覆盖率＝有完整播放的屏幕÷应播屏幕；落地率（按屏）＝实播不少于应播80%的屏幕÷应播"
             "屏幕；完成率＝计入的实播次数÷应播次数（垫播和超出计划的不计）。均取自已收报告：有总结"
             "的取总结，否则为各周分子、分母"
             "之和。"},
            {"Closing of faults is not scored: there is no ledger of faults.",
             "故障闭环情况未计入：系统尚无故障台账。"}};
}

}  // namespace

std::string toCsv(Scorecard const& card, Language language) {
    std::string out = reports::kByteOrderMark;
    std::vector<std::string> head;
    for (auto const& column : kColumns) {
        head.push_back(in(language, column.title));
    }
    out += reports::csvLine(head);
    for (auto const& score : card.units) {
        std::vector<std::string> line;
        for (auto const& cell : cellsOf(score)) {
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
    out.facts = {{in(language, {"As of", "截至"}), *at}};
    out.created = formatInstant(card.at);
    // What is missing is read first; the table lies on a page of its own.
    out.blocks.emplace_back(
        documents::Paragraph{in(language, sumOf(card)), documents::ParagraphStyle::lead});
    for (auto const& note : notes()) {
        out.blocks.emplace_back(
            documents::Paragraph{in(language, note), documents::ParagraphStyle::note});
    }
    out.blocks.emplace_back(tableOf(card, language));
    return out;
}

}  // namespace tocsin::filing
