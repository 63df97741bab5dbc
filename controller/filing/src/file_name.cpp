// SPDX-License-Identifier: Apache-2.0
// 单位_活动_第N周_截至日期.
#include "file_name.hpp"

#include <algorithm>

#include "filing_texts.hpp"
#include "json_values.hpp"
#include "tocsin/filing/filing_document.hpp"

namespace tocsin::filing {
namespace {

constexpr std::size_t kMostPartBytes = 60;  // of one part; some file systems hold 255 in all

}  // namespace

std::string safeName(std::string const& text) {
    std::string out;
    for (char const c : text) {
        bool const bad = static_cast<unsigned char>(c) < 0x20 || c == 0x7f ||
                         std::string_view("/\\:*?\"<>|_").find(c) != std::string_view::npos;
        out += bad ? '-' : c;
    }
    if (out.size() > kMostPartBytes) {
        auto end = kMostPartBytes;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) {
            --end;
        }
        out.resize(end);
    }
    while (!out.empty() && (out.front() == '.' || out.front() == ' ' || out.front() == '-')) {
        out.erase(0, 1);
    }
    while (!out.empty() && (out.back() == '.' || out.back() == ' ')) {
        out.pop_back();
    }
    return out;
}

std::string fileNameOf(boost::json::object const& content, documents::Language language) {
    bool const chinese = language == documents::Language::chinese;
    auto const say = [&](std::string zh, std::string en) { return chinese ? zh : en; };
    auto const kind = textIn(content, "kind");
    auto const issue = std::to_string(numberIn(content, "issue"));
    auto const what = kind == "week"     ? issue == "0" ? say("活动前一周", "week0")
                                                        : say("第" + issue + "周", "week" + issue)
                          : kind == "final" ? say("总结", "final")
                      : kind == "plan"   ? say("计划", "plan")
                      : kind == "patrol" ? say("巡查日报", "patrol")
                                         : say("时段", "period");
    auto const unit = safeName(textIn(content, "unit_name"));
    auto const title = safeName(textIn(content, "title"));
    // Data end on the day that they were counted on at the latest, a plan on its own last day.
    auto const counted = localDay(content, textIn(content, "as_of"));
    auto const to = textIn(content, "to");
    auto const last = kind == "plan" || counted.empty() ? to : std::min(to, counted);
    return (unit.empty() ? say("全系统", "site") : unit) + "_" +
           (title.empty() ? safeName(textIn(content, "activity")) : title) + "_" + what + "_" +
           say("截至" + safeName(last), "to-" + safeName(last));
}

}  // namespace tocsin::filing
