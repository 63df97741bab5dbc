// SPDX-License-Identifier: Apache-2.0
// The words of a template: "距[活动]还有{days-until:[日期]}天" has the blanks 活动 and 日期. A
// bracket that is meant as such is written twice: [[ and ]].
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// Each once, in their order. Errc::invalid says what is wrong with the words.
[[nodiscard]] Result<std::vector<std::string>> blanksOf(std::string const& words);

/// The words with what stands in their blanks. Errc::invalid for a blank without anything, and for
/// what belongs to no blank.
[[nodiscard]] Result<std::string> filled(std::string const& words,
                                         std::map<std::string, std::string> const& blanks);

}  // namespace tocsin::library
