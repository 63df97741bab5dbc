// SPDX-License-Identifier: Apache-2.0
// The other tables of a filing, and its chart.
#include <algorithm>
#include <map>
#include <set>

#include "document_parts.hpp"
#include "tocsin/reports/seconds_words.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using documents::Align;
using documents::Cell;
using Row = std::vector<Cell>;

std::string secondsText(std::int64_t ms, Speech const& say) {
    auto const tenths = ms / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + say("秒", " s");
}

std::string kindWord(std::string const& kind, Speech const& say) {
    static std::map<std::string, std::pair<char const*, char const*>> const kWords = {
        {"film", {"视频", "film"}},
        {"picture", {"图片", "picture"}},
        {"slogan", {"标语", "slogan"}},
        {"stream", {"直播", "stream"}}};
    auto const found = kWords.find(kind);
    return found == kWords.end() ? kind : say(found->second.first, found->second.second);
}

std::string workWord(std::string const& kind, Speech const& say) {
    static std::map<std::string, std::pair<char const*, char const*>> const kWords = {
        {"training", {"培训", "training"}},
        {"drill", {"演练", "drill"}},
        {"film", {"警示片观看", "film session"}},
        {"consultation", {"咨询日", "consultation"}},
        {"inspection", {"检查", "inspection"}},
        {"talk", {"宣讲", "talk"}},
        {"other", {"其他", "other"}}};
    auto const found = kWords.find(kind);
    return found == kWords.end() ? kind : say(found->second.first, found->second.second);
}

/// Red to green by the share; grey where nothing was planned.
std::uint32_t heatOf(std::int64_t complete, std::int64_t planned) {
    constexpr std::uint32_t kNothing = 0xeeeeee, kBad = 0xf4b6ae, kPoor = 0xfbd9a5,
                            kFair = 0xfff2b3, kGood = 0xcfe8c4, kWhole = 0x9fd39a;
    if (planned <= 0) {
        return kNothing;
    }
    return complete >= planned              ? kWhole
           : complete * 100 >= planned * 95 ? kGood
           : complete * 100 >= planned * 80 ? kFair
           : complete * 100 >= planned * 50 ? kPoor
                                            : kBad;
}

documents::Table named(std::string title) {
    documents::Table out;
    out.sheet = title;
    out.title = std::move(title);
    return out;
}

/// A number that nobody gave, which is not 0.
Cell nothing() {
    auto out = textCell("—");
    out.align = Align::right;
    return out;
}

Cell optionalCount(json::object const& row, char const* key) {
    return hasNumber(row, key) ? countCell(numberIn(row, key)) : nothing();
}

}  // namespace

documents::Table assetsTable(json::object const& content, Speech const& say) {
    auto out = named(say("内容明细", "Contents"));
    out.wide = true;
    out.columns = {column(say("序号", "No."), 4, Align::right),
                   column(say("名称", "Name"), 18),
                   column(say("类别", "Category"), 8),
                   column(say("时长", "Length"), 7, Align::right),
                   column(say("审批单号", "Approval"), 12),
                   column(say("终审人", "Approved by"), 8),
                   column(say("播出起止", "From, to"), 13),
                   column(say("块数", "Screens"), 6, Align::right),
                   column(say("应播（次）", "Planned"), 8, Align::right),
                   column(say("实播（次）", "Complete"), 8, Align::right),
                   column(say("时长（h）", "Hours"), 8, Align::right)};
    std::int64_t number = 0, planned = 0, complete = 0, shownMs = 0;
    eachIn(content, "assets", [&](json::object const& asset) {
        planned += numberIn(asset, "planned");
        complete += numberIn(asset, "complete");
        shownMs += numberIn(asset, "shown_ms");
        auto const first = textIn(asset, "first_day"), last = textIn(asset, "last_day");
        auto const category = textIn(asset, "category");
        auto const kind = kindWord(textIn(asset, "kind"), say);
        auto length = textCell(secondsText(numberIn(asset, "duration_ms"), say));
        length.align = Align::right;
        out.rows.push_back(
            {countCell(++number), textCell(textIn(asset, "name")),
             textCell(category.empty() ? kind : kind + "\n" + category), std::move(length),
             textCell(textIn(asset, "approval")), textCell(textIn(asset, "approver")),
             textCell(first.empty() ? "—" : first + "\n" + last),
             countCell(numberIn(asset, "screens")), countCell(numberIn(asset, "planned")),
             countCell(numberIn(asset, "complete")), hoursCell(numberIn(asset, "shown_ms"))});
    });
    Row total{textCell(say("合计", "Total")), countCell(planned), countCell(complete),
              hoursCell(shownMs)};
    total.front().columns = 8;
    for (auto& cell : total) {
        cell.strong = true;
    }
    out.totals.push_back(std::move(total));
    return out;
}

