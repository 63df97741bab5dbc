// SPDX-License-Identifier: Apache-2.0
// The decoder of one video stream.
#include "decoder.hpp"

#include "ffmpeg_log.hpp"

namespace tocsin::media::detail {
namespace {

constexpr std::int64_t kOneThreadPixels = std::int64_t{1920} * 1088;

}  // namespace

Result<Decoder> Decoder::open(AVStream const& stream, Mode mode) {
    return openWith(videoDecoder(Allowed::byPlayer, stream.codecpar->codec_id), stream, mode);
}

Result<Decoder> Decoder::openForeign(AVStream const& stream, Mode mode, int threads) {
    return openWith(videoDecoder(Allowed::fromOutside, stream.codecpar->codec_id), stream, mode,
                    threads);
}

Result<Decoder> Decoder::openForeignSound(AVStream const& stream) {
    return openWith(soundDecoder(Allowed::fromOutside, stream.codecpar->codec_id), stream,
                    Mode::lenient);
}

Result<Decoder> Decoder::openLive(AVStream const& stream) {
    return openWith(liveDecoder(stream.codecpar->codec_id), stream, Mode::lenient);
}

Result<Decoder> Decoder::openWith(AVCodec const* coder, AVStream const& stream, Mode mode,
                                  int threads) {
    collectFfmpegLog();
    if (coder == nullptr) {
        return Error{Errc::invalid, "no decoder"};
    }
    AvCodecPtr codec(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
    check(avcodec_parameters_to_context(codec.get(), stream.codecpar),
          "avcodec_parameters_to_context");
    codec->pkt_timebase = stream.time_base;
    codec->max_pixels = std::int64_t{8192} * 8192;
    // More threads than needed cost memory and time (measured: 0 to 25 % more CPU).
    auto const pixels = std::int64_t{codec->width} * codec->height;
    codec->thread_count = threads > 0 ? threads : pixels > kOneThreadPixels ? 2 : 1;
    if (mode == Mode::strict) {
        codec->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK | AV_EF_BUFFER;
    }
    if (int const code = avcodec_open2(codec.get(), coder, nullptr); code < 0) {
        return Error{Errc::damaged,
                     "The film is damaged and cannot be decoded; copy or export it again."};
    }
    return Decoder(std::move(codec));
}

bool Decoder::send(AVPacket const* packet) {
    error_ = avcodec_send_packet(codec_.get(), packet);
    return error_ >= 0 || (packet == nullptr && error_ == AVERROR_EOF);
}

Decoder::State Decoder::receive(AVFrame& frame) {
    error_ = avcodec_receive_frame(codec_.get(), &frame);
    if (error_ >= 0) {
        return State::frame;
    }
    if (error_ == AVERROR(EAGAIN)) {
        return State::needsPacket;
    }
    return error_ == AVERROR_EOF ? State::ended : State::failed;
}

Orientation orientationOf(AVStream const& stream) {
    std::size_t size = 0;
    auto const* const data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    return data != nullptr && size >= 9 * sizeof(std::int32_t) ? orientationFromMatrix(data)
                                                               : Orientation{};
}

AVRational pixelAspect(AVStream const& stream, AVFrame const& frame) {
    auto aspect =
        stream.sample_aspect_ratio.num > 0 ? stream.sample_aspect_ratio : frame.sample_aspect_ratio;
    if (aspect.num <= 0 || aspect.den <= 0) {
        return {1, 1};
    }
    return aspect;
}

}  // namespace tocsin::media::detail
