// SPDX-License-Identifier: Apache-2.0
// What the duty officer raises without a second person: approved texts with blanks for fields.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/warning.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::warnings {

/// A blank that is filled with one line of text, or with an instant.
struct TemplateField {
    std::string_view name, label, labelEnglish;
    bool required = true;
    bool isTime = false;
    std::size_t most = 60;        ///< characters
    std::string_view standard{};  ///< what it is where nothing is said
};

struct Template {
    std::string_view handle, name, nameEnglish;
    bool emergency = false;
    std::string_view event, icon;
    std::vector<playlists::WarningLevel> levels;  ///< that it may have; empty: none
    std::optional<playlists::WarningLevel> usualLevel;
    std::optional<playlists::WarningLook> usualLook;
    std::vector<TemplateField> fields;
    std::string headline, body;  ///< with {field}, {event} and {level}
    /// What to do, and where the higher levels (orange, red) ask for more.
    std::string_view instruction, graveInstruction{};

    [[nodiscard]] std::string_view instructionAt(playlists::WarningLevel level) const {
        return !graveInstruction.empty() && level >= playlists::WarningLevel::orange
                   ? graveInstruction
                   : instruction;
    }
};

/// 转发预警 first, then 应急插播.
[[nodiscard]] std::span<Template const> templates();
[[nodiscard]] Template const* findTemplate(std::string_view handle);

/// "蓝色"; "" for none.
[[nodiscard]] std::string_view levelInChinese(playlists::WarningLevel level);

/// `pattern` with each {name} of `values` filled in. What is filled in is not looked at again.
[[nodiscard]] std::string filled(std::string_view pattern,
                                 std::map<std::string, std::string, std::less<>> const& values);

}  // namespace tocsin::warnings
