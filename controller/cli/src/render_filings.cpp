// SPDX-License-Identifier: Apache-2.0
#include "render_filings.hpp"

#include <charconv>
#include <map>

#include "activity_words.hpp"
#include "text_table.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::cli {
namespace {

using Words = std::map<std::string, std::pair<char const*, char const*>>;

std::string wordOf(Words const& words, std::string const& word, Language language) {
    auto const found = words.find(word);
    return found == words.end() ? word
                                : either(language, found->second.first, found->second.second);
}

/// "2026-06-09 18:00" where the activity is: a deadline is read off a clock on the wall.
std::string localTime(std::string const& instant, std::string const& zone) {
    auto const at = parseInstant(instant);
    if (!at) {
        return instant;
    }
    auto const offset = playlists::offsetAt(zone, *at);
    if (!offset) {
        return instant;
    }
    constexpr std::size_t kDay = 10, kMinute = 16;
    auto const local = formatInstant(*at, *offset);
    return local.substr(0, kDay) + " " + local.substr(kDay + 1, kMinute - kDay - 1);
}

std::string kindOf(Json const& row, Language language) {
    static Words const kWords = {{"plan", {"plan", "计划"}},
                                 {"week", {"week", "周报"}},
                                 {"final", {"final", "总结"}},
                                 {"patrol", {"patrol", "巡查日报"}},
                                 {"period", {"period", "时段"}}};
    auto const kind = text(row, "kind");
    auto const issue = integer(row, "issue");
    if (kind == "week") {
        return issue == 0                      ? either(language, "week before", "活动前一周")
               : language == Language::chinese ? "第" + std::to_string(issue) + "周"
                                               : "week " + std::to_string(issue);
    }
    return wordOf(kWords, kind, language);
}

std::string stateOf(std::string const& state, Language language) {
    static Words const kWords = {
        {"none", {"not begun", "未报"}},      {"draft", {"draft", "草稿"}},
        {"submitted", {"submitted", "已报"}}, {"accepted", {"accepted", "已收"}},
        {"returned", {"returned", "退回"}},   {"overdue", {"overdue", "逾期"}}};
    return wordOf(kWords, state, language);
}

std::string revisionOf(Json const& row) {
    auto const number = integer(row, "number");
    return number == 0 ? "—"
                       : std::to_string(number) + "-" + std::to_string(integer(row, "revision"));
}

std::string linesOf(Json const& content, Language language) {
    auto const& texts = member(content, "texts");
    std::string out;
    for (auto const& [key, english, chinese] :
         {std::tuple{"overview", "Overview", "总体情况"},
          std::tuple{"highlights", "Highlights", "亮点"},
          std::tuple{"shortcomings", "Shortcomings", "不足"}}) {
        auto const said = text(texts, key);
        if (!said.empty()) {
            out += "\n" + either(language, english, chinese) + "\n";
            for (std::size_t at = 0; at < said.size();) {
                auto const end = std::min(said.find('\n', at), said.size());
                out += "  " + printable(said.substr(at, end - at)) + "\n";
                at = end + 1;
            }
        }
    }
    return out;
}

}  // namespace

std::string renderDue(Json const& due, Language language) {
    TextTable table({{either(language, "activity", "活动")},
                     {either(language, "filing", "报送")},
                     {either(language, "about", "统计区间")},
                     {either(language, "due", "时限")},
                     {either(language, "state", "状态")},
                     {either(language, "number", "编号")}});
    for (auto const& row : elements(due, "items")) {
        auto const when = text(row, "due");
        table.add({text(row, "activity"), kindOf(row, language),
                   text(row, "from") + " – " + text(row, "to"),
                   when.empty() ? "—" : localTime(when, text(row, "zone")),
                   (integer(row, "number") > 0 && text(row, "state") == "draft"
                        ? either(language, "frozen, not sent", "已冻结未报")
                        : stateOf(text(row, "state"), language)) +
                       (flag(row, "late") ? either(language, " (late)", "（迟报）") : ""),
                   revisionOf(row)});
    }
    auto out = table.str();
    for (auto const& run : elements(due, "in_no_week")) {
        out += printable(text(run, "activity")) + ": " + printable(text(run, "from")) + " – " +
               printable(text(run, "to")) +
               either(language, " is in no weekly report; the final counts it\n",
                      " 不在任何周报内，计入总结\n");
    }
    return out;
}

std::string renderFilings(Json const& filings, Language language) {
    TextTable table({{either(language, "number", "编号")},
                     {either(language, "activity", "活动")},
                     {either(language, "filing", "报送")},
                     {either(language, "unit", "单位")},
                     {either(language, "about", "统计区间")},
                     {either(language, "as of", "截至")},
                     {either(language, "by", "冻结人")},
                     {either(language, "check code", "校验码")}});
    for (auto const& row : elements(filings, "items")) {
        table.add({revisionOf(row), text(row, "activity"), kindOf(row, language),
                   text(row, "unit").empty() ? "—" : text(row, "unit"),
                   text(row, "from") + " – " + text(row, "to"), text(row, "as_of"),
                   text(row, "who"), text(row, "check_code")});
    }
    return table.str();
}

std::string renderFiling(Json const& filing, Language language) {
    auto const& content = member(filing, "content");
    std::string out;
    if (integer(filing, "number") > 0) {
        out = renderFrozen(filing, language);
        if (auto const reason = text(filing, "reason"); !reason.empty()) {
            out += either(language, "reason: ", "更正原因：") + printable(reason) + "\n";
        }
        for (auto const& event : elements(filing, "events")) {
            out += printable(text(event, "at")) + "  " + stateOf(text(event, "step"), language) +
                   "  " + printable(text(event, "who")) + "  " + printable(text(event, "reason")) +
                   "\n";
        }
    } else {
        out = kindOf(content, language) + "  " + printable(text(content, "from")) + " – " +
              printable(text(content, "to")) + "  " +
              either(language, "draft, as of ", "草稿，截至 ") + printable(text(content, "as_of")) +
              "\n";
    }
    return out + linesOf(content, language);
}

std::string renderFrozen(Json const& head, Language language) {
    return either(language, "filing ", "编号 ") + revisionOf(head) + "  " + kindOf(head, language) +
           "  " + printable(text(head, "from")) + " – " + printable(text(head, "to")) + "  " +
           either(language, "check code ", "校验码 ") + printable(text(head, "check_code")) + "\n";
}

std::string renderFilled(std::string const& file, std::string const& count,
                         std::vector<std::string> const& unknown, Language language) {
    auto out = either(language, "written to ", "已写入 ") + printable(file) +
               either(language, "; filled in: ", "；已填写：") + printable(count) + "\n";
    for (auto const& name : unknown) {
        out += either(language, "nobody knows {{", "未知名称 {{") + printable(name) + "}}\n";
    }
    return out;
}

std::vector<std::string> decodedNames(std::string const& header) {
    std::string whole;
    for (std::size_t i = 0; i < header.size(); ++i) {
        unsigned value = 0;
        bool const coded =
            header[i] == '%' && i + 2 < header.size() &&
            std::from_chars(&header[i + 1], &header[i + 3], value, 16).ptr == &header[i + 3];
        whole += coded ? static_cast<char>(value) : header[i];
        i += coded ? 2 : 0;
    }
    std::vector<std::string> out;
    for (std::size_t at = 0; at < whole.size();) {
        auto const end = std::min(whole.find(',', at), whole.size());
        out.push_back(whole.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

}  // namespace tocsin::cli
