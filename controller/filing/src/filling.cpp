// SPDX-License-Identifier: Apache-2.0
// What forms of other offices may ask for. GUIDE.md lists these names.
#include "document_parts.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using documents::Cell;
using documents::Language;
using Values = std::map<std::string, Cell>;

void put(Values& out, char const* chinese, char const* english, Cell const& cell) {
    out[chinese] = cell;
    out[english] = cell;
}
void put(Values& out, char const* chinese, char const* english, std::string text) {
    put(out, chinese, english, textCell(std::move(text)));
}

void addHead(Values& out, json::object const& content, Stamp const& stamp) {
    auto const text = [&](char const* key) { return textIn(content, key); };
    put(out, "单位", "unit", text("unit_name"));
    put(out, "活动", "activity", text("title"));
    put(out, "主题", "theme", text("theme"));
    put(out, "周次", "week", countCell(numberIn(content, "issue")));
    put(out, "起始日期", "from", dayText(text("from"), Language::chinese));
    put(out, "截止日期", "to", dayText(text("to"), Language::chinese));
    put(out, "截至时间", "as_of", instantText(content, text("as_of"), Language::chinese));
    put(out, "编号", "number", stamp.number > 0 ? std::to_string(stamp.number) : "草稿");
    put(out, "版本", "revision", stamp.number > 0 ? std::to_string(stamp.revision) : "");
    put(out, "校验码", "check_code", stamp.number > 0 ? checkCode(stamp.digest) : "");
    put(out, "报送单位", "receiver", text("receiver"));
    auto const& person = partIn(content, "responsible");
    put(out, "联系人", "contact", textIn(person, "name"));
    put(out, "联系电话", "phone", textIn(person, "phone"));
    put(out, "邮箱", "mail", textIn(person, "mail"));
    auto const& people = partIn(content, "people");
    put(out, "填报人", "filled_by", textIn(people, "filled_by"));
    put(out, "审核人", "reviewed_by", textIn(people, "reviewed_by"));
    put(out, "签发人", "signed_by", textIn(people, "signed_by"));
}

void addFigures(Values& out, json::object const& content) {
    auto const& figures = partIn(content, "figures");
    auto const number = [&](char const* key) { return numberIn(figures, key); };
    auto const count = [&](char const* chinese, char const* english, char const* key) {
        put(out, chinese, english, countCell(number(key)));
    };
    count("应播屏数", "screens_ordered", "screens_ordered");
    count("播出屏数", "screens", "screens_covered");
    count("落地屏数", "screens_landed", "screens_landed");
    count("应播次数", "planned", "planned");
    count("实播次数", "plays", "complete");
    count("未核验次数", "unverified", "unverified");
    count("视频部数", "films", "films");
    count("标语条数", "slogans", "slogans");
    count("图片幅数", "pictures", "pictures");
    if (hasNumber(figures, "warnings")) {
        count("预警条数", "warnings", "warnings");
    } else {
        put(out, "预警条数", "warnings", textCell("—"));
    }
    count("单位数", "units", "units");
    put(out, "播放时长", "hours", hoursCell(number("shown_ms")));
    put(out, "覆盖率", "coverage", shareCell(number("screens_covered"), number("screens_ordered")));
    put(out, "落地率", "landing", shareCell(number("screens_landed"), number("screens_ordered")));
    put(out, "完成率", "completion", shareCell(number("counted"), number("planned")));
    put(out, "及时率", "timeliness",
        shareCell(number("warnings_in_time"), number("warning_screens")));
    put(out, "未落地屏数", "screens_failing",
        countCell(number("screens_ordered") - number("screens_landed")));
    put(out, "未完成次数", "plays_missing",
        countCell(std::max<std::int64_t>(0, number("planned") - number("counted"))));
    auto const& manual = partIn(content, "manual");
    put(out, "工作项数", "work_records", countCell(numberIn(manual, "records")));
    put(out, "场次（人工填报）", "sessions_entered", countCell(numberIn(manual, "sessions")));
    put(out, "人次（人工填报）", "people_entered", countCell(numberIn(manual, "people")));
}

