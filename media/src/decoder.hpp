// SPDX-License-Identifier: Apache-2.0
// Packets in, decoded frames out.
#pragma once

#include "demuxer.hpp"
#include "orientation.hpp"

namespace tocsin::media::detail {

class Decoder {
public:
    /// `strict` decoders report every error in the stream instead of concealing it.
    enum class Mode { lenient, strict };
    enum class State { frame, needsPacket, ended, failed };

    /// Errc::damaged if the decoder will not start on this stream.
    [[nodiscard]] static Result<Decoder> open(AVStream const& stream, Mode mode);

    /// The same for a film from outside; `threads` as FFmpeg counts them, 0: as many as the size
    /// asks for.
    [[nodiscard]] static Result<Decoder> openForeign(AVStream const& stream, Mode mode,
                                                     int threads = 0);
    /// The same for sound from outside.
    [[nodiscard]] static Result<Decoder> openForeignSound(AVStream const& stream);

    /// The same for a stream from the network, which may be coded in more ways than a house
    /// rendition.
    [[nodiscard]] static Result<Decoder> openLive(AVStream const& stream);

    /// Null at the end of the stream. False if the decoder refused the packet: error() says why.
    [[nodiscard]] bool send(AVPacket const* packet);
    [[nodiscard]] State receive(AVFrame& frame);
    /// From the next packet on pictures that no other picture needs are not decoded, and do not
    /// come out: half the work of catching up.
    void skipUnneeded(bool skip) noexcept {
        codec_->skip_frame = skip ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    }
    void restart() noexcept { avcodec_flush_buffers(codec_.get()); }
    [[nodiscard]] std::string error() const { return avError(error_); }

private:
    [[nodiscard]] static Result<Decoder> openWith(AVCodec const* coder, AVStream const& stream,
                                                  Mode mode, int threads = 0);
    explicit Decoder(AvCodecPtr codec) : codec_(std::move(codec)) {}
    AvCodecPtr codec_;
    int error_ = 0;
};

/// As the container says it is to be turned.
[[nodiscard]] Orientation orientationOf(AVStream const& stream);
/// Pixel shape of a frame; square if unknown.
[[nodiscard]] AVRational pixelAspect(AVStream const& stream, AVFrame const& frame);

}  // namespace tocsin::media::detail
