// SPDX-License-Identifier: Apache-2.0
// The allow-lists: which containers and codecs are opened at all, by whom. Every other demuxer and
// decoder of FFmpeg is out of reach of bytes from outside.
#pragma once

#include <string>
#include <string_view>

#include "ffmpeg_handles.hpp"

namespace tocsin::media::detail {

enum class Allowed {
    /// What the player takes, in its own process: few and well kept decoders.
    byPlayer,
    /// What publicity offices hand in, from old cameras, editing suites and the web. Opened inside
    /// the sandbox only, and turned into the house format there.
    fromOutside
};

/// By FFmpeg's name of the demuxer.
[[nodiscard]] bool containerAllowed(Allowed allowed, std::string_view name);
/// The demuxer reads files that hold sound and nothing else.
[[nodiscard]] bool isSoundContainer(std::string_view name);

/// Null for a codec that is not on the list.
[[nodiscard]] AVCodec const* videoDecoder(Allowed allowed, AVCodecID id);
[[nodiscard]] AVCodec const* soundDecoder(Allowed allowed, AVCodecID id);
/// The decoder for a codec that comes in live streams; null for all others.
[[nodiscard]] AVCodec const* liveDecoder(AVCodecID id);

/// The same decoders by name, as FFmpeg's own check wants them.
[[nodiscard]] std::string videoDecoderNames(Allowed allowed);
[[nodiscard]] std::string soundDecoderNames(Allowed allowed);
extern char const* const kLiveDecoders;

}  // namespace tocsin::media::detail