documents::Table heatTable(json::object const& content, Speech const& say) {
    auto out = named(say("逐日热力图", "By day"));
    out.wide = true;
    std::set<std::string> days;
    eachIn(content, "days", [&](json::object const& day) { days.insert(textIn(day, "day")); });
    constexpr std::size_t kMostDays = 62;  // of two months; the longest activities by their last
    while (days.size() > kMostDays) {
        days.erase(days.begin());
    }
    out.columns.push_back(column(say("屏幕", "Screen"), 20));
    constexpr std::size_t kMonthDay = 5;  // behind "2026-"
    for (auto const& day : days) {
        out.columns.push_back(
            column(day.size() > kMonthDay ? day.substr(kMonthDay) : day, 5, Align::centre));
    }
    eachIn(content, "screens", [&](json::object const& screen) {
        std::map<std::string, json::object const*> known;
        eachIn(screen, "days", [&](json::object const& day) { known[textIn(day, "day")] = &day; });
        Row row{textCell(textIn(screen, "name"))};
        for (auto const& day : days) {
            auto const found = known.find(day);
            auto const planned = found == known.end() ? 0 : numberIn(*found->second, "planned");
            auto const complete = found == known.end() ? 0 : numberIn(*found->second, "complete");
            // Whole percents, cut off: what is not whole never reads as 100.
            auto cell = textCell(planned > 0 ? std::to_string(complete * 100 / planned) : "");
            cell.align = Align::centre;
            cell.fill = heatOf(complete, planned);
            row.push_back(std::move(cell));
        }
        out.rows.push_back(std::move(row));
    });
    return out;
}

documents::Chart daysChart(json::object const& content, Speech const& say) {
    constexpr std::size_t kMostCategories = 400;
    documents::Chart out;
    out.title = say("逐日计划与实播", "Planned and complete by day");
    out.valueTitle = say("次", "plays");
    documents::Series planned, complete;
    planned.name = say("计划", "planned");
    planned.colour = 0xb8c4d0;
    complete.name = say("实播", "complete");
    eachIn(content, "days", [&](json::object const& day) {
        if (out.categories.size() < kMostCategories) {
            auto const text = textIn(day, "day");
            out.categories.push_back(text.size() > 5 ? text.substr(5) : text);
            planned.values.emplace_back(static_cast<double>(numberIn(day, "planned")));
            complete.values.emplace_back(static_cast<double>(numberIn(day, "complete")));
        }
    });
    out.series = {std::move(planned), std::move(complete)};
    return out;
}

