// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tocsin::access {

/// The sentence in Chinese if it is one of those that people read every day; "" for any other. What
/// it quotes stays as it is.
[[nodiscard]] std::string inChinese(std::string_view english);

}  // namespace tocsin::access
