// SPDX-License-Identifier: Apache-2.0
// What the editor of a film should know before the public sees it.
#pragma once

#include <vector>

#include "film_report.hpp"
#include "tocsin/media/finding.hpp"

namespace tocsin::library {

/// Of what viewers take for a fault of the screen: "black-start", "black-end" (a second and more),
/// "black-part" (two and more), "black-all", "still-part" (ten seconds and more), "still-all",
/// "no-sound" (a track in which nothing is heard), "silent-part" (ten seconds and more), "loud",
/// "quiet" (beside -23 LUFS, at which films are made here), "bars".
[[nodiscard]] std::vector<media::Finding> filmAdvice(FilmReport const& report);

}  // namespace tocsin::library