void addTexts(Values& out, json::object const& content) {
    auto const& texts = partIn(content, "texts");
    put(out, "总体情况", "overview", textIn(texts, "overview"));
    put(out, "亮点", "highlights", textIn(texts, "highlights"));
    put(out, "不足", "shortcomings", textIn(texts, "shortcomings"));
    put(out, "短文", "text_brief", paragraphOf(content, Length::brief, Language::chinese));
    put(out, "周报段落", "text_week", paragraphOf(content, Length::weekly, Language::chinese));
    put(out, "总结段落", "text_final", paragraphOf(content, Length::summary, Language::chinese));
}

/// Under both names of the table.
void addTable(documents::Filling& out, char const* chinese, char const* english,
              std::vector<Values> rows) {
    out.tables[chinese] = rows;
    out.tables[english] = std::move(rows);
}

std::vector<Values> screenRows(json::object const& content) {
    std::vector<Values> out;
    eachIn(content, "screens", [&](json::object const& screen) {
        Values row;
        put(row, "序号", "no", countCell(static_cast<std::int64_t>(out.size()) + 1));
        put(row, "名称", "name", textIn(screen, "name"));
        put(row, "单位", "unit", textIn(screen, "unit_name"));
        put(row, "位置", "place", textIn(screen, "place"));
        put(row, "类型", "kind", textIn(screen, "kind"));
        put(row, "规格", "size", textIn(screen, "size"));
        put(row, "责任人", "responsible", textIn(screen, "responsible"));
        put(row, "电话", "phone", textIn(screen, "phone"));
        put(row, "应播", "planned", countCell(numberIn(screen, "planned")));
        put(row, "实播", "plays", countCell(numberIn(screen, "complete")));
        put(row, "完成率", "completion",
            shareCell(numberIn(screen, "counted"), numberIn(screen, "planned")));
        put(row, "时长", "hours", hoursCell(numberIn(screen, "shown_ms")));
        out.push_back(std::move(row));
    });
    return out;
}

std::vector<Values> assetRows(json::object const& content) {
    std::vector<Values> out;
    eachIn(content, "assets", [&](json::object const& asset) {
        Values row;
        put(row, "序号", "no", countCell(static_cast<std::int64_t>(out.size()) + 1));
        put(row, "名称", "name", textIn(asset, "name"));
        put(row, "类别", "category", textIn(asset, "category"));
        put(row, "审批单号", "approval", textIn(asset, "approval"));
        put(row, "终审人", "approver", textIn(asset, "approver"));
        put(row, "起", "first_day", textIn(asset, "first_day"));
        put(row, "止", "last_day", textIn(asset, "last_day"));
        put(row, "块数", "screens", countCell(numberIn(asset, "screens")));
        put(row, "应播", "planned", countCell(numberIn(asset, "planned")));
        put(row, "实播", "plays", countCell(numberIn(asset, "complete")));
        put(row, "时长", "hours", hoursCell(numberIn(asset, "shown_ms")));
        out.push_back(std::move(row));
    });
    return out;
}

std::vector<Values> workRows(json::object const& content) {
    std::vector<Values> out;
    eachIn(content, "work", [&](json::object const& work) {
        Values row;
        auto const count = [&](char const* key) {
            return hasNumber(work, key) ? countCell(numberIn(work, key)) : textCell("");
        };
        put(row, "编号", "no", countCell(numberIn(work, "number")));
        put(row, "名称", "title", textIn(work, "title"));
        put(row, "单位", "unit", textIn(work, "unit_name"));
        put(row, "起", "from", textIn(work, "from"));
        put(row, "止", "to", textIn(work, "to"));
        put(row, "地点", "place", textIn(work, "place"));
        put(row, "场次", "sessions", count("sessions"));
        put(row, "人次", "people", count("people"));
        put(row, "责任人", "responsible", textIn(work, "responsible"));
        out.push_back(std::move(row));
    });
    return out;
}

}  // namespace

documents::Filling fillingOf(json::object const& content, Stamp const& stamp) {
    documents::Filling out;
    addHead(out.values, content, stamp);
    addFigures(out.values, content);
    addTexts(out.values, content);
    addTable(out, "屏幕", "screens", screenRows(content));
    addTable(out, "内容", "assets", assetRows(content));
    addTable(out, "工作", "work", workRows(content));
    return out;
}

}  // namespace tocsin::filing
