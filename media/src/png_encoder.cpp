// SPDX-License-Identifier: Apache-2.0
#include "png_encoder.hpp"

#include <libyuv/convert_from_argb.h>
#include <libyuv/planar_functions.h>

namespace tocsin::media::detail {
namespace {

constexpr int kFastCompression = 1, kSmallCompression = 6;

/// In PNG's order of channels, alpha not premultiplied.
AvFramePtr inPngOrder(Frame const& frame, bool alpha) {
    auto out = makeFrame();
    out->format = alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
    out->width = frame.width;
    out->height = frame.height;
    check(av_frame_get_buffer(out.get(), 0), "av_frame_get_buffer");
    auto const stride = static_cast<int>(frame.stride());
    auto* const to = out->data[0];
    if (!alpha) {
        libyuv::ARGBToRAW(frame.pixels.data(), stride, to, out->linesize[0], frame.width,
                          frame.height);
        return out;
    }
    libyuv::ARGBUnattenuate(frame.pixels.data(), stride, to, out->linesize[0], frame.width,
                            frame.height);
    libyuv::ARGBToABGR(to, out->linesize[0], to, out->linesize[0], frame.width, frame.height);
    return out;
}

}  // namespace

AvPacketPtr encodePng(Frame const& frame, PngStyle style) {
    auto const* const coder = avcodec_find_encoder(AV_CODEC_ID_PNG);
    AvCodecPtr codec(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
    codec->width = frame.width;
    codec->height = frame.height;
    codec->pix_fmt = style.alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
    codec->time_base = {1, 25};
    codec->compression_level = style.small ? kSmallCompression : kFastCompression;
    codec->thread_count = 1;
    if (style.small) {
        check(av_opt_set(codec->priv_data, "pred", "mixed", 0), "pred");
    }
    check(avcodec_open2(codec.get(), coder, nullptr), "avcodec_open2");
    auto const pixels = inPngOrder(frame, style.alpha);
    auto packet = makePacket();
    check(avcodec_send_frame(codec.get(), pixels.get()), "avcodec_send_frame");
    check(avcodec_send_frame(codec.get(), nullptr), "avcodec_send_frame");
    check(avcodec_receive_packet(codec.get(), packet.get()), "avcodec_receive_packet");
    return packet;
}

}  // namespace tocsin::media::detail
