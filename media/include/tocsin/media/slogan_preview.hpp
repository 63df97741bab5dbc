// SPDX-License-Identifier: Apache-2.0
// A slogan as it will stand on a screen, for people to look at beforehand.
#pragma once

#include "tocsin/media/slogan.hpp"

namespace tocsin::media {

struct SloganMoment {
    int width = 0, height = 0;  ///< of the screen, pixels
    int scale = 1;              ///< each pixel becomes so many by so many, 1 to 32
    Milliseconds at{};          ///< from the beginning of the showing, 0 to 24 h
    /// The screen's local time then, for live fields; as an instant in UTC.
    Instant local{};
};

/// The picture, exactly as a player composes it (a see-through background is black), enlarged
/// without smoothing. No side of the result is longer than 8192 pixels. Errc::invalid as
/// renderSlogan(), and for a scale or a moment out of its limits.
[[nodiscard]] Result<FramePtr> previewSlogan(SloganDescription const& description,
                                             SloganMoment const& moment);

}  // namespace tocsin::media
