// SPDX-License-Identifier: Apache-2.0
#include "page_words.hpp"

namespace tocsin::reports {
namespace {

constexpr std::size_t kShortDigest = 12;

playlists::Words titleOf(By by) {
    switch (by) {
        case By::screen:
            return {"screen", "电子屏"};
        case By::campaign:
            return {"campaign", "播放任务"};
        case By::asset:
            return {"asset", "素材"};
        case By::category:
            return {"category", "类别"};
        case By::unit:
            return {"unit", "单位"};
        case By::tree:
            return {"unit, with those below", "单位（含下级）"};
        case By::daypart:
            return {"daypart", "时段"};
        case By::day:
            return {"day", "日期"};
        case By::hour:
            break;
    }
    return {"hour", "小时"};
}

std::string intervalText(ReportRequest const& request, std::string const& zone, Speech const& say) {
    if (!request.byDates) {
        return readableInstant(request.instants.begin, zone) + " – " +
               readableInstant(request.instants.end, zone);
    }
    auto const to = say({" to ", " 至 "});
    return request.fromText() + to + request.toText() + say({" (local days)", "（按各屏当地日）"});
}

std::string shownValue(NameTables const& names, By by, std::string const& id,
                       std::string const& zone, Speech const& say) {
    auto const name = shownName(names, by, id);
    if (id == kUnprovenTime && (by == By::hour || by == By::daypart)) {
        return say({"time not proven", "时间未证实"});
    }
    if (by == By::campaign && id.empty()) {
        return say({"fallback loop", "备播"});
    }
    if (by == By::hour) {
        auto const t = parseInstant(id);
        return t ? readableInstant(*t, zone) : id;
    }
    return by == By::asset && name == id ? id.substr(0, kShortDigest) : name;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> factsOf(ReportRequest const& request,
                                                         Freshness const& freshness,
                                                         std::string_view rule, Speech const& say) {
    auto const missing = std::to_string(freshness.unreported.size());
    return {{say({"period", "统计区间"}), intervalText(request, freshness.zone, say)},
            {say({"data as of", "数据截至"}), readableInstant(freshness.asOf, freshness.zone)},
            {say({"screens that have not reported", "未回传屏"}), missing + say({"", " 块"})},
            {say({"rules", "统计口径"}), std::string(rule)}};
}

void addUnreported(Page& page, Freshness const& freshness, Speech const& say) {
    if (freshness.unreported.empty()) {
        return;
    }
    PageTable table;
    table.title = say({"screens that have not reported", "未回传屏"});
    table.columns = {{say({"screen", "电子屏"})},
                     {say({"name", "名称"})},
                     {say({"newest row until", "最近记录截至"})}};
    for (auto const& one : freshness.unreported) {
        table.rows.push_back({one.screen, one.name,
                              one.last ? readableInstant(*one.last, freshness.zone)
                                       : say({"never sent a row", "从未回传"})});
    }
    page.tables.push_back(std::move(table));
}

std::vector<PageColumn> keyColumns(ReportRequest const& request, Speech const& say) {
    std::vector<PageColumn> out;
    for (auto const by : request.by) {
        out.push_back({say(titleOf(by))});
    }
    return out;
}

std::vector<std::string> shownKey(ReportRequest const& request, NameTables const& names,
                                  Key const& key, std::string const& zone) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < key.size(); ++i) {
        out.push_back(shownValue(names, request.by[i], key[i], zone, Speech{request.language}));
    }
    return out;
}

}  // namespace tocsin::reports
