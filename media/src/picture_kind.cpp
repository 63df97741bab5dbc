// SPDX-License-Identifier: Apache-2.0
#include "picture_kind.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "byte_reader.hpp"

namespace tocsin::media::detail {
namespace {

using namespace std::literals;

/// Walks the segments, because a thumbnail inside one of them has an end mark of its own. `frame`
/// becomes where the first frame's head stands, if there is one.
bool walkJpeg(Bytes bytes, std::size_t& frame) {
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
        // C4, C8 and CC are tables; the others from C0 to CF begin a frame.
        bool const begins = marker >= 0xc0 && marker <= 0xcf && marker % 4 != 0;
        frame = frame == 0 && (begins || marker == 0xc0) ? at : frame;
        at += 2 + std::size_t{bigEndian16(bytes, at + 2)};
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
        at += 12 + std::size_t{bigEndian32(bytes, at)};
    }
    return false;
}

/// Where the sub-blocks that begin at `at` end; past the bytes if they do not.
std::size_t afterSubBlocks(Bytes bytes, std::size_t at) {
    while (at < bytes.size() && bytes[at] != 0) {
        at += std::size_t{bytes[at]} + 1;
    }
    return at + 1;
}

std::size_t colourTable(std::uint8_t flags) {
    return (flags & 0x80) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
}

Size sizeOf(std::uint32_t width, std::uint32_t height) {
    // What does not fit an int is too large in any case.
    constexpr std::uint32_t kMost = 1U << 30;
    return {static_cast<int>(std::min(width, kMost)), static_cast<int>(std::min(height, kMost))};
}

std::optional<Size> jpegSize(Bytes bytes) {
    std::size_t frame = 0;
    (void)walkJpeg(bytes, frame);
    if (frame == 0 || frame + 9 > bytes.size()) {
        return std::nullopt;
    }
    return sizeOf(bigEndian16(bytes, frame + 7), bigEndian16(bytes, frame + 5));
}

std::optional<Size> webpSize(Bytes bytes) {
    if (bytes.size() < 30) {
        return std::nullopt;
    }
    constexpr std::uint32_t kSide = 0x3fff;
    if (startsWith(bytes, 12, "VP8X")) {
        return sizeOf(littleEndian24(bytes, 24) + 1, littleEndian24(bytes, 27) + 1);
    }
    if (startsWith(bytes, 12, "VP8L")) {
        auto const bits = littleEndian32(bytes, 21);
        return sizeOf((bits & kSide) + 1, (bits >> 14 & kSide) + 1);
    }
    return sizeOf(littleEndian16(bytes, 26) & kSide, littleEndian16(bytes, 28) & kSide);
}

std::optional<Size> bmpSize(Bytes bytes) {
    constexpr std::uint32_t kOldHead = 12;
    if (bytes.size() < 26) {
        return std::nullopt;
    }
    if (littleEndian32(bytes, 14) == kOldHead) {
        return sizeOf(littleEndian16(bytes, 18), littleEndian16(bytes, 20));
    }
    // A height below zero: the rows stand from the top down.
    auto const height = std::int64_t{static_cast<std::int32_t>(littleEndian32(bytes, 22))};
    return sizeOf(littleEndian32(bytes, 18), static_cast<std::uint32_t>(std::abs(height)));
}

/// Of the box format of MP4: the brands in its first box.
PictureKind boxedKind(Bytes head) {
    auto const isOneOf = [&](std::size_t at, auto const& brands) {
        return std::ranges::any_of(brands, [&](auto brand) { return startsWith(head, at, brand); });
    };
    constexpr std::array kAvif{"avif"sv}, kOther{"avis"sv};
    constexpr std::array kHeif{"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv,
                               "hevx"sv, "mif1"sv, "msf1"sv, "mif2"sv};
    auto found = PictureKind::none;
    if (head.size() < 16 || !startsWith(head, 4, "ftyp")) {
        return found;
    }
    if (isOneOf(8, kAvif)) {
        return PictureKind::avif;
    }
    if (!isOneOf(8, kOther) && !isOneOf(8, kHeif)) {
        return PictureKind::none;
    }
    auto const end = std::min<std::size_t>(head.size(), bigEndian32(head, 0));
    for (std::size_t at = 16; at + 4 <= end && !isOneOf(8, kOther); at += 4) {
        found = isOneOf(at, kAvif) ? PictureKind::avif : found;
    }
    return found == PictureKind::none ? PictureKind::heif : found;
}

/// How EXIF and TIFF number it, from 1 to 8.
Orientation orientationOf(std::uint32_t number) {
    constexpr std::array<Orientation, 9> kNumbers{{{0, false},
                                                   {0, false},
                                                   {0, true},
                                                   {2, false},
                                                   {2, true},
                                                   {3, true},
                                                   {1, false},
                                                   {1, true},
                                                   {3, false}}};
    return number < kNumbers.size() ? kNumbers[number] : Orientation{};
}

/// The first directory of a TIFF.
class TiffTags {
public:
    explicit TiffTags(Bytes bytes) : bytes_(bytes), little_(!bytes.empty() && bytes[0] == 'I') {
        constexpr std::size_t kHead = 8;
        directory_ = bytes.size() < kHead ? bytes.size() : four(4);
        count_ = directory_ + 2 > bytes.size() ? 0 : two(directory_);
    }