documents::Table planTable(json::object const& content, Speech const& say) {
    auto out = named(say("电子屏播放计划表", "Plan of plays"));
    out.wide = true;
    out.columns = {column(say("序号", "No."), 4, Align::right),
                   column(say("单位", "Unit"), 10),
                   column(say("屏幕", "Screen"), 12),
                   column(say("任务", "Campaign"), 12),
                   column(say("内容", "Content"), 16),
                   column(say("单次时长", "Length"), 7, Align::right),
                   column(say("日期", "Days"), 12),
                   column(say("首播–末播", "First to last"), 11),
                   column(say("计划（次）", "Planned"), 8, Align::right),
                   column(say("计划时长（h）", "Hours"), 8, Align::right)};
    std::int64_t number = 0, plays = 0, ms = 0;
    eachIn(content, "plan", [&](json::object const& row) {
        plays += numberIn(row, "planned");
        ms += numberIn(row, "planned_ms");
        auto length = textCell(secondsText(numberIn(row, "duration_ms"), say));
        length.align = Align::right;
        out.rows.push_back(
            {countCell(++number), textCell(textIn(row, "unit_name")), textCell(textIn(row, "name")),
             textCell(textIn(row, "campaign_title")), textCell(textIn(row, "asset")),
             std::move(length), textCell(textIn(row, "first_day") + "\n" + textIn(row, "last_day")),
             textCell(textIn(row, "from_time") + "–" + textIn(row, "to_time")),
             countCell(numberIn(row, "planned")), hoursCell(numberIn(row, "planned_ms"))});
    });
    Row total{textCell(say("合计", "Total")), countCell(plays), hoursCell(ms)};
    total.front().columns = 8;
    for (auto& cell : total) {
        cell.strong = true;
    }
    out.totals.push_back(std::move(total));
    return out;
}

documents::Table faultsTable(json::object const& content, Speech const& say) {
    auto out = named(say("异常清单", "Faults"));
    out.columns = {column(say("序号", "No."), 5, Align::right),
                   column(say("日期", "Day"), 12),
                   column(say("屏幕", "Screen"), 18),
                   column(say("类别", "Class"), 12),
                   column(say("原因", "Reason"), 16),
                   column(say("时长（h）", "Hours"), 9, Align::right)};
    std::int64_t number = 0;
    eachIn(content, "faults", [&](json::object const& fault) {
        bool const offline = textIn(fault, "class") == "offline";
        auto const what =
            reports::wordsOf(offline ? reports::TimeClass::offline : reports::TimeClass::failed)
                .name;
        auto const why = reports::wordsOfReason(textIn(fault, "reason"));
        out.rows.push_back({countCell(++number), textCell(textIn(fault, "day")),
                            textCell(textIn(fault, "name")),
                            textCell(say(what.chinese, what.english)),
                            textCell(offline ? "—" : say(why.chinese, why.english)),
                            hoursCell(numberIn(fault, "ms"))});
    });
    return out;
}

documents::Table workTable(json::object const& content, Speech const& say) {
    auto out = named(say("线下工作（人工填报）", "Work of people (entered by people)"));
    out.columns = {column(say("编号", "No."), 5, Align::right),
                   column(say("类别", "Kind"), 9),
                   column(say("名称", "Title"), 18),
                   column(say("单位", "Unit"), 11),
                   column(say("日期", "Days"), 12),
                   column(say("地点", "Place"), 11),
                   column(say("场次", "Sessions"), 6, Align::right),
                   column(say("人次", "People"), 7, Align::right),
                   column(say("责任人", "Responsible"), 8)};
    bool sessions = false, people = false;
    eachIn(content, "work", [&](json::object const& row) {
        sessions = sessions || hasNumber(row, "sessions");
        people = people || hasNumber(row, "people");
        auto const first = textIn(row, "from"), last = textIn(row, "to");
        auto const unit = textIn(row, "unit_name");
        out.rows.push_back({countCell(numberIn(row, "number")),
                            textCell(workWord(textIn(row, "kind"), say)),
                            textCell(textIn(row, "title")),
                            textCell(unit.empty() ? say("全系统", "the whole site") : unit),
                            textCell(first == last ? first : first + "\n" + last),
                            textCell(textIn(row, "place")), optionalCount(row, "sessions"),
                            optionalCount(row, "people"), textCell(textIn(row, "responsible"))});
    });
    auto const& manual = partIn(content, "manual");
    Row total{textCell(say("合计（人工填报）", "Total (entered by people)")),
              sessions ? countCell(numberIn(manual, "sessions")) : nothing(),
              people ? countCell(numberIn(manual, "people")) : nothing(), textCell("")};
    total.front().columns = 6;
    for (auto& cell : total) {
        cell.strong = true;
    }
    out.totals.push_back(std::move(total));
    return out;
}

