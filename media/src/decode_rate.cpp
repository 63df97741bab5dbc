// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/decode_rate.hpp"

#include <algorithm>
#include <ctime>
#include <vector>

#include "allowed.hpp"
#include "ffmpeg_log.hpp"
#include "house_encoder.hpp"
#include "house_picture.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr Size kSize{1280, 720};
constexpr AVRational kRate{25, 1};
constexpr int kFrames = 12;
/// The first one fills the caches and does not count.
constexpr int kRounds = 6;
constexpr std::int64_t kKbit = 4'000;

/// Numbers without a pattern, the same on every machine.
class Noise {
public:
    std::uint8_t next(unsigned most) {
        state_ = state_ * 1'664'525U + 1'013'904'223U;
        return static_cast<std::uint8_t>((state_ >> 16U) % most);
    }

private:
    std::uint32_t state_ = 1;
};

/// Stripes and squares that move by some pixels a frame, under a little noise.
void draw(AVFrame& frame, int number, Noise& noise) {
    for (int y = 0; y < kSize.height; ++y) {
        auto* const row = frame.data[0] + std::ptrdiff_t{frame.linesize[0]} * y;
        for (int x = 0; x < kSize.width; ++x) {
            int const stripe = (x + 5 * number) / 11 % 2 * 60;
            int const square = ((x - 3 * number) / 90 + (y + 2 * number) / 70) % 2 * 50;
            row[x] = static_cast<std::uint8_t>(50 + stripe + square + noise.next(15));
        }
    }
    for (int plane : {1, 2}) {
        for (int y = 0; y < kSize.height / 2; ++y) {
            auto* const row = frame.data[plane] + std::ptrdiff_t{frame.linesize[plane]} * y;
            for (int x = 0; x < kSize.width / 2; ++x) {
                row[x] = static_cast<std::uint8_t>(96 + (x + plane * y + 4 * number) / 12 % 64);
            }
        }
    }
}

struct Clip {
    AvCodecPtr encoder;  ///< has the head that decoders need
    std::vector<AvPacketPtr> packets;
};

void collect(Clip& clip, AVFrame const* frame) {
    check(avcodec_send_frame(clip.encoder.get(), frame), "encoding");
    for (;;) {
        auto packet = makePacket();
        int const code = avcodec_receive_packet(clip.encoder.get(), packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) {
            return;
        }
        check(code, "encoding");
        clip.packets.push_back(std::move(packet));
    }
}

Clip makeClip() {
    TranscodeOrder order;
    order.maxKbit = kKbit;
    Clip clip;
    clip.encoder = openPictureEncoder(kSize, kRate, houseLevel(kSize, kRate), order);
    Noise noise;
    for (int number = 0; number < kFrames; ++number) {
        auto frame = makeFrame();
        frame->format = AV_PIX_FMT_YUV420P;
        frame->width = kSize.width;
        frame->height = kSize.height;
        check(av_frame_get_buffer(frame.get(), 0), "av_frame_get_buffer");
        draw(*frame, number, noise);
        frame->pts = number;
        collect(clip, frame.get());
    }
    collect(clip, nullptr);
    return clip;
}

AvCodecPtr openDecoder(AVCodecContext const& encoder) {
    auto const* const coder = videoDecoder(Allowed::byPlayer, AV_CODEC_ID_H264);
    if (coder == nullptr) {
        throw std::runtime_error("FFmpeg was built without a decoder for H.264");
    }
    AvCodecPtr decoder(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
    auto const size = static_cast<std::size_t>(encoder.extradata_size);
    decoder->extradata = static_cast<std::uint8_t*>(
        checkMade(av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE), "av_mallocz"));
    std::copy_n(encoder.extradata, size, decoder->extradata);
    decoder->extradata_size = encoder.extradata_size;
    decoder->thread_count = 1;
    check(avcodec_open2(decoder.get(), coder, nullptr), "opening the H.264 decoder");
    return decoder;
}

int takeFrames(AVCodecContext& decoder, AVFrame& frame) {
    int frames = 0;
    while (avcodec_receive_frame(&decoder, &frame) >= 0) {
        ++frames;
    }
    return frames;
}

void decodeAll(AVCodecContext& decoder, Clip const& clip, AVFrame& frame) {
    int frames = 0;
    for (auto const& packet : clip.packets) {
        check(avcodec_send_packet(&decoder, packet.get()), "decoding");
        frames += takeFrames(decoder, frame);
    }
    check(avcodec_send_packet(&decoder, nullptr), "decoding");
    frames += takeFrames(decoder, frame);
    avcodec_flush_buffers(&decoder);
    if (frames != kFrames) {
        throw std::runtime_error("the decoder lost pictures");
    }
}

/// Of the calling thread, which decodes alone.
double processorSeconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::int64_t measure() {
    auto const clip = makeClip();
    auto const decoder = openDecoder(*clip.encoder);
    auto frame = makeFrame();
    std::vector<double> seconds;
    for (int round = 0; round < kRounds; ++round) {
        auto const before = processorSeconds();
        decodeAll(*decoder, clip, *frame);
        if (round > 0) {
            seconds.push_back(processorSeconds() - before);
        }
    }
    std::nth_element(seconds.begin(), seconds.begin() + seconds.size() / 2, seconds.end());
    auto const pixels = double{kSize.width} * kSize.height * kFrames;
    return static_cast<std::int64_t>(pixels / std::max(seconds[seconds.size() / 2], 1e-6));
}

}  // namespace

Result<std::int64_t> measureDecodeRate() {
    collectFfmpegLog();
    try {
        return measure();
    } catch (std::exception const& error) {
        return Error{Errc::internal,
                     std::string("what this machine decodes cannot be measured: ") + error.what()};
    }
}

}  // namespace tocsin::media
