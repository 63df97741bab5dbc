// SPDX-License-Identifier: Apache-2.0
// 播放统计: a row a screen, with sums of units.
#include <algorithm>
#include <map>

#include "document_parts.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using documents::Align;
using documents::Cell;
using Row = std::vector<Cell>;

/// What is added up.
struct Sums {
    std::int64_t screens = 0, planned = 0, complete = 0, counted = 0, shownMs = 0;
    std::int64_t openMs = 0, offlineMs = 0, lostMs = 0;
    bool hasSeconds = true;

    void add(json::object const& screen) {
        ++screens;
        planned += numberIn(screen, "planned");
        complete += numberIn(screen, "complete");
        // Screens of other offices say no more than what is complete.
        counted += hasNumber(screen, "counted") ? numberIn(screen, "counted")
                                                : numberIn(screen, "complete");
        shownMs += numberIn(screen, "shown_ms");
        auto const& seconds = partIn(screen, "seconds");
        hasSeconds = hasSeconds && seconds.contains("failed_ms");
        for (auto const* key : {"proven_ms", "planned_closed_ms", "warning_ms", "failed_ms",
                                "offline_ms", "unknown_ms"}) {
            openMs += numberIn(seconds, key);
        }
        offlineMs += numberIn(seconds, "offline_ms");
        lostMs += numberIn(seconds, "failed_ms") + numberIn(seconds, "offline_ms");
    }
};

void addFigures(Row& row, Sums const& sums, std::int64_t faults) {
    row.push_back(countCell(sums.planned));
    row.push_back(countCell(sums.complete));
    row.push_back(shareCell(sums.counted, sums.planned));
    row.push_back(hoursCell(sums.shownMs));
    if (!sums.hasSeconds) {
        row.push_back(textCell("—"));
        row.push_back(textCell("—"));
        return;
    }
    row.push_back(shareCell(sums.openMs - sums.offlineMs, sums.openMs));
    row.push_back(textCell(faults == 0 && sums.lostMs == 0
                               ? "0"
                               : counted(faults) + " / " + hoursOf(sums.lostMs) + " h"));
    row.back().align = Align::right;
}

Row sumRow(std::string name, Sums const& sums, std::int64_t faults, Speech const& say) {
    constexpr int kFactColumns = 6;
    Row out{textCell(std::move(name) + say("（", " (") + counted(sums.screens) +
                     say("块屏）", " screens)"))};
    out.front().columns = kFactColumns;
    addFigures(out, sums, faults);
    out.push_back(textCell(""));
    for (auto& cell : out) {
        cell.strong = true;
    }
    return out;
}

std::string kindOf(json::object const& screen) {
    auto const kind = textIn(screen, "kind");
    auto size = textIn(screen, "size");
    if (auto const by = size.find('x'); by != std::string::npos) {
        size.replace(by, 1, "×");
    }
    return kind.empty() ? size : size.empty() ? kind : kind + " " + size;
}

std::string noteOf(json::object const& screen, Speech const& say) {
    std::string out;
    auto const add = [&](std::string text) { out += (out.empty() ? "" : "；") + std::move(text); };
    if (numberIn(screen, "planned") > 0 && !flagIn(screen, "covered")) {
        add(say("未播出", "never played"));
    } else if (numberIn(screen, "planned") > 0 && !flagIn(screen, "landed")) {
        add(say("未落地", "below 80 %"));
    }
    if (numberIn(screen, "unverified") > 0) {
        add(say("未核验", "not verified ") + counted(numberIn(screen, "unverified")) +
            say("次", ""));
    }
    auto const source = textIn(screen, "source");
    if (source == "manual") {
        add(say("人工填报", "entered by people"));
    } else if (source == "import") {
        add(say("外部导入", "from another system"));
    }
    return out;
}

}  // namespace

documents::Table screensTable(json::object const& content, Speech const& say) {
    documents::Table out;
    out.title = say("播放统计", "Plays");
    out.sheet = say("播放统计", "Plays");
    out.wide = true;
    out.columns = {column(say("序号", "No."), 4, Align::right),
                   column(say("单位", "Unit"), 9),
                   column(say("屏幕名称", "Screen"), 12),
                   column(say("安装位置", "Place"), 9),
                   column(say("类型/规格", "Kind, size"), 10),
                   column(say("责任人", "Responsible"), 11),
                   column(say("应播（次）", "Planned"), 7, Align::right),
                   column(say("实播（次）", "Complete"), 7, Align::right),
                   column(say("完成率", "Completion"), 8, Align::right),
                   column(say("累计时长（h）", "Hours"), 8, Align::right),
                   column(say("在线率", "Online"), 8, Align::right),
                   column(say("异常（次/时长）", "Faults, time"), 9, Align::right),
                   column(say("备注", "Note"), 10)};
    std::map<std::string, std::int64_t> faults;
    eachIn(content, "faults", [&](json::object const& one) { ++faults[textIn(one, "screen")]; });
    std::vector<json::object const*> screens;
    eachIn(content, "screens", [&](json::object const& one) { screens.push_back(&one); });
    std::stable_sort(screens.begin(), screens.end(), [](auto const* a, auto const* b) {
        return std::pair(textIn(*a, "unit_name"), textIn(*a, "name")) <
               std::pair(textIn(*b, "unit_name"), textIn(*b, "name"));
    });
    Sums all, ofUnit;
    std::int64_t allFaults = 0, unitFaults = 0, number = 0;
    for (std::size_t i = 0; i < screens.size(); ++i) {
        auto const& screen = *screens[i];
        Sums one;
        one.add(screen);
        ofUnit.add(screen);
        all.add(screen);
        auto const count = faults[textIn(screen, "id")];
        unitFaults += count;
        allFaults += count;
        auto const phone = textIn(screen, "phone");
        Row row{countCell(++number),
                textCell(textIn(screen, "unit_name")),
                textCell(textIn(screen, "name")),
                textCell(textIn(screen, "place")),
                textCell(kindOf(screen)),
                textCell(textIn(screen, "responsible") + (phone.empty() ? "" : "\n" + phone))};
        addFigures(row, one, count);
        row.push_back(textCell(noteOf(screen, say)));
        out.rows.push_back(std::move(row));
        auto const unit = textIn(screen, "unit_name");
        if (i + 1 == screens.size() || textIn(*screens[i + 1], "unit_name") != unit) {
            out.totals.push_back(sumRow(say("小计 ", "Sum of ") + unit, ofUnit, unitFaults, say));
            ofUnit = {};
            unitFaults = 0;
        }
    }
    if (out.totals.size() == 1) {
        out.totals.clear();  // it is the total
    }
    if (!screens.empty()) {
        out.totals.push_back(sumRow(say("合计", "Total"), all, allFaults, say));
    }
    return out;
}

}  // namespace tocsin::filing
