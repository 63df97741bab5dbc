// SPDX-License-Identifier: Apache-2.0
// Owners for FFmpeg's objects, and its error codes as text. FFmpeg is included through this file
// only.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/frame.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <memory>
#include <stdexcept>
#include <string>

namespace tocsin::media::detail {

struct FrameDeleter {
    void operator()(AVFrame* frame) const noexcept { av_frame_free(&frame); }
};
struct PacketDeleter {
    void operator()(AVPacket* packet) const noexcept { av_packet_free(&packet); }
};
struct CodecDeleter {
    void operator()(AVCodecContext* codec) const noexcept { avcodec_free_context(&codec); }
};
struct FormatDeleter {
    void operator()(AVFormatContext* format) const noexcept { avformat_close_input(&format); }
};
struct IoDeleter {
    void operator()(AVIOContext* io) const noexcept {
        av_freep(&io->buffer);
        avio_context_free(&io);
    }
};
struct ScalerDeleter {
    void operator()(SwsContext* scaler) const noexcept { sws_freeContext(scaler); }
};

struct ResamplerDeleter {
    void operator()(SwrContext* resampler) const noexcept { swr_free(&resampler); }
};

using AvFramePtr = std::unique_ptr<AVFrame, FrameDeleter>;
using AvPacketPtr = std::unique_ptr<AVPacket, PacketDeleter>;
using AvCodecPtr = std::unique_ptr<AVCodecContext, CodecDeleter>;
using AvFormatPtr = std::unique_ptr<AVFormatContext, FormatDeleter>;
using AvIoPtr = std::unique_ptr<AVIOContext, IoDeleter>;
using AvResamplerPtr = std::unique_ptr<SwrContext, ResamplerDeleter>;
using AvScalerPtr = std::unique_ptr<SwsContext, ScalerDeleter>;

inline constexpr AVRational kMicro{1, 1'000'000};
inline constexpr std::int64_t kNoTime = std::int64_t{1} << 63;  ///< AV_NOPTS_VALUE

[[nodiscard]] inline std::string avError(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

/// For calls that fail only by lack of memory or by our own bug.
inline int check(int code, char const* call) {
    if (code < 0) {
        throw std::runtime_error(std::string(call) + ": " + avError(code));
    }
    return code;
}

template <class Pointer>
[[nodiscard]] Pointer checkMade(Pointer pointer, char const* call) {
    if (!pointer) {
        throw std::runtime_error(std::string(call) + ": out of memory");
    }
    return pointer;
}

[[nodiscard]] inline AvFramePtr makeFrame() {
    return AvFramePtr(checkMade(av_frame_alloc(), "av_frame_alloc"));
}
[[nodiscard]] inline AvPacketPtr makePacket() {
    return AvPacketPtr(checkMade(av_packet_alloc(), "av_packet_alloc"));
}

}  // namespace tocsin::media::detail
