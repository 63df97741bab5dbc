// SPDX-License-Identifier: Apache-2.0
// 亮点 and 不足 as they are drafted: both, from the same figures, and never the good ones alone.
#include <algorithm>
#include <map>
#include <vector>

#include "filing_texts.hpp"
#include "json_values.hpp"
#include "tocsin/reports/seconds_words.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using documents::Language;

constexpr std::size_t kMostNamed = 5;

class Findings {
public:
    Findings(json::object const& content, Language language)
        : content_(content),
          figures_(partIn(content, "figures")),
          chinese_(language == Language::chinese) {
        eachIn(content_, "screens", [this](json::object const& screen) {
            if (numberIn(screen, "planned") > 0) {
                ordered_.push_back(&screen);
            }
        });
        std::stable_sort(ordered_.begin(), ordered_.end(), isWorse);
    }

    std::string highlights() {
        out_.clear();
        whole();
        best();
        warningsInTime();
        work();
        if (out_.empty()) {
            line("按现有数据没有可列的亮点。", "The data name no highlights.");
        }
        return out_;
    }

    std::string shortcomings() {
        out_.clear();
        uncovered();
        worst();
        reasons();
        lateWarnings();
        missingData();
        if (out_.empty()) {
            line("按现有数据未发现不足；此结论只对已回传的数据成立。",
                 "The data name no shortcomings; that holds for the data that have come.");
        }
        return out_;
    }

private:
    [[nodiscard]] std::string say(std::string chinese, std::string english) const {
        return chinese_ ? std::move(chinese) : std::move(english);
    }
    void line(std::string chinese, std::string english) {
        out_ += (out_.empty() ? "" : "\n") + say(std::move(chinese), std::move(english));
    }

    static bool isWorse(json::object const* a, json::object const* b) {
        // counted / planned without a fraction; counts of a period fit.
        return numberIn(*a, "counted") * numberIn(*b, "planned") <
               numberIn(*b, "counted") * numberIn(*a, "planned");
    }
    static bool isWhole(json::object const& screen) {
        return numberIn(screen, "counted") >= numberIn(screen, "planned");
    }

    [[nodiscard]] std::string named(json::object const& screen) const {
        auto const counts =
            counted(numberIn(screen, "counted")) + "/" + counted(numberIn(screen, "planned"));
        return textIn(screen, "name") +
               say("（" + percentOf(numberIn(screen, "counted"), numberIn(screen, "planned")) +
                       "，" + counts + "）",
                   " (" + percentOf(numberIn(screen, "counted"), numberIn(screen, "planned")) +
                       ", " + counts + ")");
    }
    /// At most kMostNamed, and how many there are beyond.
    [[nodiscard]] std::string listOf(std::vector<std::string> const& names) const {
        std::string out;
        for (std::size_t i = 0; i < std::min(names.size(), kMostNamed); ++i) {
            out += (i == 0 ? "" : say("、", ", ")) + names[i];
        }
        auto const more = names.size() - std::min(names.size(), kMostNamed);
        return more == 0 ? out
                         : out + say("，另有" + std::to_string(more) + "块",
                                     " and " + std::to_string(more) + " more");
    }

    void whole() {
        auto const count = std::count_if(ordered_.begin(), ordered_.end(),
                                         [](auto const* screen) { return isWhole(*screen); });
        if (count > 0) {
            line(std::to_string(ordered_.size()) + "块应播屏中，" + std::to_string(count) +
                     "块全部按计划播完。",
                 "Of " + std::to_string(ordered_.size()) + " ordered screens, " +
                     std::to_string(count) + " showed all that was planned.");
        }
    }

    void best() {
        std::vector<std::string> names;
        for (auto at = ordered_.rbegin(); at != ordered_.rend() && names.size() < 3; ++at) {
            if (flagIn(**at, "landed")) {
                names.push_back(named(**at));
            }
        }
        if (!names.empty()) {
            line("完成率最高：" + listOf(names) + "。", "Best completion: " + listOf(names) + ".");
        }
    }

    void warningsInTime() {
        auto const targets = numberIn(figures_, "warning_screens");
        if (targets > 0 && numberIn(figures_, "warnings_in_time") == targets) {
            line("预警" + counted(targets) + "屏次全部及时上屏。",
                 "All warnings were on glass in time (" + counted(targets) + ").");
        }
    }

    void work() {
        auto const records = numberIn(partIn(content_, "manual"), "records");
        if (records > 0) {
            line("同期开展线下工作" + counted(records) + "项（人工填报）。",
                 "Work of people in the same time: " + counted(records) + " (entered by people).");
        }
    }

