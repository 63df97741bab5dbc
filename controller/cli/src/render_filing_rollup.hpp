// SPDX-License-Identifier: Apache-2.0
// Boards, sums and scores as people read them.
#pragma once

#include <string>

#include "fields.hpp"
#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

/// One line: how the filing stands.
[[nodiscard]] std::string renderStanding(Json const& standing, Language language);
/// A row a unit, a column a period.
[[nodiscard]] std::string renderFilingBoard(Json const& board, Language language);
[[nodiscard]] std::string renderOverdueFilings(Json const& board, Language language);
[[nodiscard]] std::string renderDuplicateScreens(Json const& list, Language language);
/// Its members, the sum, and what does not fit.
[[nodiscard]] std::string renderRollUp(Json const& content, Language language);
[[nodiscard]] std::string renderScores(Json const& card, Language language);
[[nodiscard]] std::string renderFilingKeys(Json const& keys, Language language);

}  // namespace tocsin::cli
