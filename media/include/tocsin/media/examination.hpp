// SPDX-License-Identifier: Apache-2.0
// A look at all of a film for the sake of its editor: what a viewer would take for a fault of the
// screen. Runs decoders on untrusted bytes: for tocsin-media-worker inside its sandbox, and for
// tests.
#pragma once

#include <cstdint>
#include <vector>

#include "tocsin/media/transcode.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Milliseconds from the film's first shown frame, half-open.
struct Stretch {
    std::int64_t fromMs = 0, toMs = 0;
    bool operator==(Stretch const&) const = default;
};

/// Thousandths of the picture's width or height that are black for all of the film.
struct BlackBars {
    int left = 0, right = 0, top = 0, bottom = 0;
    bool operator==(BlackBars const&) const = default;
};

/// Measures, no judgement: whether a second of black is a fault depends on the film. Stretches are
/// those of half a second and more, the longest hundred of each kind, in order.
struct Examination {
    std::int64_t durationMs = 0;
    /// Nearly every pixel (98 %) is nearly black (under a tenth of white).
    std::vector<Stretch> black;
    /// The same picture all the time, but for what coding does to it. Black ones too.
    std::vector<Stretch> frozen;
    BlackBars bars;
    bool sound = false;           ///< it has a sound track
    std::vector<Stretch> silent;  ///< under -60 LUFS (momentary, EBU R128)
    Loudness loudness;            ///< of the whole film
};

/// Decodes all of the film and looks at five pictures a second. Progress and errors as of
/// transcode().
[[nodiscard]] Result<Examination> examine(int in, Progress const& progress);

}  // namespace tocsin::media
