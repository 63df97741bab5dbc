// SPDX-License-Identifier: Apache-2.0
// 数据说明: what the figures mean, how complete they are, and what they can be checked against.
#include <map>

#include "document_parts.hpp"
#include "tocsin/reports/freshness.hpp"
#include "tocsin/reports/play_words.hpp"
#include "tocsin/reports/seconds_words.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using documents::Paragraph;
using documents::ParagraphStyle;

constexpr std::size_t kMostGapsPrinted = 40;

class Notes {
public:
    Notes(Blocks& out, json::object const& content, Stamp const& stamp, Speech const& say)
        : out_(out), content_(content), stamp_(stamp), say_(say) {}

    void add() {
        definitions();
        completeness();
        if (content_.contains("reconciliation")) {
            reconciliation();
        }
        check();
    }

private:
    void note(std::string chinese, std::string english) {
        out_.emplace_back(
            Paragraph{say_(std::move(chinese), std::move(english)), ParagraphStyle::note});
    }

    [[nodiscard]] bool isPlan() const { return textIn(content_, "kind") == "plan"; }

    void definitions() {
        if (isPlan()) {
            note("计划次数与时长按已发布的播放计划统计，只含活动日期内的播放；时长截取、不进位。",
                 "Plays and hours are those of released plans, on days of the activity only; hours "
                 "are cut off, never rounded up.");
            return;
        }
        note(
            "应播为已发布播放计划中本活动任务的次数；实播为播放终端签名记录的完整播放次数，一条素材"
            "完整播完计一次。时长含未播完整的播放已播出的部分。时长与百分数截取、不进位，各行之和可"
            "略小于"
            "合计。统计只含活动日期内的播放。",
            "Planned: plays of the activity's campaigns in released plans. Complete: whole plays "
            "by "
            "players' signed records, one a showing of an item. Hours are of all that was shown, "
            "also of plays that are not whole. Hours and shares are cut off, never rounded up, so "
            "that rows may come to a little less than their sum. Only days of the activity count.");
        for (auto const& formula : reports::kFormulas) {
            auto const value = valueOf(formula.figure);
            note(formula.chineseFormula + (value.empty() ? "" : "；本期 " + value),
                 std::string(formula.english) + " = " + formula.englishFormula +
                     (value.empty() ? "" : "; here " + value));
        }
        if (content_.contains("seconds")) {
            note(reports::kSumFormula.chinese + std::string("；本期（小时）") + hoursOfClasses(),
                 reports::kSumFormula.english + std::string("; here (hours) ") + hoursOfClasses());
            note("在线率 =（开放时长 − 离线）÷ 开放时长。异常的次数为屏幕、日期与原因各计一行。",
                 "Online = (opening hours − offline) ÷ opening hours. Faults are counted a row a "
                 "screen, day and reason.");
        } else if (auto const why = textIn(content_, "seconds_missing"); !why.empty()) {
            note("在线率与异常时长未统计：" + why, "Online and faults were not counted: " + why);
        }
        note("人次、场次均为人工填报，屏幕不统计观看人数。",
             "Numbers of people and sessions are entered by people; screens count no audience.");
    }

    /// "98.62 %（128,430/130,234）" of a rate that the content has the counts of; else empty.
    [[nodiscard]] std::string valueOf(std::string const& rate) const {
        static std::map<std::string, std::pair<char const*, char const*>> const kCounts = {
            {"completion", {"counted", "planned"}},
            {"coverage", {"screens_covered", "screens_ordered"}},
            {"delivery", {"screens_delivered", "screens_ordered"}},
            {"landing", {"screens_landed", "screens_ordered"}},
            {"timeliness", {"warnings_in_time", "warning_screens"}}};
        auto const found = kCounts.find(rate);
        auto const& figures = partIn(content_, "figures");
        if (found == kCounts.end() || !hasNumber(figures, found->second.first)) {
            return "";
        }
        auto const part = numberIn(figures, found->second.first);
        auto const whole = numberIn(figures, found->second.second);
        return percentOf(part, whole) + "（" + counted(part) + "/" + counted(whole) + "）";
    }

    /// In the order of the formula; played is both what was verified and what was not.
    [[nodiscard]] std::string hoursOfClasses() const {
        auto const& seconds = partIn(content_, "seconds");
        std::int64_t all = 0;
        std::string out;
        for (auto const* key : {"proven_ms", "planned_closed_ms", "warning_ms", "failed_ms",
                                "offline_ms", "unknown_ms"}) {
            all += numberIn(seconds, key);
            out += (out.empty() ? "" : " + ") + hoursOf(numberIn(seconds, key));
        }
        return out + " = " + hoursOf(all);
    }

