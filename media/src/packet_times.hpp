// SPDX-License-Identifier: Apache-2.0
// When the frames of a film are shown, as its packets say, without decoding them.
#pragma once

#include <utility>
#include <vector>

#include "film_measure.hpp"

namespace tocsin::media::detail {

/// Collects the packets of the video in the order they are stored. 16 bytes a frame.
class PacketTimes {
public:
    /// Leaves out packets that show nothing: those an edit list cuts away, and VP8's hidden frames.
    void add(AVPacket const& packet, AVStream const& video);
    /// As if they had been decoded: in the order they are shown. A picture stored in two packets
    /// counts twice (fields of some broadcasts); only decoding tells.
    /// Where packets have no times of their own, or only some have (`guessed`: FFmpeg makes up the
    /// rest), the frames come evenly at the `declared` rate.
    [[nodiscard]] FilmMeasure measure(AVRational declared, bool guessed);

private:
    std::vector<std::pair<std::int64_t, std::int64_t>> shown_;  // time and duration, microseconds
    std::int64_t untimed_ = 0;
};

}  // namespace tocsin::media::detail
