// SPDX-License-Identifier: Apache-2.0
#include "render_activities.hpp"

#include <algorithm>
#include <utility>

#include "activity_words.hpp"
#include "language.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

using Align = TextTable::Align;

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

/// "2026-06-01 – 2026-06-30", or one day.
std::string periodOf(Json const& thing) {
    auto const from = text(thing, "from"), to = text(thing, "to");
    return from == to ? from : from + " – " + to;
}

std::string personOf(Json const& thing) {
    auto const& who = member(thing, "responsible");
    std::string out;
    for (auto const* key : {"name", "phone", "mail"}) {
        auto const said = text(who, key);
        out += (out.empty() || said.empty() ? "" : ", ") + said;
    }
    return out;
}

std::string filingOf(Json const& filing, Language language) {
    constexpr std::pair<char const*, char const*> days[] = {{"", ""},
                                                            {"Monday", "周一"},
                                                            {"Tuesday", "周二"},
                                                            {"Wednesday", "周三"},
                                                            {"Thursday", "周四"},
                                                            {"Friday", "周五"},
                                                            {"Saturday", "周六"},
                                                            {"Sunday", "周日"}};
    std::string out = text(filing, "receiver");
    auto const add = [&out](std::string const& more) { out += (out.empty() ? "" : "; ") + more; };
    auto const day = integer(filing, "weekday");
    if (flag(filing, "weekly") && day >= 1 && day <= 7) {
        auto const& name = days[day];
        add(either(language, "weekly by ", "每") + either(language, name.first, name.second) + " " +
            text(filing, "time"));
    }
    auto const due = [&](char const* key, char const* english, char const* chinese) {
        if (auto const when = text(filing, key); !when.empty()) {
            add(either(language, english, chinese) + when +
                (flag(filing, "day_included") ? either(language, " (included)", "（含当日）")
                                              : either(language, " (before it)", "（不含当日）")));
        }
    };
    due("plan_due", "plan by ", "方案 ");
    due("final_due", "final by ", "总结 ");
    return out;
}

std::string keyDates(Json const& activity, Language language) {
    TextTable table({{either(language, "key date", "重要日期")},
                     {word(language, Text::title)},
                     {word(language, Text::remark)}});
    for (auto const& date : elements(activity, "key_dates")) {
        table.add({text(date, "day"), text(date, "title"), text(date, "note")});
    }
    return table.empty() ? "" : "\n" + table.str();
}

std::string campaigns(Json const& activity, Language language) {
    TextTable table({{word(language, Text::campaign)},
                     {word(language, Text::title)},
                     {word(language, Text::state)},
                     {word(language, Text::unit)}});
    for (auto const& campaign : elements(activity, "campaigns")) {
        table.add({text(campaign, "id"), text(campaign, "title"),
                   sayState(language, text(campaign, "state")), text(campaign, "unit")});
    }
    return table.empty() ? "" : "\n" + table.str();
}

/// What people wrote into the part, of {"parts"} of the activity.
Json const& writtenOf(Json const& activity, std::string const& part) {
    static Json const nothing;
    auto const* parts = member(activity, "parts").if_array();
    if (parts != nullptr) {
        for (auto const& one : *parts) {
            if (text(one, "part") == part) {
                return one;
            }
        }
    }
    return nothing;
}

std::string parts(Json const& activity, Language language) {
    bool const chinese = language == Language::chinese;
    TextTable table({{either(language, "part", "五有")},
                     {""},
                     {either(language, "there", "已有")},
                     {either(language, "lacks", "缺少")},
                     {either(language, "files", "附件")}});
    auto const& completeness = member(activity, "completeness");
    for (auto const& part : elements(completeness, "parts")) {
        std::string files;
        for (auto const& file : elements(writtenOf(activity, text(part, "part")), "files")) {
            files += (files.empty() ? "" : ", ") + text(file, "name");
        }
        table.add({text(part, chinese ? "name_zh" : "part"), flag(part, "there") ? "✓" : "✗",
                   joined(part, chinese ? "by_zh" : "by_en", chinese ? "、" : ", "),
                   text(part, chinese ? "lacks_zh" : "lacks_en"), files});
    }
    auto const sentence = text(completeness, chinese ? "zh" : "en");
    return table.empty() ? "" : "\n" + table.str() + "\n" + printable(sentence) + "\n";
}

std::string countText(Json const& record, char const* key) {
    return member(record, key).is_null() ? "" : text(record, key);
}

std::string kindText(Json const& record, Language language) {
    return text(record, language == Language::chinese ? "kind_zh" : "kind");
}

std::string stateText(Json const& record, Language language) {
    return flag(record, "withdrawn") ? either(language, "withdrawn", "已撤回") : "";
}

/// What nobody counted is said, and not taken for nought.
std::string uncounted(Json const& sums, Language language) {
    std::string out;
    auto const add = [&](char const* key, char const* english, char const* chinese) {
        if (auto const number = integer(sums, key); number > 0) {
            out += std::to_string(number) + either(language, english, chinese) + "\n";
        }
    };
    add("without_sessions", " without a number of sessions, which are not in the total",
        " 条未填场次，不计入合计");
    add("without_people", " without a number of people, which are not in the total",
        " 条未填人次，不计入合计");
    return out;
}

/// Line by line, so that none moves the cursor.
std::string linesOf(std::string_view told) {
    std::string out;
    for (;;) {
        auto const end = told.find('\n');
        out += printable(told.substr(0, end)) + "\n";
        if (end == std::string_view::npos) {
            return out;
        }
        told.remove_prefix(end + 1);
    }
}

}  // namespace

