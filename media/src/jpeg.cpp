// SPDX-License-Identifier: Apache-2.0
// JPEG out: scaled and converted by swscale in one pass, coded by FFmpeg, the comment put in.
#include "tocsin/media/jpeg.hpp"

#include <algorithm>
#include <array>

#include "ffmpeg_handles.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr std::array kQualities{3, 6, 12, 24};  ///< FFmpeg's scale: 2 is the best, 31 the worst
constexpr int kLeastWidth = 64;
constexpr std::size_t kMostComment = 65'533;  ///< a segment's length is two bytes and counts itself

AvFramePtr scaled(Frame const& frame, int width, int height) {
    auto out = makeFrame();
    out->format = AV_PIX_FMT_YUV444P;
    out->width = width;
    out->height = height;
    check(av_frame_get_buffer(out.get(), 0), "av_frame_get_buffer");
    AvScalerPtr const scaler(checkMade(
        sws_getContext(frame.width, frame.height, AV_PIX_FMT_BGRA, width, height,
                       AV_PIX_FMT_YUV444P, SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
                       nullptr, nullptr, nullptr),
        "sws_getContext"));
    // JFIF: BT.601 in full range.
    out->color_range = AVCOL_RANGE_JPEG;
    auto const* const matrix = sws_getCoefficients(SWS_CS_ITU601);
    sws_setColorspaceDetails(scaler.get(), matrix, 1, matrix, 1, 0, 1 << 16, 1 << 16);
    std::uint8_t const* const from[]{frame.pixels.data()};
    int const stride[]{static_cast<int>(frame.stride())};
    sws_scale(scaler.get(), from, stride, 0, frame.height, out->data, out->linesize);
    return out;
}

std::string encoded(AVFrame& picture, int quality) {
    auto const* const coder = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    AvCodecPtr codec(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
    codec->width = picture.width;
    codec->height = picture.height;
    codec->pix_fmt = AV_PIX_FMT_YUV444P;
    codec->color_range = AVCOL_RANGE_JPEG;
    codec->time_base = {1, 25};
    codec->thread_count = 1;
    // Without the coder's own name in the file.
    codec->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT;
    codec->global_quality = quality * FF_QP2LAMBDA;
    check(avcodec_open2(codec.get(), coder, nullptr), "avcodec_open2");
    picture.quality = codec->global_quality;
    auto packet = makePacket();
    check(avcodec_send_frame(codec.get(), &picture), "avcodec_send_frame");
    check(avcodec_send_frame(codec.get(), nullptr), "avcodec_send_frame");
    check(avcodec_receive_packet(codec.get(), packet.get()), "avcodec_receive_packet");
    return {reinterpret_cast<char const*>(packet->data), static_cast<std::size_t>(packet->size)};
}

std::uint8_t byteAt(std::string const& bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

/// Behind the start (FF D8) and the JFIF segment (FF E0), which must be the first one.
std::size_t endOfHead(std::string const& jpeg) {
    constexpr std::size_t kStart = 2;
    if (jpeg.size() > kStart + 4 && byteAt(jpeg, 2) == 0xff && byteAt(jpeg, 3) == 0xe0) {
        return kStart + 2 + std::size_t{byteAt(jpeg, 4)} * 256 + byteAt(jpeg, 5);
    }
    return kStart;
}

std::string commentSegment(std::string_view comment) {
    auto const length = comment.size() + 2;
    std::string out{'\xff', '\xfe', static_cast<char>(length >> 8),
                    static_cast<char>(length & 0xff)};
    out += comment;
    return out;
}

}  // namespace

Result<std::string> encodeJpeg(Frame const& frame, JpegLimits const& limits,
                               std::string_view comment) {
    auto const segment = commentSegment(comment.substr(0, kMostComment));
    for (int width = std::min(frame.width, limits.width); width > 0; width /= 2) {
        auto const height = static_cast<int>(std::max<std::int64_t>(
            1, (std::int64_t{frame.height} * width + frame.width / 2) / frame.width));
        auto const picture = scaled(frame, width, height);
        for (auto const quality : kQualities) {
            auto jpeg = encoded(*picture, std::max(quality, limits.best));
            if (jpeg.size() + segment.size() <= limits.bytes) {
                jpeg.insert(endOfHead(jpeg), segment);
                return jpeg;
            }
        }
        if (width / 2 < kLeastWidth) {
            break;
        }
    }
    return Error{Errc::exhausted, "the picture does not fit into " + std::to_string(limits.bytes) +
                                      " bytes as a JPEG file"};
}

}  // namespace tocsin::media
