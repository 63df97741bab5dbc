// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/seconds_words.hpp"

#include <map>

namespace tocsin::reports {

ClassWords wordsOf(TimeClass what) {
    switch (what) {
        case TimeClass::lit:
            return {{"proven", "已核实"},
                    {"signed rows say that a connected, powered output took the pictures",
                     "签名记录证明画面已送达已连接且供电的输出"}};
        case TimeClass::unverified:
            return {
                {"played by the terminal, panel not verified", "终端已播，屏体未核验"},
                {"signed rows say that the pictures were made; this terminal cannot see whether "
                 "the panel showed them",
                 "签名记录证明播放终端已播出；它无法得知屏体是否点亮"}};
        case TimeClass::closed:
            return {{"planned closed", "按计划关屏"},
                    {"dark by plan, by an order, or in hours without power",
                     "按播出单、按停播指令或在供电时段之外关屏"}};
        case TimeClass::warning:
            return {{"warning", "预警播出"},
                    {"a warning had the screen", "整屏播出预警或应急信息"}};
        case TimeClass::failed:
            return {{"failed", "播出失败"},
                    {"something was to be shown and was not; the reasons stand below",
                     "应播未播，原因见下表"}};
        case TimeClass::offline:
            return {
                {"offline", "离线"},
                {"no record of plays came for it, nor any other near it: whether the player was "
                 "running, without a network or off is not known",
                 "没有收到播放记录，前后一分钟内也没有：播放终端是运行、断网还是关机，无从知晓"}};
        case TimeClass::unknown:
            break;
    }
    return {{"unknown", "状态不明"},
            {"no rows although the player had just delivered some, rows that were lost, or a clock "
             "that was "
             "not set",
             "播放终端刚回传过记录而此时没有、记录缺失，或时间未证实"}};
}

playlists::Words wordsOfReason(std::string const& reason) {
    static std::map<std::string, playlists::Words> const kWords = {
        {"black", {"black output", "黑屏"}},
        {"clock-unset", {"clock not set", "时间未证实"}},
        {"crash", {"player crashed", "播放程序异常退出"}},
        {"decode", {"decoding failed", "解码失败"}},
        {"decoder-hang", {"decoder hung", "解码停滞"}},
        {"fallback", {"fallback loop instead", "改播备播内容"}},
        {"frozen", {"frozen output", "画面静止"}},
        {"gap", {"rows lost", "记录缺失"}},
        {"late", {"first or last pictures missing", "首尾画面缺失"}},
        {"no-frame", {"no picture in time", "到时无画面"}},
        {"no-power", {"no power by its settings", "供电时段之外"}},
        {"no-row", {"no rows", "无播放记录"}},
        {"not-fetched", {"content not there", "素材未下载"}},
        {"not-shown", {"part not shown", "部分未播"}},
        {"order", {"black by order", "停播指令"}},
        {"plan", {"dark by plan", "播出单为黑场"}},
        {"resumed", {"interrupted and resumed", "中断后续播"}},
        {"stalled", {"stalled", "画面卡顿"}},
        {"unlit", {"output off or dark", "输出关闭或熄灭"}},
        {"unplugged", {"output unplugged", "输出接口未连接"}}};
    auto const found = kWords.find(reason);
    return found == kWords.end() ? playlists::Words{reason, reason} : found->second;
}

}  // namespace tocsin::reports
