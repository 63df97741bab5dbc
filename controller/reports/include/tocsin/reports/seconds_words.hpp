// SPDX-License-Identifier: Apache-2.0
// What the classes of time and their reasons are called, in the two languages of the office.
#pragma once

#include <string>

#include "tocsin/playlists/words.hpp"
#include "tocsin/reports/screen_time.hpp"

namespace tocsin::reports {

struct ClassWords {
    playlists::Words name;
    playlists::Words meaning;  ///< one sentence
};
[[nodiscard]] ClassWords wordsOf(TimeClass what);
/// "decode" → "解码失败"; a word that is not known stays as it is.
[[nodiscard]] playlists::Words wordsOfReason(std::string const& reason);

struct SumFormula {
    char const *english, *chinese;
};
inline constexpr SumFormula kSumFormula{
    "proven + proven, panel not verified + planned closed + warning + failed + offline + unknown = "
    "opening hours, to the millisecond",
    "已核实 + 已播未核验 + 按计划关屏 + 预警 + 失败 + 离线 + 不明 = 开放时长（精确到毫秒）"};

}  // namespace tocsin::reports
