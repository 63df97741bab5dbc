// SPDX-License-Identifier: Apache-2.0
// The paragraph to paste.
#include "filing_texts.hpp"
#include "json_values.hpp"

namespace tocsin::filing {
namespace {

constexpr std::int64_t kHundredthHourMs = 36'000;

namespace json = boost::json;
using documents::Language;

class Writer {
public:
    Writer(json::object const& content, Length length, Language language)
        : content_(content),
          figures_(partIn(content, "figures")),
          length_(length),
          chinese_(language == Language::chinese),
          language_(language) {}

    std::string write() {
        if (textIn(content_, "kind") == "plan") {
            planned();
            return out_;
        }
        if (textIn(content_, "counted_from").empty()) {
            return say("本期（" + span() + "）活动尚未开始，无播放。",
                       "The activity had not begun (" + span() + "); nothing was played.");
        }
        if (valueIn(content_, "begun") != nullptr && !flagIn(content_, "begun")) {
            return say("本期（" + span() + "）尚未开始。",
                       "The period (" + span() + ") has not begun.");
        }
        if (number("planned") == 0 && number("complete") == 0) {
            out_ = say("截至" + until() + "，本期无播放计划，也无播放记录。",
                       "Up to " + until() + " nothing was planned and nothing was played.");
        } else {
            played();
            rates();
        }
        warned();
        faults();
        if (length_ != Length::brief) {
            unreported();
            late();
            manual();
        }
        if (flagIn(content_, "provisional")) {
            out_ += textIn(content_, "kind") == "final"
                        ? say("活动尚未结束，以上为阶段性数据。",
                              " The activity goes on: these figures are provisional.")
                        : say("本期尚未结束，以上为阶段性数据。",
                              " The period is not over: these figures are provisional.");
        }
        return out_;
    }

private:
    [[nodiscard]] std::string say(std::string chinese, std::string english) const {
        return chinese_ ? std::move(chinese) : std::move(english);
    }
    [[nodiscard]] std::int64_t number(char const* key) const { return numberIn(figures_, key); }

    [[nodiscard]] std::string span() const {
        return dayText(textIn(content_, "from"), language_) + say("至", " to ") +
               dayText(textIn(content_, "to"), language_);
    }
    /// 截至: the end of the last day if it is over.
    [[nodiscard]] std::string until() const {
        if (flagIn(content_, "over")) {
            return dayText(textIn(content_, "counted_to"), language_) + say("24时", ", 24:00");
        }
        return instantText(content_, textIn(content_, "as_of"), language_);
    }
    [[nodiscard]] std::string who() const {
        auto const units = number("units");
        if (textIn(content_, "unit").empty()) {
            return say("全系统" + std::to_string(units) + "家单位",
                       std::to_string(units) + (units == 1 ? " unit" : " units"));
        }
        auto const name = textIn(content_, "unit_name");
        return units > 1 ? say(name + "等" + std::to_string(units) + "家单位",
                               name + " and units below it (" + std::to_string(units) + ")")
                         : name;
    }

    /// 6部、24条: kinds of which nothing was shown are left out.
    [[nodiscard]] std::string contents() const {
        std::string zh, en;
        auto const add = [&](char const* key, char const* name, char const* unit,
                             char const* english) {
            auto const count = number(key);
            if (count > 0) {
                zh += (zh.empty() ? "" : "、") + (name + counted(count)) + unit;
                en += (en.empty() ? "" : ", ") + counted(count) + " " + english +
                      (count == 1 ? "" : "s");
            }
        };
        add("films", "宣传视频", "部", "film");
        add("slogans", "标语口号", "条", "slogan");
        add("pictures", "宣传图片", "幅", "picture");
        return say(std::move(zh), std::move(en));
    }

    void planned() {
        std::int64_t plays = 0;
        for (auto const& one : listIn(content_, "plan")) {
            plays += one.is_object() ? numberIn(one.as_object(), "planned") : 0;
        }
        auto const until = textIn(content_, "plan_until");
        if (until.empty()) {
            out_ = say("尚无已发布的播放计划。", "No plan has been released yet.");
            return;
        }
        out_ = say(who() + "计划使用" + counted(number("screens_ordered")) + "块电子显示屏，于" +
                       span() + "播放；已发布的计划至" + dayText(until, language_) + "，共" +
                       counted(plays) + "次。",
                   who() + " plans " + counted(plays) + " plays on " +
                       counted(number("screens_ordered")) + " screens, " + span() +
                       "; plans have been released up to " + dayText(until, language_) + ".");
    }

    void played() {
        auto const what = contents();
        auto const prefix =
            length_ == Length::summary
                ? say(textIn(content_, "title") + "期间，", textIn(content_, "title") + ": ")
            : length_ == Length::weekly && numberIn(content_, "issue") > 0
                ? say("第" + std::to_string(numberIn(content_, "issue")) + "周（" + span() + "），",
                      "Week " + std::to_string(numberIn(content_, "issue")) + " (" + span() + "): ")
                : std::string();
        out_ = say(prefix + "截至" + until() + "，" + who() + "累计使用" +
                       counted(number("screens_covered")) + "块电子显示屏" +
                       (what.empty() ? "" : "循环播放" + what) + "，累计完整播放" +
                       counted(number("complete")) + "次、" + hoursOf(number("shown_ms")) + "小时",
                   prefix + "up to " + until() + " " + who() + " used " +
                       counted(number("screens_covered")) + " screens" +
                       (what.empty() ? "" : " for " + what) + ": " + counted(number("complete")) +
                       " complete plays, " + hoursOf(number("shown_ms")) + " hours");
    }

