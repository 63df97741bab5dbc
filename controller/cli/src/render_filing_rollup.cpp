// SPDX-License-Identifier: Apache-2.0
#include "render_filing_rollup.hpp"

#include <utility>

#include "filing_rollup_words.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

using Align = TextTable::Align;

std::string number(Json const& object, char const* key) {
    return std::to_string(integer(object, key));
}

/// How it stands, with what has to be seen beside it.
std::string cellOf(Json const& standing, Language language) {
    auto out = filingState(language, text(standing, "state"));
    if (flag(standing, "late")) {
        out += filingWord(language, ", late", "·迟");
    }
    if (flag(standing, "revised")) {
        out += filingWord(language, ", revised", "·改");
    }
    auto const which = integer(standing, "number");
    return which == 0 ? out : out + " #" + std::to_string(which);
}

std::string orDash(std::string const& rate) {
    return rate.empty() ? "—" : percentText(rate);
}

}  // namespace

std::string filingState(Language language, std::string_view state) {
    constexpr std::pair<std::string_view, std::pair<char const*, char const*>> kWords[] = {
        {"none", {"not filed", "未报"}},    {"draft", {"draft", "草稿"}},
        {"submitted", {"filed", "已报"}},   {"accepted", {"accepted", "已收"}},
        {"returned", {"returned", "退回"}}, {"overdue", {"overdue", "逾期"}}};
    for (auto const& [word, said] : kWords) {
        if (word == state) {
            return filingWord(language, said.first, said.second);
        }
    }
    return std::string(state);
}

std::string filingPeriod(Language language, std::string_view kind, std::int64_t issue) {
    if (kind == "week") {
        auto const which = std::to_string(issue);
        return language == Language::chinese ? "第" + which + "周" : "week " + which;
    }
    if (kind == "plan") {
        return filingWord(language, "plan", "计划");
    }
    return kind == "final" ? filingWord(language, "final", "总结") : std::string(kind);
}

std::string renderStanding(Json const& standing, Language language) {
    return filingWord(language, "filing ", "报送 ") + number(standing, "number") +
           filingWord(language, " revision ", " 第") + number(standing, "revision") +
           filingWord(language, ": ", "版：") + filingState(language, text(standing, "state")) +
           (flag(standing, "late") ? filingWord(language, ", late", "（逾期）") : "") + "\n";
}

std::string renderFilingBoard(Json const& board, Language language) {
    std::vector<TextTable::Column> columns{{filingWord(language, "unit", "单位")}};
    for (auto const& period : elements(board, "periods")) {
        columns.push_back({filingPeriod(language, text(period, "kind"), integer(period, "issue"))});
    }
    TextTable table(std::move(columns));
    for (auto const& unit : elements(board, "units")) {
        std::vector<std::string> row{text(unit, "name")};
        for (auto const& standing : elements(unit, "filings")) {
            row.push_back(cellOf(standing, language));
        }
        table.add(std::move(row));
    }
    return filingWord(language, "as of ", "截至 ") + text(board, "at") + "\n" + table.str();
}

std::string renderOverdueFilings(Json const& board, Language language) {
    TextTable table({{filingWord(language, "unit", "单位")},
                     {filingWord(language, "filing", "报送")},
                     {filingWord(language, "due", "截止")},
                     {filingWord(language, "state", "状态")}});
    for (auto const& one : elements(board, "overdue")) {
        table.add({text(one, "name"),
                   filingPeriod(language, text(one, "kind"), integer(one, "issue")),
                   text(one, "due"), filingState(language, text(one, "state"))});
    }
    auto const at = filingWord(language, "as of ", "截至 ") + text(board, "at") + "\n";
    return table.empty() ? at + filingWord(language, "nothing is overdue\n", "无逾期\n")
                         : at + table.str();
}

std::string renderDuplicateScreens(Json const& list, Language language) {
    TextTable table({{filingWord(language, "same", "相同项")},
                     {filingWord(language, "value", "值")},
                     {filingWord(language, "unit", "单位")},
                     {filingWord(language, "filing", "报送"), Align::right},
                     {filingWord(language, "screen", "屏幕")}});
    for (auto const& one : elements(list, "items")) {
        auto const same = text(one, "same") == "id" ? filingWord(language, "id", "编号")
                                                    : filingWord(language, "serial", "序列号");
        for (auto const& place : elements(one, "places")) {
            table.add({same, text(one, "what"), text(place, "unit_name"), number(place, "number"),
                       text(place, "screen")});
        }
    }
    return table.empty() ? filingWord(language, "no screen is in two filings\n", "没有重复的屏幕\n")
                         : table.str();
}

