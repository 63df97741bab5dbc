// SPDX-License-Identifier: Apache-2.0
#include "templates.hpp"

#include <algorithm>

#include "template_table.hpp"

namespace tocsin::warnings {

std::span<Template const> templates() {
    static std::vector<Template> const all = [] {
        auto out = forwardedTemplates();
        auto more = emergencyTemplates();
        out.insert(out.end(), more.begin(), more.end());
        return out;
    }();
    return all;
}

Template const* findTemplate(std::string_view handle) {
    auto const all = templates();
    auto const found = std::find_if(all.begin(), all.end(),
                                    [&](Template const& one) { return one.handle == handle; });
    return found == all.end() ? nullptr : &*found;
}

std::string_view levelInChinese(playlists::WarningLevel level) {
    switch (level) {
        case playlists::WarningLevel::none:
            return "";
        case playlists::WarningLevel::blue:
            return "蓝色";
        case playlists::WarningLevel::yellow:
            return "黄色";
        case playlists::WarningLevel::orange:
            return "橙色";
        case playlists::WarningLevel::red:
            return "红色";
    }
    return "";
}

std::string filled(std::string_view pattern,
                   std::map<std::string, std::string, std::less<>> const& values) {
    std::string out;
    while (!pattern.empty()) {
        auto const open = pattern.find('{');
        out.append(pattern.substr(0, open));
        if (open == std::string_view::npos) {
            break;
        }
        auto const close = pattern.find('}', open);
        auto const value = close == std::string_view::npos
                               ? values.end()
                               : values.find(pattern.substr(open + 1, close - open - 1));
        if (value == values.end()) {
            out += '{';
            pattern.remove_prefix(open + 1);
            continue;
        }
        out += value->second;
        pattern.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace tocsin::warnings
