// SPDX-License-Identifier: Apache-2.0
// 数据说明: what the figures mean, how complete they are, and what they can be checked against.
#include "document_parts.hpp"
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
            "完整播完计一次。时长与百分数截取、不进位。统计只含活动日期内的播放。",
            "Planned: plays of the activity's campaigns in released plans. Complete: whole plays "
            "by "
            "players' signed records, one a showing of an item. Hours and shares are cut off, "
            "never "
            "rounded up. Only days of the activity count.");
        for (auto const& formula : reports::kFormulas) {
            note(formula.chineseFormula,
                 std::string(formula.english) + " = " + formula.englishFormula);
        }
        if (content_.contains("seconds")) {
            note(reports::kSumFormula.chinese, reports::kSumFormula.english);
            note("在线率 =（开放时长 − 离线）÷ 开放时长。异常的次数为屏幕、日期与原因各计一行。",
                 "Online = (opening hours − offline) ÷ opening hours. Faults are counted a row a "
                 "screen, day and reason.");
        } else if (auto const why = textIn(content_, "seconds_missing"); !why.empty()) {
            note("在线率与异常时长未统计：" + why, "Online and faults were not counted: " + why);
        }
        note("人次、场次均为人工填报，屏幕不统计观看人数。",
             "Numbers of people and sessions are entered by people; screens count no audience.");
    }

    void completeness() {
        auto const& unreported = listIn(content_, "unreported");
        note("数据截至" + instantText(content_, textIn(content_, "as_of"), say_.language) +
                 "；未回传屏幕" + std::to_string(unreported.size()) + "块，台账批次号" +
                 std::to_string(numberIn(content_, "last_batch")) + "。",
             "Data up to " + instantText(content_, textIn(content_, "as_of"), say_.language) +
                 "; " + std::to_string(unreported.size()) +
                 " screens have not sent all; newest batch of the ledger " +
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
            note("核对：各周合计 + 不在周内 + 补录 = " + row + " = " + total + "，与总结相符。",
                 "Check: weeks + days in no week + late = " + row + " = " + total +
                     ", as the final says.");
        } else {
            note("核对不符：各周合计 + 不在周内 + 补录 = " + row + "，总结为 " + total + "，相差 " +
                     counted(numberIn(sum, "difference")) + "。",
                 "Check fails: weeks + days in no week + late = " + row + ", the final says " +
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
