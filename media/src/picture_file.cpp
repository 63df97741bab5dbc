// SPDX-License-Identifier: Apache-2.0
// Decoding one picture strictly.
#include "picture_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "ffmpeg_log.hpp"

namespace tocsin::media::detail {
namespace {

using Bytes = std::span<std::uint8_t const>;

constexpr std::int64_t kLargestFile = std::int64_t{128} * 1024 * 1024;
constexpr int kLargestSide = 8192;

bool startsWith(Bytes bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at + text.size() &&
           std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

std::size_t bigEndian16(Bytes bytes, std::size_t at) {
    return static_cast<std::size_t>(bytes[at]) << 8 | bytes[at + 1];
}

/// Walks the segments, because a thumbnail inside one of them has an end mark of its own.
bool jpegIsWhole(Bytes bytes) {
    constexpr std::uint8_t kScan = 0xda, kEnd = 0xd9;
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && bytes[at] == 0xff) {
        auto const marker = bytes[at + 1];
        if (marker == 0xff) {
            ++at;
            continue;
        }
        if (marker == kEnd) {
            return true;
        }
        at += 2 + bigEndian16(bytes, at + 2);
        if (marker == kScan) {
            while (at + 1 < bytes.size() &&
                   !(bytes[at] == 0xff && bytes[at + 1] != 0 && bytes[at + 1] != 0xff &&
                     (bytes[at + 1] < 0xd0 || bytes[at + 1] > 0xd7))) {
                ++at;
            }
            if (at + 1 < bytes.size() && bytes[at + 1] == kEnd) {
                return true;
            }
        }
    }
    return false;
}

bool pngIsWhole(Bytes bytes) {
    std::size_t at = 8;
    while (at + 12 <= bytes.size()) {
        if (startsWith(bytes, at + 4, "IEND")) {
            return true;
        }
        at += 12 + (bigEndian16(bytes, at) << 16 | bigEndian16(bytes, at + 2));
    }
    return false;
}

bool webpIsWhole(Bytes bytes) {
    if (bytes.size() < 12) {
        return false;
    }
    auto const size = static_cast<std::size_t>(bytes[4]) | static_cast<std::size_t>(bytes[5]) << 8 |
                      static_cast<std::size_t>(bytes[6]) << 16 |
                      static_cast<std::size_t>(bytes[7]) << 24;
    return bytes.size() >= size + 8;
}

AVCodecID codecOf(PictureKind kind) {
    switch (kind) {
        case PictureKind::jpeg:
            return AV_CODEC_ID_MJPEG;
        case PictureKind::png:
            return AV_CODEC_ID_PNG;
        case PictureKind::webp:
            return AV_CODEC_ID_WEBP;
        case PictureKind::gif:
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

Error damaged() {
    return {Errc::damaged, "The picture is cut off or damaged; copy or export it again."};
}

/// One packet through one decoder; null if it reports any error.
AvFramePtr decodeWhole(PictureKind kind, std::vector<std::uint8_t>& bytes) {
    auto const* const coder = avcodec_find_decoder(codecOf(kind));
    AvCodecPtr codec(checkMade(avcodec_alloc_context3(coder), "avcodec_alloc_context3"));
    codec->thread_count = 1;
    codec->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK;
    codec->max_pixels = std::int64_t{kLargestSide} * kLargestSide;
    check(avcodec_open2(codec.get(), coder, nullptr), "avcodec_open2");
    auto const size = bytes.size();
    bytes.resize(size + AV_INPUT_BUFFER_PADDING_SIZE);
    auto packet = makePacket();
    packet->data = bytes.data();
    packet->size = static_cast<int>(size);
    packet->flags = AV_PKT_FLAG_KEY;
    auto frame = makeFrame();
    if (avcodec_send_packet(codec.get(), packet.get()) < 0 ||
        (avcodec_send_packet(codec.get(), nullptr) < 0) ||
        avcodec_receive_frame(codec.get(), frame.get()) < 0 ||
        (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0) {
        return nullptr;
    }
    return frame;
}

}  // namespace

PictureKind pictureKind(Bytes head) {
    if (startsWith(head, 0, "\xff\xd8\xff")) {
        return PictureKind::jpeg;
    }
    if (startsWith(head, 0, "\x89PNG\r\n\x1a\n")) {
        return PictureKind::png;
    }
    if (startsWith(head, 0, "RIFF") && startsWith(head, 8, "WEBP")) {
        return PictureKind::webp;
    }
    return startsWith(head, 0, "GIF8") ? PictureKind::gif : PictureKind::none;
}

char const* pictureName(PictureKind kind) {
    switch (kind) {
        case PictureKind::jpeg:
            return "jpeg";
        case PictureKind::png:
            return "png";
        case PictureKind::webp:
            return "webp";
        case PictureKind::gif:
            return "gif";
        case PictureKind::none:
            break;
    }
    return "";
}

bool pictureIsWhole(PictureKind kind, Bytes bytes) {
    switch (kind) {
        case PictureKind::jpeg:
            return jpegIsWhole(bytes);
        case PictureKind::png:
            return pngIsWhole(bytes);
        case PictureKind::webp:
            return webpIsWhole(bytes);
        case PictureKind::gif:
        case PictureKind::none:
            break;
    }
    return false;
}

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

Result<DecodedPicture> decodePicture(OpenFile const& file) {
    collectFfmpegLog();
    forgetFfmpegErrors();
    if (file.size() == 0) {
        return Error{Errc::invalid, "The file is empty (0 bytes); copy or export it again."};
    }
    if (file.size() > kLargestFile) {
        return Error{Errc::invalid,
                     "The picture file is larger than 128 MB; export it as JPEG or smaller."};
    }
    auto bytes = readBytes(file, static_cast<std::size_t>(kLargestFile));
    if (!bytes) {
        return bytes.error();
    }
    DecodedPicture out;
    out.kind = pictureKind(*bytes);
    if (codecOf(out.kind) == AV_CODEC_ID_NONE) {
        return Error{Errc::invalid,
                     "This is not a picture that can be shown; export it as JPEG, PNG or WebP."};
    }
    if (out.kind == PictureKind::webp && startsWith(*bytes, 12, "VP8X") && bytes->size() > 20 &&
        ((*bytes)[20] & 2) != 0) {
        return Error{Errc::invalid,
                     "Moving WebP pictures are not shown; export it as a film, MP4 (H.264)."};
    }
    if (!pictureIsWhole(out.kind, *bytes)) {
        return damaged();
    }
    out.frame = decodeWhole(out.kind, *bytes);
    if (!out.frame) {
        return damaged();
    }
    if (out.frame->width > kLargestSide || out.frame->height > kLargestSide) {
        return Error{Errc::invalid,
                     "The picture is larger than 8192 pixels on a side; export it smaller."};
    }
    out.orientation = orientationOf(*out.frame);
    return out;
}

}  // namespace tocsin::media::detail
