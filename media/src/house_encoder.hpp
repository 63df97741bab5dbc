// SPDX-License-Identifier: Apache-2.0
// The encoders of the house format.
#pragma once

#include "ffmpeg_handles.hpp"
#include "house_file.hpp"
#include "orientation.hpp"
#include "tocsin/media/transcode.hpp"

namespace tocsin::media::detail {

constexpr int kHouseSoundRate = 48'000;

/// Time base: one tick of the rate.
[[nodiscard]] AvCodecPtr openPictureEncoder(Size size, AVRational rate, int level,
                                            TranscodeOrder const& order);
/// AAC-LC, stereo; time base: one sample.
[[nodiscard]] AvCodecPtr openSoundEncoder();

/// Gives the encoder a frame (null: the last one was it) and writes what comes out as `track`;
/// `packet` is scratch. Errc::exhausted.
[[nodiscard]] Result<> encodeInto(HouseFile& file, AVStream const& track, AVCodecContext& encoder,
                                  AVFrame* frame, AVPacket& packet);

}  // namespace tocsin::media::detail
