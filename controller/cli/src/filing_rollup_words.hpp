// SPDX-License-Identifier: Apache-2.0
// The words of sent filings, beside the message table.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

[[nodiscard]] inline std::string filingWord(Language language, char const* english,
                                            char const* chinese) {
    return language == Language::chinese ? chinese : english;
}

/// "none" as "not filed", 未报.
[[nodiscard]] std::string filingState(Language language, std::string_view state);
/// "week" and 2 as "week 2", 第2周.
[[nodiscard]] std::string filingPeriod(Language language, std::string_view kind,
                                       std::int64_t issue);

}  // namespace tocsin::cli
