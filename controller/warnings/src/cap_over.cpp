// SPDX-License-Identifier: Apache-2.0
#include "cap_over.hpp"

#include <algorithm>

#include "cap_colour.hpp"

namespace tocsin::warnings {

bool saysLifted(std::string_view title) {
    constexpr std::string_view kLifted = "解除";
    auto const at = title.rfind(kLifted);
    if (at == std::string_view::npos) {
        return false;
    }
    auto const before = title.substr(0, at), after = title.substr(at + kLifted.size());
    for (std::string_view const no : {"未", "尚未", "不", "没有", "暂不", "不予", "待"}) {
        if (before.ends_with(no)) {
            return false;
        }
    }
    // "解除时间待定" and "解除前" lift nothing.
    for (std::string_view const open : {"时间", "前", "后"}) {
        if (after.starts_with(open)) {
            return false;
        }
    }
    // "解除暴雨黄色预警，发布暴雨橙色预警" lifts one to issue another.
    for (std::string_view const again :
         {"发布", "升级", "降级", "变更", "调整", "转为", "改为", "继续", "维持"}) {
        if (after.find(again) != std::string_view::npos) {
            return false;
        }
    }
    return true;
}

std::optional<Over> overOf(CapInfo const& info) {
    auto const& types = info.responseTypes;
    if (std::find(types.begin(), types.end(), "AllClear") != types.end()) {
        return Over{false, "responseType AllClear: the danger is over",
                    "responseType 为 AllClear：警报已解除"};
    }
    if (saysLifted(info.headline) || saysLifted(info.event)) {
        return Over{false, "its title says 解除: the warning is lifted", "标题写明“解除”"};
    }
    if (levelOf(info).green) {
        return Over{false, "awareness_level is green: no warning is needed",
                    "awareness_level 为绿色：无需预警"};
    }
    if (info.urgency == "Past") {
        return Over{true, "urgency Past: nobody can act on it any more",
                    "urgency 为 Past：已无需采取行动"};
    }
    return std::nullopt;
}

}  // namespace tocsin::warnings
