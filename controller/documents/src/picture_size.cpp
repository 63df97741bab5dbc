// SPDX-License-Identifier: Apache-2.0
#include "picture_size.hpp"

#include <cstddef>

namespace tocsin::documents {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kPngHead = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"sv;
constexpr std::string_view kJpegHead = "\xff\xd8\xff";
constexpr std::size_t kMostPixels = 65'535;  // a side

std::size_t number(std::string_view bytes, std::size_t at, std::size_t length) {
    std::size_t out = 0;
    for (std::size_t i = at; i < at + length; ++i) {
        out = out << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return out;
}

std::optional<PictureSize> sized(PictureFormat format, std::size_t width, std::size_t height) {
    if (width < 1 || width > kMostPixels || height < 1 || height > kMostPixels) {
        return std::nullopt;
    }
    return PictureSize{format, static_cast<int>(width), static_cast<int>(height)};
}

std::optional<PictureSize> sizeOfPng(std::string_view bytes) {
    if (bytes.size() < kPngHead.size() + 8) {
        return std::nullopt;
    }
    return sized(PictureFormat::png, number(bytes, kPngHead.size(), 4),
                 number(bytes, kPngHead.size() + 4, 4));
}

/// SOF0 to SOF15: the head of the picture; C4, C8 and CC are something else.
bool isFrameHead(unsigned marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// Markers without a length.
bool standsAlone(unsigned marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

std::optional<PictureSize> sizeOfJpeg(std::string_view bytes) {
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && static_cast<unsigned char>(bytes[at]) == 0xff) {
        unsigned const marker = static_cast<unsigned char>(bytes[at + 1]);
        if (marker == 0xff) {  // filling
            ++at;
            continue;
        }
        at += 2;
        if (standsAlone(marker)) {
            continue;
        }
        auto const length = number(bytes, at, 2);
        if (isFrameHead(marker)) {
            return length >= 8 && at + 7 <= bytes.size()
                       ? sized(PictureFormat::jpeg, number(bytes, at + 5, 2),
                               number(bytes, at + 3, 2))
                       : std::nullopt;
        }
        if (length < 2 || marker == 0xd9 || marker == 0xda) {  // the pixels, or the end, came first
            return std::nullopt;
        }
        at += length;
    }
    return std::nullopt;
}

}  // namespace

std::optional<PictureSize> sizeOfPicture(std::string_view bytes) {
    if (bytes.starts_with(kPngHead)) {
        return sizeOfPng(bytes);
    }
    return bytes.starts_with(kJpegHead) ? sizeOfJpeg(bytes) : std::nullopt;
}

}  // namespace tocsin::documents
