// SPDX-License-Identifier: Apache-2.0
// What decoding a film frame by frame showed, and whether that is what its container promised.
#pragma once

#include "decoder.hpp"
#include "tocsin/media/verdict.hpp"

namespace tocsin::media::detail {

/// Collects the frames of one film in the order they are shown. Times are microseconds of the
/// container's clock.
class FilmMeasure {
public:
    void add(std::int64_t time, std::int64_t duration);
    /// The container times each frame for itself (GIF): the last one may stand as long as it says.
    void believeLastDuration(bool believe) noexcept { lastIsBelieved_ = believe; }
    [[nodiscard]] std::int64_t frames() const noexcept { return frames_; }
    /// From the first shown frame to the last one's start.
    [[nodiscard]] std::int64_t shownSoFar() const noexcept {
        return frames_ == 0 ? 0 : last_ - first_;
    }
    [[nodiscard]] std::int64_t first() const noexcept { return first_; }
    [[nodiscard]] std::int64_t last() const noexcept { return last_; }
    /// From the first shown frame to the end of the last.
    [[nodiscard]] std::int64_t duration() const;
    /// The same in whole frames of `rate` where the film is that regular: free of the rounding of
    /// containers that count milliseconds.
    [[nodiscard]] std::int64_t duration(AVRational rate) const;
    /// The frames do not come at equal distances. Repeated fields (two and three in turn) and the
    /// rounding of containers that count milliseconds are not meant.
    [[nodiscard]] bool variable() const;
    /// Frames a second where they come fastest; of two frames at least.
    [[nodiscard]] AVRational fastest() const;
    /// Frames a second: what the container says where the measured average agrees with it, else the
    /// average.
    [[nodiscard]] AVRational rate(AVRational declared) const;

private:
    std::int64_t frames_ = 0, first_ = 0, last_ = 0, lastDuration_ = 0;
    std::int64_t shortest_ = 0, longest_ = 0;  // between two frames
    bool lastIsBelieved_ = false;
};

/// The constant rate for a film of this measured rate: the same if its frames come evenly and at
/// most 60 of them, halved if more; otherwise the smallest usual rate that loses none.
[[nodiscard]] AVRational houseRate(AVRational measured, bool variable);

/// "0:03.2"
[[nodiscard]] std::string clockText(std::int64_t microseconds);

}  // namespace tocsin::media::detail
