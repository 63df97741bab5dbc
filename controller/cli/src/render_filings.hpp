// SPDX-License-Identifier: Apache-2.0
// Filings as people read them.
#pragma once

#include <string>
#include <vector>

#include "render.hpp"

namespace tocsin::cli {

[[nodiscard]] std::string renderDue(Json const& due, Language language);
[[nodiscard]] std::string renderFilings(Json const& filings, Language language);
/// A frozen one, or a draft.
[[nodiscard]] std::string renderFiling(Json const& filing, Language language);
[[nodiscard]] std::string renderFrozen(Json const& head, Language language);
[[nodiscard]] std::string renderFilled(std::string const& file, std::string const& count,
                                       std::vector<std::string> const& unknown, Language language);
/// The names in a header, percent-encoded and with commas between.
[[nodiscard]] std::vector<std::string> decodedNames(std::string const& header);

}  // namespace tocsin::cli
