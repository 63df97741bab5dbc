// SPDX-License-Identifier: Apache-2.0
// What the rates of a play report are called and how they are made: it stands beside the figure.
#pragma once

#include <array>

#include "tocsin/messages/play_record.hpp"

namespace tocsin::reports {

/// Of complete plays; one that was only scheduled is never complete.
inline constexpr std::array kShownTiers = {
    messages::EvidenceTier::composed, messages::EvidenceTier::delivered,
    messages::EvidenceTier::answered, messages::EvidenceTier::photographed};

struct Formula {
    char const* figure;  ///< member of the report
    char const *english, *chinese;
    char const *englishFormula, *chineseFormula;
};
inline constexpr std::array kFormulas = {
    Formula{
        "completion", "completion", "完成率（计划落地率，按次）",
        "complete plays ÷ planned plays; plays that make good count up to what was lost, and those "
        "of the fallback loop do not count",
        "完成率 = 完整播放次数 ÷ 计划播放次数（补播以所欠次数为限，备播不计）"},
    Formula{
        "completion_lit", "completion, panel verified", "完成率（屏体已核验）",
        "complete plays that a connected, powered output took ÷ planned plays, counted as above",
        "完成率（屏体已核验）= 画面送达已连接且供电输出的完整播放次数 ÷ 计划播放次数（口径同上）"},
    Formula{"coverage", "coverage", "覆盖率",
            "screens with a complete play, not of the fallback loop ÷ screens that were ordered "
            "something",
            "覆盖率 = 至少有一次完整播放（备播不计）的屏数 ÷ 应播屏数"},
    Formula{"delivery", "delivery", "送达率",
            "screens whose signed rows show every asset they were ordered, by its hash ÷ screens "
            "that were ordered something",
            "送达率 = 签名记录证实全部应播素材（按哈希）均已上屏的屏数 ÷ 应播屏数"},
    Formula{
        "landing", "landing", "落地率（按屏，≥80%）",
        "screens with at least 80 % of their planned plays complete, counted as for completion ÷ "
        "screens that were ordered something",
        "落地率（按屏）= 完整播放次数（按完成率口径）达到计划 80% 及以上的屏数 ÷ 应播屏数"},
    Formula{"timeliness", "timeliness of warnings", "及时率",
            "warnings on glass within the set seconds ÷ warnings × screens",
            "及时率 = 在规定秒数内上屏的预警数 ÷（预警数 × 屏幕数）"}};

}  // namespace tocsin::reports