    void completeness() {
        auto const& unreported = listIn(content_, "unreported");
        auto const late = std::to_string(reports::kRowsComeWithin.count());
        note("数据截至" + instantText(content_, textIn(content_, "as_of"), say_.language) +
                 "；未回传屏幕（应有记录迟于" + late + "分钟未到）" +
                 std::to_string(unreported.size()) + "块，台账批次号" +
                 std::to_string(numberIn(content_, "last_batch")) + "。",
             "Data up to " + instantText(content_, textIn(content_, "as_of"), say_.language) +
                 "; " + std::to_string(unreported.size()) +
                 " screens have not sent all (rows that are " + late +
                 " minutes late); newest batch of the ledger " +
                 std::to_string(numberIn(content_, "last_batch")) + ".");
        std::size_t printed = 0;
        eachIn(content_, "gaps", [&](json::object const& gap) {
            if (printed++ < kMostGapsPrinted) {
                note("记录缺口：" + textIn(gap, "name") + "，" + textIn(gap, "zh"),
                     "Gap: " + textIn(gap, "name") + ", " + textIn(gap, "en"));
            }
        });
        auto const more = static_cast<std::int64_t>(printed) -
                          static_cast<std::int64_t>(std::min(printed, kMostGapsPrinted)) +
                          numberIn(content_, "gaps_left_out");
        if (more > 0) {
            note("另有" + counted(more) + "处缺口未列。",
                 counted(more) + " more gaps are not listed.");
        }
    }

    void reconciliation() {
        auto const& sum = partIn(content_, "reconciliation");
        std::int64_t rest = 0;
        eachIn(sum, "remainder",
               [&](json::object const& one) { rest += numberIn(one, "complete"); });
        auto const row = counted(numberIn(sum, "weeks_complete")) + " + " + counted(rest) + " + " +
                         counted(numberIn(sum, "late_complete"));
        auto const total = counted(numberIn(sum, "total_complete"));
        if (flagIn(sum, "holds")) {
            note("核对：已冻结各周合计 + 其余日期 + 补录 = " + row + " = " + total +
                     "，与总结相符。",
                 "Check: frozen weeks + other days + late = " + row + " = " + total +
                     ", as the final says.");
        } else {
            note("核对不符：已冻结各周合计 + 其余日期 + 补录 = " + row + "，总结为 " + total +
                     "，相差 " + counted(numberIn(sum, "difference")) + "。",
                 "Check fails: frozen weeks + other days + late = " + row + ", the final says " +
                     total + ", difference " + counted(numberIn(sum, "difference")) + ".");
        }
    }

    void check() {
        auto const& ledger = partIn(content_, "ledger");
        auto const& checkpoint = partIn(ledger, "checkpoint");
        note("台账日志：" + std::to_string(numberIn(ledger, "batches")) + " 批，根 " +
                 textIn(ledger, "head").substr(0, 16) +
                 (checkpoint.empty()
                      ? std::string("；尚无检查点。")
                      : "；检查点 " + std::to_string(numberIn(checkpoint, "size")) + " 批，根 " +
                            textIn(checkpoint, "root").substr(0, 16) + "。"),
             "Ledger's log: " + std::to_string(numberIn(ledger, "batches")) + " batches, root " +
                 textIn(ledger, "head").substr(0, 16) +
                 (checkpoint.empty()
                      ? std::string("; no checkpoint yet.")
                      : "; checkpoint of " + std::to_string(numberIn(checkpoint, "size")) +
                            " batches, root " + textIn(checkpoint, "root").substr(0, 16) + "."));
        auto const rules =
            textIn(content_, "rules") + (content_.contains("seconds_rules")
                                             ? ", " + textIn(content_, "seconds_rules")
                                             : std::string());
        note(
            "口径版本 " + rules + (stamp_.version.empty() ? "" : "；软件 " + stamp_.version) + "。",
            "Rules " + rules + (stamp_.version.empty() ? "" : "; program " + stamp_.version) + ".");
        if (stamp_.number > 0) {
            note("校验码 " + checkCode(stamp_.digest) + "（内容 SHA-256 " + stamp_.digest.hex() +
                     " 的前 16 位；内容载有台账日志的根）。",
                 "Check code " + checkCode(stamp_.digest) +
                     " (the first 16 digits of the content's SHA-256 " + stamp_.digest.hex() +
                     "; the content names the root of the ledger's log).");
        }
    }

    Blocks& out_;
    json::object const& content_;
    Stamp const& stamp_;
    Speech const& say_;
};

}  // namespace

void addNotes(Blocks& out, json::object const& content, Stamp const& stamp, Speech const& say) {
    Notes(out, content, stamp, say).add();
}

}  // namespace tocsin::filing