    void rates() {
        auto const rate = [&](std::int64_t part, std::int64_t whole) {
            return percentOf(part, whole) + say("（" + counted(part) + "/" + counted(whole) + "）",
                                                " (" + counted(part) + "/" + counted(whole) + ")");
        };
        auto const ordered = number("screens_ordered");
        if (ordered > 0) {
            out_ += say("，屏幕覆盖率", "; coverage ") + rate(number("screens_covered"), ordered);
            if (length_ != Length::brief) {
                out_ += say("，落地率（按屏）", ", landing (by screens) ") +
                        rate(number("screens_landed"), ordered);
            }
        }
        if (number("planned") > 0) {
            out_ +=
                say("，播放完成率", ", completion ") + rate(number("counted"), number("planned"));
        }
        out_ += say("。", ".");
        if (number("unverified") > 0 && length_ != Length::brief) {
            out_ += say("其中" + counted(number("unverified")) + "次为终端已播、屏体未核验。",
                        " Of the plays " + counted(number("unverified")) +
                            " were played by the terminal, panel not verified.");
        }
    }

    void warned() {
        auto const targets = number("warning_screens"), inTime = number("warnings_in_time");
        // A sum whose members do not say which warnings they counted has no number of them.
        bool const isKnown = hasNumber(figures_, "warnings");
        if (isKnown ? number("warnings") == 0 : targets == 0) {
            return;
        }
        auto const warnings = counted(number("warnings"));
        out_ += say(
            (isKnown ? "期间发布预警" + warnings + "条、"
                     : std::string("期间发布预警（条数未统计：部分单位未列明所计预警）")) +
                counted(targets) + "屏次，及时率" + percentOf(inTime, targets) + "（" +
                counted(inTime) + "/" + counted(targets) + "）。",
            " Warnings: " +
                (isKnown ? warnings : std::string("not counted, since members do not say which")) +
                ", on " + counted(targets) + " screens counted one by one, in time " +
                percentOf(inTime, targets) + " (" + counted(inTime) + "/" + counted(targets) +
                ").");
    }

    void faults() {
        if (!partIn(content_, "seconds").contains("failed_ms")) {
            if (valueIn(content_, "seconds_missing") != nullptr) {
                out_ += say("本期异常时长未统计。", " Time lost to faults was not counted.");
            }
            return;
        }
        std::int64_t screens = 0, ms = 0;
        eachIn(content_, "screens", [&](json::object const& screen) {
            auto const& seconds = partIn(screen, "seconds");
            auto const lost = numberIn(seconds, "failed_ms") + numberIn(seconds, "offline_ms");
            screens += lost > 0 ? 1 : 0;
            ms += lost;
        });
        out_ += screens == 0
                    ? say("所播屏幕未记录到播出失败或离线。",
                          " No failed or offline time was recorded on these screens.")
                    : say("期间" + counted(screens) + "块屏有播出失败或离线，合计" +
                              (ms < kHundredthHourMs ? "不足0.01" : hoursOf(ms)) + "小时。",
                          " " + counted(screens) + " screens had failed or offline time, " +
                              (ms < kHundredthHourMs ? "less than 0.01" : hoursOf(ms)) +
                              " hours in all.");
    }

    void unreported() {
        std::string names;
        std::size_t count = 0;
        constexpr std::size_t kMostNamed = 5;
        eachIn(content_, "unreported", [&](json::object const& one) {
            if (count++ < kMostNamed) {
                auto const last = textIn(one, "last");
                names += (names.empty() ? "" : say("；", "; ")) + textIn(one, "name") +
                         (last.empty() ? say("：尚无记录", ": none yet")
                                       : say("：记录至", ": up to ") +
                                             instantText(content_, last, language_));
            }
        });
        if (count > 0) {
            names += count > kMostNamed ? say("等", ", …") : "";
            out_ +=
                say("另有" + std::to_string(count) + "块屏日志未回传（" + names + "），未计入。",
                    " Records of " + std::to_string(count) + " screens have not come (" + names +
                        ") and are not counted.");
        }
    }

    void late() {
        std::int64_t plays = 0;
        eachIn(content_, "late",
               [&](json::object const& row) { plays += numberIn(row, "complete"); });
        if (plays > 0 && length_ == Length::weekly) {
            out_ += say("另补录以前各周迟到的播放" + counted(plays) + "次，不计入本周。",
                        " Plays of former weeks that came late: " + counted(plays) +
                            ", not counted in this week.");
        }
    }

    void manual() {
        auto const& manual = partIn(content_, "manual");
        auto const records = numberIn(manual, "records");
        if (records == 0) {
            return;
        }
        auto const sessions = numberIn(manual, "sessions"), people = numberIn(manual, "people");
        out_ +=
            say("线下工作（人工填报，非屏幕统计）：" + counted(records) + "项" +
                    (sessions > 0 ? "、" + counted(sessions) + "场次" : "") +
                    (people > 0 ? "、" + counted(people) + "人次" : "") + "。",
                " Work of people (entered by people, not counted by screens): " + counted(records) +
                    " records" + (sessions > 0 ? ", " + counted(sessions) + " sessions" : "") +
                    (people > 0 ? ", " + counted(people) + " attendances" : "") + ".");
    }

    json::object const& content_;
    json::object const& figures_;
    Length length_;
    bool chinese_;
    Language language_;
    std::string out_;
};

}  // namespace

std::string paragraphOf(json::object const& content, Length length, Language language) {
    return Writer(content, length, language).write();
}

}  // namespace tocsin::filing
