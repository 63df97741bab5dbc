// SPDX-License-Identifier: Apache-2.0
// Activities and work records as people read them.
#pragma once

#include <string>

#include "render.hpp"

namespace tocsin::cli {

[[nodiscard]] std::string renderActivities(Json const& list, Language language);
/// Its properties, its key dates, campaigns and parts, and last which of the five are there.
[[nodiscard]] std::string renderActivity(Json const& activity, Language language);
/// What is written in one part, and its files.
[[nodiscard]] std::string renderPart(Json const& activity, std::string const& part,
                                     Language language);
/// A table with its sums, and how many records nobody counted for.
[[nodiscard]] std::string renderWorkList(Json const& list, Language language);
[[nodiscard]] std::string renderWork(Json const& record, Language language);
/// How many rows became records, and which were there already.
[[nodiscard]] std::string renderImport(Json const& answer, Language language);

}  // namespace tocsin::cli
