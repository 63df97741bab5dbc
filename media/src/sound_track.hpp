// SPDX-License-Identifier: Apache-2.0
// The sound of a film as the house has it: stereo, 48 kHz, in step with the pictures, as loud as
// all others.
#pragma once

#include <optional>

#include "decoder.hpp"
#include "filter_graph.hpp"
#include "tocsin/media/transcode.hpp"

namespace tocsin::media::detail {

class SoundTrack {
public:
    /// Null if the film has no sound, or none that is taken. `chain`: the filters behind decoding,
    /// in FFmpeg's notation. `fromMs` counts from `origin`, which is microseconds of the file.
    [[nodiscard]] static Result<std::unique_ptr<SoundTrack>> open(OpenFile file, std::string chain,
                                                                  std::int64_t origin,
                                                                  std::int64_t fromMs);
    void setFrameSize(int samples);
    /// The next filtered frame; false at the end.
    [[nodiscard]] Result<bool> next(AVFrame& frame);
    /// Of the file, microseconds; kNoTime if unknown.
    [[nodiscard]] std::int64_t duration() const { return demuxer_->format().duration; }
    /// Where reading is, microseconds from `origin`.
    [[nodiscard]] std::int64_t position() const noexcept { return position_; }

private:
    SoundTrack() = default;
    [[nodiscard]] Result<bool> decode();
    void makeGraph();

    std::unique_ptr<Demuxer> demuxer_;
    std::optional<Decoder> decoder_;
    AvFramePtr decoded_ = makeFrame();
    AvPacketPtr packet_ = makePacket();
    std::optional<FilterGraph> graph_;
    std::string chain_;
    std::int64_t origin_ = 0, position_ = 0;
    int frameSize_ = 0, format_ = -1, rate_ = 0, channels_ = 0;
    bool hasDecoded_ = false, decoderEnded_ = false, graphEnded_ = false;
};

/// The filters that make the sound stereo at 48 kHz from sample `first` on and bring it to the
/// house's loudness.
[[nodiscard]] std::string houseSound(std::optional<Loudness> const& measured, std::int64_t first);

}  // namespace tocsin::media::detail
