// SPDX-License-Identifier: Apache-2.0
// Decoding one picture strictly.
#include "picture_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "byte_reader.hpp"
#include "decoder.hpp"
#include "demuxer.hpp"
#include "ffmpeg_log.hpp"

namespace tocsin::media::detail {
namespace {

/// What is taken from whom. Posters are scanned at 14,000 pixels, and phones take 200 million.
struct Limits {
    std::int64_t bytes;
    int side;
    std::int64_t pixels;
    char const *tooLong, *tooLarge;
};
constexpr std::int64_t kMb = 1 << 20;
constexpr Limits kPlayed{128 * kMb, kLargestPlayedSide,
                         std::int64_t{kLargestPlayedSide} * kLargestPlayedSide,
                         "The picture file is larger than 128 MB; export it as JPEG or smaller.",
                         "The picture is larger than 8192 pixels on a side; export it smaller."};
constexpr Limits kFromOutside{512 * kMb, 16'384, 200'000'000,
                              "The picture file is larger than 512 MB; export it as JPEG or "
                              "smaller.",
                              "The picture is larger than 16384 pixels on a side, or than 200 "
                              "million pixels; export it smaller."};

Limits const& limitsFor(Allowed allowed) {
    return allowed == Allowed::byPlayer ? kPlayed : kFromOutside;
}

bool isTooLarge(Size size, Limits const& limits) {
    return std::max(size.width, size.height) > limits.side ||
           std::int64_t{size.width} * size.height > limits.pixels;
}

AVCodecID codecOf(PictureKind kind, Allowed allowed) {
    bool const outside = allowed == Allowed::fromOutside;
    switch (kind) {
        case PictureKind::jpeg:
            return AV_CODEC_ID_MJPEG;
        case PictureKind::png:
            return AV_CODEC_ID_PNG;
        case PictureKind::webp:
            return AV_CODEC_ID_WEBP;
        case PictureKind::gif:
            return outside ? AV_CODEC_ID_GIF : AV_CODEC_ID_NONE;
        case PictureKind::bmp:
            return outside ? AV_CODEC_ID_BMP : AV_CODEC_ID_NONE;
        case PictureKind::tiff:
            return outside ? AV_CODEC_ID_TIFF : AV_CODEC_ID_NONE;
        case PictureKind::avif:
            return outside ? AV_CODEC_ID_AV1 : AV_CODEC_ID_NONE;
        case PictureKind::heif:
        case PictureKind::none:
            break;
    }
    return AV_CODEC_ID_NONE;
}

Orientation orientationOf(AVFrame const& frame) {
    auto const* const data = av_frame_get_side_data(&frame, AV_FRAME_DATA_DISPLAYMATRIX);
    return data != nullptr && data->size >= 9 * sizeof(std::int32_t)
               ? orientationFromMatrix(data->data)
               : Orientation{};
}

Error damaged(PictureKind kind) {
    if (kind == PictureKind::tiff || kind == PictureKind::bmp || kind == PictureKind::avif) {
        return {Errc::damaged,
                "The picture is cut off, damaged or of a rare kind that is not read; export it as "
                "JPEG or PNG."};
    }
    return {Errc::damaged, "The picture is cut off or damaged; copy or export it again."};
}

Error notRead(PictureKind kind) {
    if (kind == PictureKind::avif) {
        return {Errc::invalid,
                "This AVIF picture is turned, transparent or put together of tiles, which is not "
                "read; export it as JPEG or PNG."};
    }
    if (kind == PictureKind::heif) {
        return {Errc::invalid,
                "This is a HEIC or a moving AVIF picture, which is not read; export it as JPEG or "
                "PNG (iPhones: Settings, Camera, Formats, Most Compatible)."};
    }
    return {Errc::invalid,
            "This is not a picture that can be shown; export it as JPEG, PNG or WebP."};
}

/// One packet through one decoder; null if it reports any error.
AvFramePtr decodeWhole(AVCodecID id, std::vector<std::uint8_t>& bytes, Limits const& limits) {
    auto const* const coder = avcodec_find_decoder(id);
    AvCodecPtr codec(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
    codec->thread_count = 1;
    // The decoder of TIFF counts tags that it does not know as errors; what is missing it reports
    // in any case.
    codec->err_recognition = id == AV_CODEC_ID_TIFF ? 0 : AV_EF_EXPLODE | AV_EF_CRCCHECK;
    codec->max_pixels = limits.pixels;
    check(avcodec_open2(codec.get(), coder, nullptr), "avcodec_open2");
    auto const size = bytes.size();
    bytes.resize(size + AV_INPUT_BUFFER_PADDING_SIZE);
    auto packet = makePacket();
    packet->data = bytes.data();
    packet->size = static_cast<int>(size);
    packet->flags = AV_PKT_FLAG_KEY;
    auto frame = makeFrame();
    int code = avcodec_send_packet(codec.get(), packet.get());
    code = code < 0 ? code : avcodec_send_packet(codec.get(), nullptr);
    code = code < 0 ? code : avcodec_receive_frame(codec.get(), frame.get());
    if (code == AVERROR(ENOMEM)) {
        throw std::bad_alloc();
    }
    return code < 0 || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 ? nullptr : std::move(frame);
}

/// AVIF is a box around one picture of AV1.
Result<AvFramePtr> decodeAvif(OpenFile const& file, Bytes bytes) {
    if (avifNeedsMore(bytes)) {
        return notRead(PictureKind::avif);
    }
    auto const demuxer =
        Demuxer::open(duplicate(file), {}, Demuxer::Tracks::videoOnly, Allowed::fromOutside);
    if (!demuxer || (*demuxer)->video().codecpar->codec_id != AV_CODEC_ID_AV1) {
        return damaged(PictureKind::avif);
    }
    auto const& video = (*demuxer)->video();
    // The decoder of films has the player's limit.
    if (isTooLarge({video.codecpar->width, video.codecpar->height}, kPlayed)) {
        return Error{Errc::invalid, kPlayed.tooLarge};
    }
    auto decoder = Decoder::openForeign(video, Decoder::Mode::strict, 1);
    auto packet = makePacket();
    auto frame = makeFrame();
    auto const read = (*demuxer)->read(*packet);
    if (!decoder || !read || !*read || !decoder->send(packet.get()) || !decoder->send(nullptr) ||
        decoder->receive(*frame) != Decoder::State::frame) {
        return damaged(PictureKind::avif);
    }
    return frame;
}

bool isMovingWebp(PictureKind kind, Bytes bytes) {
    constexpr std::uint8_t kMoves = 2;
    return kind == PictureKind::webp && startsWith(bytes, 12, "VP8X") && bytes.size() > 20 &&
           (bytes[20] & kMoves) != 0;
}

/// Everything that can be known without decoding.
Result<> judgeBytes(PictureKind kind, Bytes bytes, Allowed allowed) {
    auto const& limits = limitsFor(allowed);
    if (codecOf(kind, allowed) == AV_CODEC_ID_NONE) {
        return notRead(kind);
    }
    if (isMovingWebp(kind, bytes)) {
        return Error{Errc::invalid,
                     "Moving WebP pictures are not shown; export it as a film, MP4 (H.264)."};
    }
    if (kind == PictureKind::jpeg && hasUnknownInks(bytes)) {
        return Error{Errc::invalid,
                     "This JPEG is in printing colours (CMYK) that do not say how they are meant; "
                     "export it in RGB."};
    }
    if (auto const size = declaredSize(kind, bytes); size && isTooLarge(*size, limits)) {
        return Error{Errc::invalid, limits.tooLarge};
    }
    return pictureIsWhole(kind, bytes) ? Result<>{} : damaged(kind);
}

}  // namespace

Result<std::vector<std::uint8_t>> readBytes(OpenFile const& file, std::size_t limit) {
    auto const size = static_cast<std::size_t>(std::max<std::int64_t>(file.size(), 0));
    std::vector<std::uint8_t> bytes(std::min(size, limit));
    std::size_t got = 0;
    while (got < bytes.size()) {
        auto const more = ::pread(file.descriptor(), bytes.data() + got, bytes.size() - got,
                                  static_cast<off_t>(got));
        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more < 0) {
            return Error{Errc::unavailable,
                         std::string("The file cannot be read: ") + std::strerror(errno)};
        }
        if (more == 0) {
            break;
        }
        got += static_cast<std::size_t>(more);
    }
    bytes.resize(got);
    return bytes;
}

Result<DecodedPicture> decodePicture(OpenFile const& file, Allowed allowed) {
    collectFfmpegLog();
    forgetFfmpegErrors();
    auto const& limits = limitsFor(allowed);
    if (file.size() == 0) {
        return Error{Errc::invalid, "The file is empty (0 bytes); copy or export it again."};
    }
    if (file.size() > limits.bytes) {
        return Error{Errc::invalid, limits.tooLong};
    }
    auto bytes = readBytes(file, static_cast<std::size_t>(limits.bytes));
    if (!bytes) {
        return bytes.error();
    }
    DecodedPicture out;
    out.kind = pictureKind(*bytes);
    if (auto judged = judgeBytes(out.kind, *bytes, allowed); !judged) {
        return judged.error();
    }
    auto const turned =
        out.kind == PictureKind::tiff ? readTiff(*bytes).orientation : Orientation{};
    if (out.kind == PictureKind::avif) {
        auto frame = decodeAvif(file, *bytes);
        if (!frame) {
            return frame.error();
        }
        out.frame = std::move(*frame);
    } else {
        out.frame = decodeWhole(codecOf(out.kind, allowed), *bytes, limits);
    }
    if (!out.frame) {
        return damaged(out.kind);
    }
    if (isTooLarge({out.frame->width, out.frame->height}, limits)) {
        return Error{Errc::invalid, limits.tooLarge};
    }
    out.orientation = out.kind == PictureKind::tiff ? turned : orientationOf(*out.frame);
    return out;
}

}  // namespace tocsin::media::detail
