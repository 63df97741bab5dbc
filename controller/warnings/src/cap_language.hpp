// SPDX-License-Identifier: Apache-2.0
// In which language an info is.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

/// RFC 3066: "zh-CN".
[[nodiscard]] bool isLanguageTag(std::string_view text);
/// "zh" of "zh-CN", "zh_CN" or "chi"; lower case.
[[nodiscard]] std::string primaryLanguage(std::string_view tag);
/// Tag for the screens. An info that says English, as all do that say nothing, and is written in
/// Chinese characters is Chinese.
[[nodiscard]] std::string languageOf(CapInfo const& info);

}  // namespace tocsin::warnings
