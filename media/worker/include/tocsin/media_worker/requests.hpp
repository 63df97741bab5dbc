// SPDX-License-Identifier: Apache-2.0
// What the worker reads and prints: JSON in, JSON out.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/media/verdict.hpp"

namespace tocsin::media_worker {

/// One JSON object with the names of the struct's members, on one line.
[[nodiscard]] std::string verdictJson(media::Verdict const& verdict);

/// Answers {"text", "motion": "still"|"scroll-left", "colour": "#rrggbb", "background",
/// "size_percent", "pixels_per_second"}; only text is required. {"accepted":true,"canonical":…} or
/// {"accepted":false,"reason":…}, on one line.
[[nodiscard]] std::string answerSlogan(std::string_view request);

}  // namespace tocsin::media_worker
