// SPDX-License-Identifier: Apache-2.0
// The play report as a page.
#include <fmt/format.h>

#include "page_words.hpp"
#include "report_page.hpp"
#include "row_order.hpp"
#include "tocsin/reports/play_report.hpp"
#include "tocsin/reports/play_words.hpp"

namespace tocsin::reports {
namespace {

using messages::EvidenceTier;

/// "98.61%", cut off; "—" for nothing.
std::string percent(Rate const& rate) {
    if (rate.denominator == 0) {
        return "—";
    }
    auto const hundredths = rate.numerator * 10'000 / rate.denominator;
    return fmt::format("{}.{:02}%", hundredths / 100, hundredths % 100);
}

std::string withCounts(Rate const& rate) {
    return rate.denominator == 0
               ? "—"
               : fmt::format("{} ({}/{})", percent(rate), rate.numerator, rate.denominator);
}

playlists::Words nameOf(EvidenceTier tier) {
    switch (tier) {
        case EvidenceTier::composed:
            return {"played by the terminal, panel not verified", "终端已播，屏体未核验"};
        case EvidenceTier::delivered:
            return {"taken by a connected, powered output", "已送达已连接且供电的输出"};
        case EvidenceTier::answered:
            return {"answered by the panel", "屏体已应答"};
        case EvidenceTier::photographed:
            return {"photographed", "已拍照"};
        case EvidenceTier::scheduled:
            break;
    }
    return {"scheduled", "仅计划"};
}

PageTable rateTable(PlayReport const& report, Speech const& say) {
    PageTable out;
    out.title = say({"rates", "各项指标"});
    out.columns = {
        {say({"figure", "指标"})}, {say({"value", "数值"}), true}, {say({"formula", "计算公式"})}};
    auto const& total = report.total;
    for (auto const& formula : kFormulas) {
        std::string_view const figure = formula.figure;
        std::string value = "—";
        if (figure == "completion") {
            value = withCounts(total.completion());
        } else if (figure == "completion_lit") {
            value = withCounts(total.completionLit());
        } else if (figure == "coverage") {
            value = withCounts(total.coverage());
        } else if (figure == "delivery") {
            value = withCounts(total.delivery());
        } else if (figure == "landing") {
            value = withCounts(total.landing());
        } else if (figure == "timeliness") {
            value = withCounts({report.timeliness.inTime, report.timeliness.screens});
        }
        out.rows.push_back({say({formula.english, formula.chinese}), value,
                            say({formula.englishFormula, formula.chineseFormula})});
    }
    return out;
}

PageTable tierTable(PlayReport const& report, Speech const& say) {
    PageTable out;
    out.title = say({"evidence of complete plays", "完整播放的证据层级"});
    out.columns = {{say({"tier", "层级"})}, {say({"plays", "次"}), true}};
    for (auto const tier : kShownTiers) {
        out.rows.push_back({say(nameOf(tier)), std::to_string(report.total.tiers().of(tier))});
    }
    out.total = {say({"total", "合计"}), std::to_string(report.total.complete)};
    return out;
}

/// Figures that most reports have none of; their columns stand only where the total has some.
struct RareFigure {
    std::int64_t PlayFigures::*figure;
    playlists::Words title;
};

std::vector<RareFigure> rareFiguresOf(PlayFigures const& total) {
    std::vector<RareFigure> out;
    for (RareFigure const& one :
         {RareFigure{&PlayFigures::makeGood, {"make-good", "补播（次）"}},
          RareFigure{&PlayFigures::cut, {"cut by the plan", "截断（次）"}},
          RareFigure{&PlayFigures::fallback, {"complete, of the fallback loop", "备播（次）"}}}) {
        if (total.*one.figure != 0) {
            out.push_back(one);
        }
    }
    return out;
}

std::vector<std::string> cellsOf(std::vector<std::string> cells, PlayFigures const& figures,
                                 std::vector<RareFigure> const& rare) {
    bool const screens = !figures.screens.empty();
    cells.push_back(screens ? std::to_string(figures.screensOrdered()) : "—");
    cells.push_back(screens ? std::to_string(figures.screensPlayed()) : "—");
    for (auto const value :
         {figures.planned, figures.complete, figures.partial, figures.failed, figures.preempted}) {
        cells.push_back(std::to_string(value));
    }
    cells.push_back(figures.other ? std::to_string(*figures.other) : "—");
    cells.push_back(std::to_string(figures.tiers().composed));
    cells.push_back(hoursText(figures.shownMs));
    cells.push_back(percent(figures.completion()));
    for (auto const& one : rare) {
        cells.push_back(std::to_string(figures.*one.figure));
    }
    return cells;
}

PageTable mainTable(PlayReport const& report, Speech const& say) {
    PageTable out;
    out.title = say({"planned and played", "应播与实播"});
    out.columns = keyColumns(report.request, say);
    for (playlists::Words const& title : {playlists::Words{"screens ordered", "应播屏（块）"},
                                          {"screens played", "实播屏（块）"},
                                          {"planned", "计划（次）"},
                                          {"complete", "完整（次）"},
                                          {"partial", "部分（次）"},
                                          {"failed", "失败（次）"},
                                          {"given way", "让位（次）"},
                                          {"other", "其他（次）"},
                                          {"panel not verified", "屏体未核验（次）"},
                                          {"shown (h:m:s)", "累计时长（时:分:秒）"},
                                          {"completion", "完成率"}}) {
        out.columns.push_back({say(title), true});
    }
    auto const rare = rareFiguresOf(report.total);
    for (auto const& one : rare) {
        out.columns.push_back({say(one.title), true});
    }
    for (auto const* row : inReadingOrder(report.request, report.names(), report.rows)) {
        auto const& [key, figures] = *row;
        out.rows.push_back(cellsOf(
            shownKey(report.request, report.names(), key, report.freshness.zone), figures, rare));
    }
    std::vector<std::string> total(report.request.by.size());
    total.front() = say({"total", "合计"});
    out.total = cellsOf(std::move(total), report.total, rare);
    return out;
}

void addNotes(Page& page, PlayReport const& report, Speech const& say) {
    page.notes = {
        say({"A play is complete if at least 98 % of its planned length was shown and at most 5 % "
             "of its frames were repeated, and belongs to the period in which it began.",
             "完整播放：播出时长不少于计划的 98%，重复帧不超过 5%；按开始时刻计入区间。"}),
        say({"Screens and assets are counted once each, so the rows do not add up to the total; "
             "plays and hours do.",
             "屏数与素材数按去重计，各行之和不等于合计；次数与时长可以相加。"}),
        say({"given way: to warnings and orders. other: rows that match nothing planned, also the "
             "fallback loop.",
             "让位：因预警或停播指令。其他：与播出单不符的记录，含备播。"}),
        say({"make-good: planned on top, to repay earlier losses. cut: plays that the plan itself "
             "broke off. Plays of the fallback loop are complete plays, and count in no rate.",
             "补播：为弥补此前欠播而加排。截断：播出单自身切断的播放。备播计入完整播放次数，不计入"
             "各项"
             "指标。"}),
        say({"Warnings: " + std::to_string(report.timeliness.warnings) +
                 ", to be on glass within " +
                 std::to_string(report.timeliness.within.count() / 1'000) +
                 " s; drills are not counted.",
             "预警 " + std::to_string(report.timeliness.warnings) + " 条，规定 " +
                 std::to_string(report.timeliness.within.count() / 1'000) +
                 " 秒内上屏；演练不计入。"}),
        say({"0/0 is written as —. Figures of which too many rows would have to be read are —.",
             "0/0 记作“—”；需逐条核对而记录过多的项目记作“—”。"})};
    if (report.request.groupsBy(By::category)) {
        page.notes.push_back(say({"Categories are those of today.", "类别按当前登记。"}));
    }
    if (report.request.groupsBy(By::tree)) {
        page.notes.push_back(say(
            {"Rows of units hold those of the units below them.", "上级单位各行包含其下级单位。"}));
    }
}

}  // namespace

std::string toHtml(PlayReport const& report) {
    Speech const say{report.request.language};
    Page page;
    page.language = report.request.language;
    page.title = say({"What screens played", "电子屏播放情况报告"});
    page.facts = factsOf(report.request, report.freshness, kPlayRule, say);
    auto const unseen = report.total.tiers().composed;
    if (unseen > 0) {
        page.warnings.push_back(
            say({std::to_string(unseen) + " of the complete plays were made by terminals that "
                                          "cannot see their panels: panel not verified.",
                 "完整播放中有 " + std::to_string(unseen) + " 次为“终端已播，屏体未核验”。"}));
    }
    for (auto const& words : report.mismatches) {
        page.warnings.push_back(say({"A player's own count and the ledger differ: " + words.english,
                                     "播放终端自计与台账不符：" + words.chinese}));
    }
    page.tables = {rateTable(report, say), mainTable(report, say), tierTable(report, say)};
    addUnreported(page, report.freshness, say);
    addNotes(page, report, say);
    return toHtml(page);
}

}  // namespace tocsin::reports
