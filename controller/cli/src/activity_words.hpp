// SPDX-License-Identifier: Apache-2.0
// The words of activities and work records, beside the message table.
#pragma once

#include <string>

#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

/// One of the two.
[[nodiscard]] inline std::string either(Language language, char const* english,
                                        char const* chinese) {
    return language == Language::chinese ? chinese : english;
}

}  // namespace tocsin::cli