    /// The first number of a tag's.
    [[nodiscard]] std::uint32_t value(std::uint32_t tag, std::uint32_t otherwise) const {
        constexpr std::size_t kEntry = 12;
        constexpr std::uint32_t kShort = 3;
        for (std::size_t i = 0; i < count_; ++i) {
            auto const at = directory_ + 2 + i * kEntry;
            if (at + kEntry > bytes_.size()) {
                break;
            }
            if (two(at) != tag) {
                continue;
            }
            if (two(at + 2) != kShort) {
                return four(at + 8);
            }
            // More than fit into the entry stand elsewhere.
            auto const stands = four(at + 4) <= 2 ? at + 8 : std::size_t{four(at + 8)};
            return stands + 2 > bytes_.size() ? otherwise : two(stands);
        }
        return otherwise;
    }

private:
    [[nodiscard]] std::uint32_t two(std::size_t at) const {
        return little_ ? littleEndian16(bytes_, at) : bigEndian16(bytes_, at);
    }
    [[nodiscard]] std::uint32_t four(std::size_t at) const {
        return little_ ? littleEndian32(bytes_, at) : bigEndian32(bytes_, at);
    }

    Bytes bytes_;
    bool little_;
    std::size_t directory_ = 0, count_ = 0;
};

}  // namespace

PictureKind pictureKind(Bytes head) {
    struct Mark {
        std::string_view bytes;
        PictureKind kind;
    };
    constexpr std::array kMarks{
        Mark{"\xff\xd8\xff"sv, PictureKind::jpeg}, Mark{"\x89PNG\r\n\x1a\n"sv, PictureKind::png},
        Mark{"GIF87a"sv, PictureKind::gif},        Mark{"GIF89a"sv, PictureKind::gif},
        Mark{"II*\0"sv, PictureKind::tiff},        Mark{"MM\0*"sv, PictureKind::tiff}};
    auto const found = std::ranges::find_if(
        kMarks, [&](Mark const& mark) { return startsWith(head, 0, mark.bytes); });
    if (found != kMarks.end()) {
        return found->kind;
    }
    if (startsWith(head, 0, "RIFF") && startsWith(head, 8, "WEBP")) {
        return PictureKind::webp;
    }
    // Two letters are little: the reserved bytes and the length of the second head, too.
    if (startsWith(head, 0, "BM") && head.size() >= 26 && littleEndian32(head, 6) == 0 &&
        littleEndian32(head, 14) >= 12 && littleEndian32(head, 14) <= 124) {
        return PictureKind::bmp;
    }
    return boxedKind(head);
}

char const* pictureName(PictureKind kind) {
    constexpr std::array kNames{"", "jpeg", "png", "webp", "gif", "bmp", "tiff", "avif", "heif"};
    return kNames.at(static_cast<std::size_t>(kind));
}

