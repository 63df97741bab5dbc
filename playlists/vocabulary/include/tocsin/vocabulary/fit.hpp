// SPDX-License-Identifier: Apache-2.0
// How a picture of another shape is put on the screen, and what people call it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace tocsin {

enum class Fit {
    contain,  ///< whole picture, black bars
    cover,    ///< whole screen, picture cropped
    stretch
};

inline constexpr std::array<std::string_view, 3> kFitNames{"contain", "cover", "stretch"};

[[nodiscard]] constexpr std::string_view toString(Fit fit) noexcept {
    return kFitNames[static_cast<std::size_t>(fit)];
}

[[nodiscard]] constexpr std::optional<Fit> fitNamed(std::string_view name) noexcept {
    for (std::size_t i = 0; i < kFitNames.size(); ++i) {
        if (kFitNames[i] == name) {
            return static_cast<Fit>(i);
        }
    }
    return std::nullopt;
}

}  // namespace tocsin
