// SPDX-License-Identifier: Apache-2.0
// What was found in a film, as it is stored.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// From, to; counted from the film's first frame.
using FilmPart = std::pair<Milliseconds, Milliseconds>;

/// As media::Examination, which no program may link that links no decoder.
struct FilmReport {
    Milliseconds duration{};
    std::vector<FilmPart> black, frozen, silent;
    int left = 0, right = 0, top = 0, bottom = 0;  ///< black bars, thousandths of the picture
    bool sound = false;
    double integrated = -70, truePeak = -70;  ///< LUFS, dBTP
    bool operator==(FilmReport const&) const = default;
};

/// From the worker's answer or from the store: members of both are the same. Errc::invalid.
[[nodiscard]] Result<FilmReport> readFilmReport(std::string const& text);
/// "tocsin-examination/1" as JSON text.
[[nodiscard]] std::string filmReportText(FilmReport const& report);

}  // namespace tocsin::library