    void uncovered() {
        std::vector<std::string> names;
        for (auto const* screen : ordered_) {
            if (!flagIn(*screen, "covered")) {
                names.push_back(textIn(*screen, "name"));
            }
        }
        if (!names.empty()) {
            line(
                "应播而未播出：" + std::to_string(names.size()) + "块屏（" + listOf(names) + "）。",
                "Ordered and never played: " + std::to_string(names.size()) + " screens (" +
                    listOf(names) + ").");
        }
        std::vector<std::string> idle;
        eachIn(content_, "idle_screens",
               [&](json::object const& one) { idle.push_back(textIn(one, "name")); });
        if (!idle.empty()) {
            line("未安排本活动内容：" + std::to_string(idle.size()) + "块屏（" + listOf(idle) +
                     "）。",
                 "Without content of this activity: " + std::to_string(idle.size()) + " screens (" +
                     listOf(idle) + ").");
        }
    }

    void worst() {
        std::vector<std::string> names;
        for (auto const* screen : ordered_) {
            // Who reached the plan's threshold may be among the best, and is in one list alone.
            if (!isWhole(*screen) && !flagIn(*screen, "landed") && names.size() < kMostNamed) {
                names.push_back(named(*screen));
            }
        }
        if (!names.empty()) {
            line("完成率最低：" + listOf(names) + "。",
                 "Lowest completion: " + listOf(names) + ".");
        }
        auto const missing = numberIn(figures_, "planned") - numberIn(figures_, "counted");
        if (missing > 0) {
            line("计划内未完整播放" + counted(missing) + "次；未落地" +
                     counted(numberIn(figures_, "screens_ordered") -
                             numberIn(figures_, "screens_landed")) +
                     "块屏。",
                 counted(missing) + " planned plays are not complete; " +
                     counted(numberIn(figures_, "screens_ordered") -
                             numberIn(figures_, "screens_landed")) +
                     " screens are below 80 % of their plan.");
        }
    }

    void reasons() {
        std::map<std::string, std::int64_t> lost;
        eachIn(content_, "faults", [&](json::object const& fault) {
            auto const words = textIn(fault, "class") == "offline"
                                   ? reports::wordsOf(reports::TimeClass::offline).name
                                   : reports::wordsOfReason(textIn(fault, "reason"));
            lost[say(words.chinese, words.english)] += numberIn(fault, "ms");
        });
        std::vector<std::pair<std::int64_t, std::string>> sorted;
        for (auto const& [reason, ms] : lost) {
            sorted.emplace_back(-ms, reason);
        }
        std::sort(sorted.begin(), sorted.end());
        std::string text;
        for (auto const& [ms, reason] : sorted) {
            text += (text.empty() ? "" : say("、", ", ")) + reason + " " + hoursOf(-ms) +
                    say("小时", " h");
        }
        if (!text.empty()) {
            line("失败与离线的原因：" + text + "。",
                 "Reasons of failed and offline time: " + text + ".");
        }
        if (valueIn(content_, "seconds_missing") != nullptr) {
            line("异常时长未统计：屏数与天数超出一次可核算的范围。",
                 "Time lost to faults was not counted: too many screens and days at once.");
        }
    }

    void lateWarnings() {
        auto const late =
            numberIn(figures_, "warning_screens") - numberIn(figures_, "warnings_in_time");
        if (late > 0) {
            line("预警未及时上屏" + counted(late) + "屏次。",
                 "Warnings that were not on glass in time: " + counted(late) + ".");
        }
    }

    void missingData() {
        std::vector<std::string> names;
        eachIn(content_, "unreported",
               [&](json::object const& one) { names.push_back(textIn(one, "name")); });
        if (!names.empty()) {
            line("播放记录未回传：" + listOf(names) + "。",
                 "Records that have not come: " + listOf(names) + ".");
        }
        auto const gaps = static_cast<std::int64_t>(listIn(content_, "gaps").size()) +
                          numberIn(content_, "gaps_left_out");
        if (gaps > 0) {
            line("播放记录有缺口" + counted(gaps) + "处，详见数据说明。",
                 "The records have " + counted(gaps) + " gaps; see the notes on data.");
        }
        auto const& sum = partIn(content_, "reconciliation");
        if (sum.contains("holds") && !flagIn(sum, "holds")) {
            line("各周与合计不符，相差" + counted(numberIn(sum, "difference")) +
                     "次，可能因周报冻结后屏幕或任务归属变更，须核对。",
                 "Weeks and total differ by " + counted(numberIn(sum, "difference")) +
                     " plays; screens or campaigns may have been moved since. This has to be "
                     "looked into.");
        }
    }

    json::object const& content_;
    json::object const& figures_;
    bool chinese_;
    std::vector<json::object const*> ordered_;  ///< the worst first
    std::string out_;
};

}  // namespace

DraftedTexts draftedTexts(json::object const& content, Language language) {
    auto const kind = textIn(content, "kind");
    DraftedTexts out;
    out.overview = paragraphOf(content,
                               kind == "final"  ? Length::summary
                               : kind == "week" ? Length::weekly
                                                : Length::brief,
                               language);
    if (kind == "plan") {
        return out;  // nothing has been shown yet
    }
    Findings findings(content, language);
    out.highlights = findings.highlights();
    out.shortcomings = findings.shortcomings();
    return out;
}

}  // namespace tocsin::filing
