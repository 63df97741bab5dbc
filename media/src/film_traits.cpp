// SPDX-License-Identifier: Apache-2.0
#include "film_traits.hpp"

#include "decoder.hpp"
#include "house_picture.hpp"

namespace tocsin::media::detail {
namespace {

char const* hdrWord(AVColorTransferCharacteristic transfer) {
    switch (transfer) {
        case AVCOL_TRC_SMPTE2084:
            return "pq";
        case AVCOL_TRC_ARIB_STD_B67:
            return "hlg";
        default:
            return "";
    }
}

bool isInterlaced(AVFieldOrder order) {
    return order == AV_FIELD_TT || order == AV_FIELD_BB || order == AV_FIELD_TB ||
           order == AV_FIELD_BT;
}

bool isHousePixelFormat(AVPixelFormat format) {
    return format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P;
}

}  // namespace

void describeStream(Demuxer const& demuxer, Verdict& verdict) {
    auto const& video = demuxer.video();
    auto const& parameters = *video.codecpar;
    verdict.kind = "film";
    verdict.container = demuxer.format().iformat->name;
    verdict.codec = avcodec_get_name(parameters.codec_id);
    verdict.sound = demuxer.hasSound();
    verdict.interlaced = isInterlaced(parameters.field_order);
    verdict.hdr = hdrWord(parameters.color_trc);
    verdict.rotation = orientationOf(video).quarterTurns * 90;
    if (demuxer.hasSound()) {
        auto const& sound = *demuxer.sound().codecpar;
        verdict.soundCodec = avcodec_get_name(sound.codec_id);
        verdict.soundChannels = sound.ch_layout.nb_channels;
        verdict.soundRate = sound.sample_rate;
    }
}

void describeFrame(AVFrame const& frame, Verdict& verdict) {
    verdict.interlaced = verdict.interlaced || frame.interlaced_frame != 0;
    if (verdict.hdr.empty()) {
        verdict.hdr = hdrWord(frame.color_trc);
    }
}

void judgeNeeds(Demuxer const& demuxer, AVFrame const& first, bool variableRate, Verdict& verdict) {
    auto const& video = demuxer.video();
    auto const format = static_cast<AVPixelFormat>(first.format);
    auto const* const pixels = av_pix_fmt_desc_get(format);
    verdict.pixelFormat = pixels != nullptr ? pixels->name : "";
    verdict.bitDepth = pixels != nullptr ? pixels->comp[0].depth : 0;
    auto const aspect = pixelAspect(video, first);
    verdict.pixelAspectNum = aspect.num;
    verdict.pixelAspectDen = aspect.den;
    auto const id = video.codecpar->codec_id;
    bool const codec = videoDecoder(Allowed::byPlayer, id) != nullptr;
    bool const container = containerAllowed(Allowed::byPlayer, verdict.container);
    bool const heard =
        !demuxer.hasSound() ||
        soundDecoder(Allowed::byPlayer, demuxer.sound().codecpar->codec_id) != nullptr;
    bool const wide = first.color_primaries == AVCOL_PRI_BT2020 ||
                      first.color_primaries == AVCOL_PRI_SMPTE431 ||
                      first.color_primaries == AVCOL_PRI_SMPTE432;
    verdict.playable = codec && container;
    verdict.needs.clear();
    auto const need = [&](bool yes, char const* word) {
        if (yes) {
            verdict.needs.emplace_back(word);
        }
    };
    need(!codec, "codec");
    need(!container, "container");
    need(!heard, "sound");
    need(verdict.interlaced, "interlaced");
    need(!verdict.hdr.empty(), "hdr");
    need(verdict.hdr.empty() && wide, "colour");
    need(!isHousePixelFormat(format), "pixel-format");
    need(!orientationOf(video).upright(), "rotation");
    need(aspect.num != aspect.den, "pixel-aspect");
    need(first.width % 2 != 0 || first.height % 2 != 0 ||
             macroblocks({verdict.width, verdict.height}) > kMostMacroblocks,
         "size");
    need(variableRate, "variable-rate");
    need(verdict.rateNum > 60 * verdict.rateDen, "rate");
}

}  // namespace tocsin::media::detail
