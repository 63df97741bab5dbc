// SPDX-License-Identifier: Apache-2.0
// What a warning is about, and the picture for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

/// Word of a picture that players know: "rain", "heat", …; "general" if nothing fits.
[[nodiscard]] std::string iconOf(std::vector<CapInfo const*> const& infos);
/// "暴雨" of "暴雨红色预警信号", else the text as it is, on one line and bounded for the wire.
[[nodiscard]] std::string shortEvent(std::string_view event);

}  // namespace tocsin::warnings
