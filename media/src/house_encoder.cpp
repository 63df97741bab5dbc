// SPDX-License-Identifier: Apache-2.0
#include "house_encoder.hpp"

#include <algorithm>

#include "house_picture.hpp"

namespace tocsin::media::detail {
namespace {

constexpr std::int64_t kSoundBits = 160'000;

AvCodecPtr encoderNamed(char const* name) {
    auto const* const coder = avcodec_find_encoder_by_name(name);
    if (coder == nullptr) {
        throw std::runtime_error(std::string("FFmpeg was built without ") + name);
    }
    return AvCodecPtr(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
}

void set(AVCodecContext& encoder, char const* key, std::string const& value) {
    check(av_opt_set(encoder.priv_data, key, value.c_str(), 0), key);
}

}  // namespace

AvCodecPtr openPictureEncoder(Size size, AVRational rate, int level, TranscodeOrder const& order) {
    auto encoder = encoderNamed("libx264");
    encoder->width = size.width;
    encoder->height = size.height;
    encoder->pix_fmt = AV_PIX_FMT_YUV420P;
    encoder->sample_aspect_ratio = {1, 1};
    encoder->framerate = rate;
    encoder->time_base = av_inv_q(rate);
    encoder->color_range = AVCOL_RANGE_MPEG;
    encoder->colorspace = AVCOL_SPC_BT709;
    encoder->color_primaries = AVCOL_PRI_BT709;
    encoder->color_trc = AVCOL_TRC_BT709;
    encoder->chroma_sample_location = AVCHROMA_LOC_LEFT;
    encoder->thread_count = order.threads;
    encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    encoder->gop_size = static_cast<int>(
        std::max<std::int64_t>(1, av_rescale_rnd(1, rate.num, rate.den, AV_ROUND_NEAR_INF)));
    encoder->keyint_min = encoder->gop_size;
    encoder->max_b_frames = 2;
    encoder->refs = 3;
    encoder->level = level;
    auto const cap = order.maxKbit > 0 ? order.maxKbit * 1'000 : mostBits(level);
    encoder->rc_max_rate = std::min(cap, mostBits(level));
    encoder->rc_buffer_size =
        static_cast<int>(std::min<std::int64_t>(encoder->rc_max_rate, 1'000'000'000));
    set(*encoder, "preset", "medium");
    set(*encoder, "profile", "high");
    set(*encoder, "crf", std::to_string(order.crf));
    set(*encoder, "forced-idr", "1");
    // Looking ahead further than a group is long gains nothing here and costs memory.
    set(*encoder, "x264-params",
        "open-gop=0:scenecut=0:b-pyramid=none:rc-lookahead=" +
            std::to_string(std::min(encoder->gop_size, 40)));
    check(avcodec_open2(encoder.get(), nullptr, nullptr), "opening the H.264 encoder");
    return encoder;
}

AvCodecPtr openSoundEncoder() {
    auto encoder = encoderNamed("aac");
    encoder->sample_fmt = AV_SAMPLE_FMT_FLTP;
    encoder->sample_rate = kHouseSoundRate;
    encoder->time_base = {1, kHouseSoundRate};
    encoder->bit_rate = kSoundBits;
    encoder->profile = FF_PROFILE_AAC_LOW;
    encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    av_channel_layout_default(&encoder->ch_layout, 2);
    check(avcodec_open2(encoder.get(), nullptr, nullptr), "opening the AAC encoder");
    return encoder;
}

Result<> encodeInto(HouseFile& file, AVStream const& track, AVCodecContext& encoder, AVFrame* frame,
                    AVPacket& packet) {
    // Encoders fail on pictures of ours by lack of memory only.
    auto const failed = [](int code) {
        return Error{Errc::exhausted,
                     "The film needs more memory than allowed. (encoder: " + avError(code) + ")"};
    };
    if (int const sent = avcodec_send_frame(&encoder, frame); sent < 0) {
        return failed(sent);
    }
    while (true) {
        int const got = avcodec_receive_packet(&encoder, &packet);
        if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) {
            return {};
        }
        if (got < 0) {
            return failed(got);
        }
        if (auto written = file.write(packet, encoder.time_base, track); !written) {
            return written;
        }
    }
}

}  // namespace tocsin::media::detail