documents::Table lateTable(json::object const& content, Speech const& say) {
    auto out = named(say("补录", "Late records"));
    out.columns = {column(say("周次", "Week"), 6), column(say("日期", "Days"), 16),
                   column(say("屏幕", "Screen"), 18),
                   column(say("补录（次）", "Complete"), 9, Align::right),
                   column(say("时长（h）", "Hours"), 9, Align::right)};
    eachIn(content, "late", [&](json::object const& row) {
        auto const issue = std::to_string(numberIn(row, "issue"));
        out.rows.push_back({textCell(say("第" + issue + "周", issue)),
                            textCell(textIn(row, "from") + say("至", " to ") + textIn(row, "to")),
                            textCell(textIn(row, "name")), countCell(numberIn(row, "complete")),
                            hoursCell(numberIn(row, "shown_ms"))});
    });
    return out;
}

documents::Table weeksTable(json::object const& content, Speech const& say) {
    auto out = named(say("各周与合计", "Weeks and total"));
    out.columns = {column(say("项目", "What"), 16), column(say("编号", "Filing"), 8),
                   column(say("日期", "Days"), 18),
                   column(say("实播（次）", "Complete"), 9, Align::right)};
    auto const daysOf = [&](json::object const& row) {
        return textIn(row, "from") + say("至", " to ") + textIn(row, "to");
    };
    eachIn(content, "weeks", [&](json::object const& week) {
        auto const issue = std::to_string(numberIn(week, "issue"));
        out.rows.push_back(
            {textCell(say("第" + issue + "周（已冻结）", "week " + issue + " (frozen)")),
             textCell(std::to_string(numberIn(week, "number")) + "-" +
                      std::to_string(numberIn(week, "revision"))),
             textCell(daysOf(week)), countCell(numberIn(week, "complete"))});
    });
    auto const& sum = partIn(content, "reconciliation");
    eachIn(sum, "remainder", [&](json::object const& rest) {
        out.rows.push_back({textCell(say("不在已冻结周报内的日期", "days in no frozen week")),
                            textCell("—"), textCell(daysOf(rest)),
                            countCell(numberIn(rest, "complete"))});
    });
    out.rows.push_back({textCell(say("补录（各周冻结之后）", "came after the weeks were frozen")),
                        textCell("—"), textCell("—"), countCell(numberIn(sum, "late_complete"))});
    Row total{textCell(say("总结（合计）", "final (total)")), textCell("—"), textCell("—"),
              countCell(numberIn(sum, "total_complete"))};
    for (auto& cell : total) {
        cell.strong = true;
    }
    out.totals.push_back(std::move(total));
    return out;
}

documents::Table membersTable(json::object const& content, Speech const& say) {
    auto out = named(say("汇总来源", "Filings that this was summed from"));
    out.columns = {column(say("单位", "Unit"), 16),
                   column(say("编号", "Filing"), 8),
                   column(say("接收时间", "Accepted"), 16),
                   column(say("块数", "Screens"), 7, Align::right),
                   column(say("应播（次）", "Planned"), 9, Align::right),
                   column(say("实播（次）", "Complete"), 9, Align::right),
                   column(say("时长（h）", "Hours"), 9, Align::right),
                   column(say("来源", "Origin"), 10)};
    eachIn(content, "members", [&](json::object const& row) {
        auto const origin = textIn(row, "origin");
        auto const name = textIn(row, "unit_name");
        out.rows.push_back(
            {textCell(name.empty() ? textIn(row, "unit") : name),
             textCell(std::to_string(numberIn(row, "number")) + "-" +
                      std::to_string(numberIn(row, "revision"))),
             textCell(instantText(content, textIn(row, "accepted"), say.language)),
             countCell(numberIn(row, "screens")), countCell(numberIn(row, "planned")),
             countCell(numberIn(row, "complete")), hoursCell(numberIn(row, "shown_ms")),
             textCell(origin.empty() ? say("本系统", "this system")
                                     : say("外部导入 ", "imported ") + origin.substr(0, 8))});
    });
    return out;
}

}  // namespace tocsin::filing