bool pictureIsWhole(PictureKind kind, Bytes bytes) {
    std::size_t frame = 0;
    switch (kind) {
        case PictureKind::jpeg:
            return walkJpeg(bytes, frame);
        case PictureKind::png:
            return pngIsWhole(bytes);
        case PictureKind::webp:
            return bytes.size() >= 12 && bytes.size() >= std::size_t{littleEndian32(bytes, 4)} + 8;
        case PictureKind::gif:
            return walkGif(bytes).whole;
        case PictureKind::bmp:
            // Zero in files of programs that do not count.
            return bytes.size() >= littleEndian32(bytes, 2);
        case PictureKind::tiff:
            return readTiff(bytes).read;
        case PictureKind::avif:
            return true;
        case PictureKind::heif:
        case PictureKind::none:
            break;
    }
    return false;
}

std::optional<Size> declaredSize(PictureKind kind, Bytes bytes) {
    switch (kind) {
        case PictureKind::jpeg:
            return jpegSize(bytes);
        case PictureKind::png:
            return bytes.size() < 24
                       ? std::nullopt
                       : std::optional(sizeOf(bigEndian32(bytes, 16), bigEndian32(bytes, 20)));
        case PictureKind::webp:
            return webpSize(bytes);
        case PictureKind::gif:
            return bytes.size() < 10
                       ? std::nullopt
                       : std::optional(sizeOf(littleEndian16(bytes, 6), littleEndian16(bytes, 8)));
        case PictureKind::bmp:
            return bmpSize(bytes);
        case PictureKind::tiff:
            return readTiff(bytes).size;
        case PictureKind::avif:
        case PictureKind::heif:
        case PictureKind::none:
            break;
    }
    return std::nullopt;
}

GifBlocks walkGif(Bytes bytes) {
    constexpr std::uint8_t kImage = 0x2c, kExtension = 0x21, kEnd = 0x3b;
    constexpr std::size_t kHead = 13, kImageHead = 10;
    GifBlocks out;
    if (bytes.size() < kHead) {
        return out;
    }
    auto at = kHead + colourTable(bytes[10]);
    while (at < bytes.size() && bytes[at] != kEnd) {
        if (bytes[at] == kExtension) {
            at = afterSubBlocks(bytes, at + 2);
        } else if (bytes[at] == kImage && at + kImageHead < bytes.size()) {
            ++out.images;
            at = afterSubBlocks(bytes, at + kImageHead + colourTable(bytes[at + 9]) + 1);
        } else {
            return out;
        }
    }
    // Programs that leave the end mark out are common; the last block must be complete.
    out.whole = out.images > 0 && at <= bytes.size();
    return out;
}

TiffHead readTiff(Bytes bytes) {
    TiffHead out;
    TiffTags const tags(bytes);
    constexpr std::uint16_t kWidth = 256, kHeight = 257, kBits = 258, kCompression = 259,
                            kColours = 262, kOrientation = 274, kNumbers = 339;
    out.size = sizeOf(tags.value(kWidth, 0), tags.value(kHeight, 0));
    out.orientation = orientationOf(tags.value(kOrientation, 1));
    constexpr std::uint32_t kInks = 5, kFloating = 3;
    // None, fax, LZW, deflate (two numbers) and PackBits.
    constexpr std::array<std::uint32_t, 8> kCompressions{1, 2, 3, 4, 5, 8, 32'773, 32'946};
    auto const colours = tags.value(kColours, 0);
    out.read =
        std::ranges::find(kCompressions, tags.value(kCompression, 1)) != kCompressions.end() &&
        (colours <= 3 || (colours == kInks && tags.value(kBits, 1) == 8)) &&
        tags.value(kNumbers, 1) != kFloating;
    return out;
}

bool avifNeedsMore(Bytes bytes) {
    // The boxes that describe the picture stand in front; their names are looked for, not read.
    constexpr std::size_t kDescription = 4'096;
    auto const front = bytes.first(std::min(bytes.size(), kDescription));
    constexpr std::array kMore{"irot"sv, "imir"sv, "auxC"sv, "grid"sv};
    return std::ranges::any_of(kMore,
                               [front](std::string_view word) { return holds(front, word); });
}

bool hasUnknownInks(Bytes bytes) {
    constexpr std::size_t kComponents = 9, kInks = 4;
    std::size_t frame = 0;
    (void)walkJpeg(bytes, frame);
    return frame != 0 && frame + kComponents < bytes.size() &&
           bytes[frame + kComponents] == kInks && !holds(bytes, "Adobe");
}

}  // namespace tocsin::media::detail