std::string renderActivities(Json const& list, Language language) {
    TextTable table({{either(language, "activity", "活动")},
                     {word(language, Text::title)},
                     {either(language, "days", "起止")},
                     {word(language, Text::theme)},
                     {word(language, Text::unit)},
                     {word(language, Text::campaign), Align::right},
                     {word(language, Text::state)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "handle"), text(one, "title"), periodOf(one), text(one, "theme"),
                   text(one, "unit"), std::to_string(elements(one, "campaigns").size()),
                   flag(one, "retired") ? word(language, Text::retired) : ""});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

std::string renderActivity(Json const& activity, Language language) {
    auto const theme = text(activity, "theme");
    auto out = renderProperties(
        {{either(language, "activity", "活动"), text(activity, "handle")},
         {word(language, Text::title), text(activity, "title")},
         {word(language, Text::theme),
          theme.empty() ? either(language, "still to be said", "待定") : theme},
         {either(language, "days", "起止"), periodOf(activity)},
         {word(language, Text::unit), text(activity, "unit")},
         {either(language, "responsible", "责任人"), personOf(activity)},
         {either(language, "filing", "报送"), filingOf(member(activity, "filing"), language)},
         {word(language, Text::revision), text(activity, "revision")},
         {word(language, Text::state),
          flag(activity, "retired") ? word(language, Text::retired) : ""},
         {word(language, Text::changed), text(activity, "changed")}});
    return out + keyDates(activity, language) + campaigns(activity, language) +
           parts(activity, language);
}

std::string renderPart(Json const& activity, std::string const& part, Language language) {
    auto const& written = writtenOf(activity, part);
    auto const told = text(written, "text");
    TextTable table({{either(language, "file", "附件")},
                     {word(language, Text::bytes), Align::right},
                     {word(language, Text::digest)}});
    for (auto const& file : elements(written, "files")) {
        table.add({text(file, "name"), text(file, "bytes"), text(file, "digest")});
    }
    auto out = told.empty() ? std::string() : linesOf(told);
    if (!table.empty()) {
        out += (out.empty() ? "" : "\n") + table.str();
    }
    return out.empty() ? either(language, "nothing is written there yet", "尚无内容") + "\n" : out;
}

std::string renderWorkList(Json const& list, Language language) {
    TextTable table({{either(language, "number", "编号"), Align::right},
                     {either(language, "days", "日期")},
                     {word(language, Text::kind)},
                     {word(language, Text::title)},
                     {word(language, Text::unit)},
                     {either(language, "place", "地点")},
                     {either(language, "sessions", "场次"), Align::right},
                     {either(language, "people (by hand)", "人次（人工填报）"), Align::right},
                     {either(language, "pictures", "照片"), Align::right},
                     {word(language, Text::state)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "number"), periodOf(one), kindText(one, language), text(one, "title"),
                   text(one, "unit"), text(one, "place"), countText(one, "sessions"),
                   countText(one, "people"), std::to_string(elements(one, "pictures").size()),
                   stateText(one, language)});
    }
    if (table.empty()) {
        return word(language, Text::nothingToList) + "\n";
    }
    auto const& sums = member(list, "sums");
    table.add({"", word(language, Text::total), "",
               text(sums, "records") + either(language, " records", " 条"), "", "",
               text(sums, "sessions"), text(sums, "people"), "", ""});
    return table.str() + uncounted(sums, language);
}

std::string renderWork(Json const& record, Language language) {
    auto out = renderProperties(
        {{either(language, "number", "编号"), text(record, "number")},
         {either(language, "activity", "活动"), text(record, "activity")},
         {word(language, Text::kind), kindText(record, language)},
         {word(language, Text::title), text(record, "title")},
         {either(language, "days", "日期"), periodOf(record)},
         {word(language, Text::unit), text(record, "unit")},
         {either(language, "place", "地点"), text(record, "place")},
         {either(language, "sessions", "场次"), countText(record, "sessions")},
         {either(language, "people (by hand)", "人次（人工填报）"), countText(record, "people")},
         {either(language, "channel", "渠道"), text(record, "channel")},
         {either(language, "responsible", "责任人"), personOf(record)},
         {either(language, "entered by", "填报人"), text(record, "author")},
         {either(language, "imported from", "导入自"), text(record, "imported")},
         {word(language, Text::state), stateText(record, language)},
         {either(language, "reason", "原因"), text(record, "reason")},
         {word(language, Text::changed), text(record, "changed")}});
    if (auto const told = text(record, "text"); !told.empty()) {
        out += "\n" + linesOf(told);
    }
    TextTable table({{either(language, "picture", "照片")},
                     {either(language, "taken", "拍摄时间")},
                     {either(language, "caption", "说明")}});
    for (auto const& picture : elements(record, "pictures")) {
        table.add({text(picture, "picture"), text(picture, "taken"), text(picture, "caption")});
    }
    return table.empty() ? out : out + "\n" + table.str();
}

std::string renderImport(Json const& answer, Language language) {
    auto const added = elements(answer, "added");
    auto const already = elements(answer, "already");
    auto out =
        std::to_string(added.size()) +
        either(language, added.size() == 1 ? " record added" : " records added", " 条已导入");
    if (!added.empty()) {
        auto const first = text(added.front(), "number"), last = text(added.back(), "number");
        out += " (" + (first == last ? first : first + "–" + last) + ")";
    }
    out += "\n";
    for (auto const& one : already) {
        out += either(language, "row ", "第 ") + text(one, "row") +
               either(language, " is there already, as record ", " 行已存在，编号 ") +
               text(one, "number") +
               (flag(one, "differs")
                    ? either(language, ", which says something else", "，内容与该行不同")
                    : "") +
               "\n";
    }
    return out;
}

}  // namespace tocsin::cli