std::string renderRollUp(Json const& content, Language language) {
    TextTable table({{filingWord(language, "member", "成员单位")},
                     {filingWord(language, "filing", "报送"), Align::right},
                     {filingWord(language, "source", "来源")},
                     {filingWord(language, "screens", "屏幕"), Align::right},
                     {filingWord(language, "planned", "应播"), Align::right},
                     {filingWord(language, "complete", "实播"), Align::right},
                     {filingWord(language, "shown", "时长"), Align::right}});
    for (auto const& one : elements(content, "members")) {
        auto const source = text(one, "source") == "import"
                                ? filingWord(language, "import", "外部导入")
                                : filingWord(language, "counted", "自动");
        table.add({text(one, "unit_name"), number(one, "number") + "/" + number(one, "revision"),
                   source, number(one, "screens"), number(one, "planned"), number(one, "complete"),
                   clockText(integer(one, "shown_ms"))});
    }
    auto const& figures = member(content, "figures");
    table.add({filingWord(language, "total", "合计"), "", "", number(figures, "screens_ordered"),
               number(figures, "planned"), number(figures, "complete"),
               clockText(integer(figures, "shown_ms"))});
    auto out = table.str();
    auto const& manual = member(content, "manual");
    out += filingWord(language, "entered by people, not in the total: records ",
                      "人工填报（不计入合计）：记录 ") +
           number(manual, "records") + filingWord(language, ", people ", "，人次 ") +
           number(manual, "people") + filingWord(language, ", screens ", "，屏幕 ") +
           number(manual, "screens") + "\n";
    if (auto const missing = joined(content, "missing", ", "); !missing.empty()) {
        out += filingWord(language, "nothing accepted of: ", "尚无已收报告的单位：") +
               printable(missing) + "\n";
    }
    for (auto const& one : elements(content, "differences")) {
        out += printable(text(one, "unit") + ": " + text(one, "figure") +
                         filingWord(language, " says ", " 填写 ") + number(one, "said") +
                         filingWord(language, ", its rows come to ", "，明细合计 ") +
                         number(one, "counted")) +
               "\n";
    }
    return out;
}

std::string renderScores(Json const& card, Language language) {
    TextTable table({{filingWord(language, "rank", "名次"), Align::right},
                     {filingWord(language, "unit", "单位")},
                     {filingWord(language, "due", "应报"), Align::right},
                     {filingWord(language, "on time", "按时"), Align::right},
                     {filingWord(language, "late", "迟报"), Align::right},
                     {filingWord(language, "missing", "未报"), Align::right},
                     {filingWord(language, "returned", "退回"), Align::right},
                     {filingWord(language, "on-time rate", "按时率"), Align::right},
                     {filingWord(language, "coverage", "覆盖率"), Align::right},
                     {filingWord(language, "landing", "落地率"), Align::right},
                     {filingWord(language, "completion", "完成率"), Align::right}});
    for (auto const& one : elements(card, "units")) {
        auto const rank = integer(one, "rank");
        table.add({rank > 0 ? std::to_string(rank) : "—", text(one, "name"), number(one, "due"),
                   number(one, "on_time"), number(one, "late"), number(one, "missing"),
                   number(one, "returned"), orDash(text(one, "on_time_rate")),
                   orDash(text(one, "coverage")), orDash(text(one, "landing")),
                   orDash(text(one, "completion"))});
    }
    return filingWord(language, "as of ", "截至 ") + text(card, "at") + "\n" + table.str();
}

std::string renderFilingKeys(Json const& keys, Language language) {
    TextTable table({{filingWord(language, "unit", "单位")},
                     {filingWord(language, "fingerprint", "指纹")},
                     {filingWord(language, "key", "密钥")}});
    auto const& own = member(keys, "own");
    table.add({filingWord(language, "(this controller)", "（本机）"), text(own, "fingerprint"),
               text(own, "key")});
    for (auto const& unit : elements(keys, "items")) {
        for (auto const& key : elements(unit, "keys")) {
            table.add({text(unit, "unit"), text(key, "fingerprint"), text(key, "key")});
        }
    }
    return table.str();
}

}  // namespace tocsin::cli
