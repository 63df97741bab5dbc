// SPDX-License-Identifier: Apache-2.0
// The report of seconds as a page.
#include <array>

#include "page_words.hpp"
#include "report_page.hpp"
#include "row_order.hpp"
#include "tocsin/reports/seconds_report.hpp"
#include "tocsin/reports/seconds_words.hpp"

namespace tocsin::reports {
namespace {

constexpr std::array<char const*, kTimeClasses> kColours = {
    "#1b7f3b", "#9ccf9f", "#b8b8b8", "#e0a400", "#c22020", "#5a6b8c", "#f4f4f4"};

PageTable mainTable(SecondsReport const& report, Speech const& say) {
    PageTable out;
    out.title = say({"hours : minutes : seconds", "各类时长（时:分:秒）"});
    out.columns = keyColumns(report.request, say);
    out.columns.push_back({say({"screens", "屏（块）"}), true});
    out.columns.push_back({say({"opening hours", "开放时长"}), true});
    for (auto const what : kAllTimeClasses) {
        out.columns.push_back({say(wordsOf(what).name), true});
    }
    auto const add = [&](std::vector<std::string> cells, SecondsFigures const& figures) {
        cells.push_back(std::to_string(figures.screens.size()));
        cells.push_back(hoursText(figures.sums.open()));
        for (auto const what : kAllTimeClasses) {
            cells.push_back(hoursText(figures.sums.of(what)));
        }
        return cells;
    };
    auto const names = report.names();
    for (auto const* row : inReadingOrder(report.request, names, report.rows)) {
        auto const& [key, figures] = *row;
        out.rows.push_back(
            add(shownKey(report.request, names, key, report.freshness.zone), figures));
    }
    std::vector<std::string> total(report.request.by.size());
    total.front() = say({"total", "合计"});
    out.total = add(std::move(total), report.total);
    return out;
}

PageTable reasonTable(SecondsReport const& report, Speech const& say) {
    PageTable out;
    out.title = say({"reasons", "原因"});
    out.columns = {{say({"class", "类别"})},
                   {say({"reason", "原因"})},
                   {say({"code", "代码"})},
                   {say({"time", "时长"}), true}};
    for (auto const& [reason, ms] : report.total.sums.reasons) {
        out.rows.push_back({say(wordsOf(reason.first).name), say(wordsOfReason(reason.second)),
                            reason.second, hoursText(ms)});
    }
    return out;
}

}  // namespace

std::string toHtml(SecondsReport const& report) {
    Speech const say{report.request.language};
    Page page;
    page.language = report.request.language;
    page.title = say({"What screens' opening hours went to", "电子屏开放时长核查表"});
    page.facts = factsOf(report.request, report.freshness, kTimeRule, say);
    if (report.total.sums.of(TimeClass::unverified) > 0) {
        page.warnings.push_back(
            say({hoursText(report.total.sums.of(TimeClass::unverified)) +
                     " were played by terminals that cannot see their panels: panel not verified.",
                 "其中 " + hoursText(report.total.sums.of(TimeClass::unverified)) +
                     " 为“终端已播，屏体未核验”。"}));
    }
    for (auto const what : kAllTimeClasses) {
        auto const ms = report.total.sums.of(what);
        page.bar.push_back(
            {say(wordsOf(what).name), hoursText(ms), kColours[static_cast<std::size_t>(what)], ms});
    }
    page.tables = {mainTable(report, say)};
    if (!report.total.sums.reasons.empty()) {
        page.tables.push_back(reasonTable(report, say));
    }
    addUnreported(page, report.freshness, say);
    page.notes.push_back(say({kSumFormula.english, kSumFormula.chinese}));
    for (auto const what : kAllTimeClasses) {
        auto const words = wordsOf(what);
        page.notes.push_back(say({words.name.english + ": " + words.meaning.english + ".",
                                  words.name.chinese + "：" + words.meaning.chinese + "。"}));
    }
    page.notes.push_back(
        say({"Time outside of opening hours is not counted. Whole numbers of seconds are cut off; "
             "the sums are kept in milliseconds.",
             "开放时段之外不计入。秒以下舍去，合计按毫秒累加。"}));
    return toHtml(page);
}

}  // namespace tocsin::reports
