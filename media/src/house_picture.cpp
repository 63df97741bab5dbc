// SPDX-License-Identifier: Apache-2.0
#include "house_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "decoder.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kHdHeight =
    720;  // untagged films from here on are taken as BT.709, as the player does
constexpr double kWhite = 203;  // cd/m² of HDR that are white on a screen of standard range
constexpr double kUsualPeak = 1'000, kLeastPeak = 300, kMostPeak = 4'000;

bool isHdr(AVColorTransferCharacteristic transfer) {
    return transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67;
}

bool isRgb(int format) {
    auto const* const pixels = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    return pixels != nullptr && (pixels->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
}

bool hasAlpha(int format) {
    auto const* const pixels = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    return pixels != nullptr && (pixels->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
}

/// What is transparent becomes black, as the player shows it; else it would have the colour that
/// happens to stand there, often white.
std::string overBlack(int format) {
    if (!hasAlpha(format)) {
        return {};
    }
    return std::string("format=") +
           (isRgb(format) ? "gbrap|gbrap10|gbrap12|gbrap16"
                          : "yuva444p|yuva444p10|yuva444p12|yuva444p16") +
           ",premultiply=inplace=1,";
}

bool isFullYuv(int format) {
    return format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVJ422P ||
           format == AV_PIX_FMT_YUVJ444P || format == AV_PIX_FMT_YUVJ440P;
}

double peakOf(AVStream const& stream) {
    auto const* const light = reinterpret_cast<AVContentLightMetadata const*>(
        av_stream_get_side_data(&stream, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, nullptr));
    if (light != nullptr && light->MaxCLL > 0) {
        return std::clamp<double>(light->MaxCLL, kLeastPeak, kMostPeak);
    }
    auto const* const display = reinterpret_cast<AVMasteringDisplayMetadata const*>(
        av_stream_get_side_data(&stream, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, nullptr));
    if (display != nullptr && display->has_luminance != 0) {
        return std::clamp(av_q2d(display->max_luminance), kLeastPeak, kMostPeak);
    }
    return kUsualPeak;
}

/// zscale's word.
char const* matrixWord(PictureShape const& shape) {
    if (isRgb(shape.format)) {
        return "gbr";
    }
    switch (shape.matrix) {
        case AVCOL_SPC_BT709:
            return "709";
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            return "2020_ncl";
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
        case AVCOL_SPC_FCC:
            return "170m";
        default:
            return shape.stored.height >= kHdHeight ? "709" : "170m";
    }
}

Size even(double width, double height) {
    auto const side = [](double length) {
        return std::max(2, static_cast<int>(std::lround(length / 2)) * 2);
    };
    return {side(width), side(height)};
}

Size evenDown(Size size) {
    return {std::max(2, size.width & ~1), std::max(2, size.height & ~1)};
}

Size shown(PictureShape const& shape) {
    return shownSize(shape.stored, shape.aspect.num, shape.aspect.den, shape.orientation);
}

/// As large as the house format goes, in the film's own shape.
Size ownSize(Size full) {
    auto size = evenDown(full);
    auto const blocks = macroblocks(size);
    for (double scale = std::sqrt(double(kMostMacroblocks) / double(blocks));
         macroblocks(size) > kMostMacroblocks; scale *= 0.995) {
        size = even(full.width * scale, full.height * scale);
    }
    return size;
}

/// The part of the stored picture that is seen, so that it fills `size` without being distorted.
std::string cropFilter(PictureShape const& shape, Size size, Fit fit) {
    auto part = evenDown(shape.stored);
    if (fit == Fit::cover) {
        auto const full = shown(shape);
        auto const scale =
            std::min(double(full.width) / size.width, double(full.height) / size.height);
        auto across = size.width * scale / full.width, down = size.height * scale / full.height;
        if (shape.orientation.sideways()) {
            std::swap(across, down);
        }
        part = evenDown({static_cast<int>(std::lround(shape.stored.width * across)),
                         static_cast<int>(std::lround(shape.stored.height * down))});
    }
    return part == shape.stored ? std::string()
                                : fmt::format("crop={}:{},", part.width, part.height);
}

std::string colourFilters(PictureShape const& shape, Size scaled) {
    auto const in = fmt::format("min={}:rin={}", matrixWord(shape),
                                shape.fullRange || isRgb(shape.format) ? "full" : "limited");
    auto const size = fmt::format("w={}:h={}:filter=lanczos", scaled.width, scaled.height);
    constexpr char kHouse[] = "m=709:t=709:p=709:r=limited:dither=error_diffusion";
    if (isHdr(shape.transfer)) {
        return fmt::format(
            "zscale={}:{}:tin={}:pin={}:t=linear:npl={}:p=709,format=gbrpf32le,"
            "tonemap=mobius:param=0.5:desat=0:peak={:.3f},zscale=tin=linear:pin=709:min=gbr:{},",
            size, in, shape.transfer == AVCOL_TRC_SMPTE2084 ? "smpte2084" : "arib-std-b67",
            shape.wide ? "2020" : "709", kWhite, shape.peak / kWhite, kHouse);
    }
    return fmt::format("{}zscale={}:{}:tin=709:pin={}:{},",
                       isRgb(shape.format) ? "format=gbrp|gbrp10|gbrp12|gbrp16," : "", size, in,
                       shape.wide ? "2020" : "709", kHouse);
}

bool mayBeInterlaced(AVCodecID codec) {
    switch (codec) {
        case AV_CODEC_ID_VP8:
        case AV_CODEC_ID_VP9:
        case AV_CODEC_ID_AV1:
        case AV_CODEC_ID_GIF:
        case AV_CODEC_ID_PNG:
        case AV_CODEC_ID_QTRLE:
            return false;
        default:
            return true;
    }
}

char const* turnFilters(int quarterTurns) {
    constexpr std::array<char const*, 4> kTurns{"", "transpose=clock,", "hflip,vflip,",
                                                "transpose=cclock,"};
    return kTurns[static_cast<std::size_t>(quarterTurns)];
}

struct Level {
    int name;
    std::int64_t macroblocks, perSecond, kbit;  ///< kbit: of the High profile
    std::int64_t buffered;                      ///< macroblocks of the references
};
constexpr std::array<Level, 10> kLevels{{{30, 1'620, 40'500, 12'500, 8'100},
                                         {31, 3'600, 108'000, 17'500, 18'000},
                                         {32, 5'120, 216'000, 25'000, 20'480},
                                         {40, 8'192, 245'760, 25'000, 32'768},
                                         {42, 8'704, 522'240, 62'500, 34'816},
                                         {50, 22'080, 589'824, 168'750, 110'400},
                                         {51, 36'864, 983'040, 300'000, 184'320},
                                         {52, 36'864, 2'073'600, 300'000, 184'320},
                                         {60, 139'264, 4'177'920, 300'000, 696'320},
                                         {62, 139'264, 16'711'680, 1'000'000, 696'320}}};

}  // namespace

PictureShape PictureShape::of(AVStream const& stream, AVFrame const& frame) {
    PictureShape out;
    out.stored = {frame.width, frame.height};
    out.format = frame.format;
    out.aspect = pixelAspect(stream, frame);
    out.orientation = orientationOf(stream);
    out.matrix = frame.colorspace;
    out.fullRange = frame.color_range == AVCOL_RANGE_JPEG || isFullYuv(frame.format);
    out.wide = frame.color_primaries == AVCOL_PRI_BT2020;
    out.transfer = isHdr(frame.color_trc) ? frame.color_trc : AVCOL_TRC_BT709;
    out.peak = peakOf(stream);
    return out;
}

bool PictureShape::sameAs(PictureShape const& other) const {
    return stored == other.stored && format == other.format &&
           av_cmp_q(aspect, other.aspect) == 0 && matrix == other.matrix &&
           fullRange == other.fullRange && wide == other.wide && transfer == other.transfer;
}

Size houseSize(PictureShape const& shape, TranscodeOrder const& order) {
    auto const full = shown(shape);
    if (order.width == 0 || order.height == 0) {
        return ownSize(full);
    }
    double const across = double(order.width) / full.width;
    double const down = double(order.height) / full.height;
    if (order.fit == Fit::stretch) {
        return evenDown({std::min(order.width, full.width), std::min(order.height, full.height)});
    }
    if (order.fit == Fit::contain) {
        double const scale = std::min({across, down, 1.0});
        auto const size = even(full.width * scale, full.height * scale);
        return {std::min(size.width, evenDown(full).width),
                std::min(size.height, evenDown(full).height)};
    }
    // As large as the film can fill without being enlarged.
    double const shrink = std::min(1.0, 1.0 / std::max(across, down));
    return evenDown({static_cast<int>(std::lround(order.width * shrink)),
                     static_cast<int>(std::lround(order.height * shrink))});
}

std::string houseFilters(PictureShape const& shape, AVCodecID codec, Size size, Fit fit) {
    auto scaled = size;
    if (shape.orientation.sideways()) {
        std::swap(scaled.width, scaled.height);
    }
    std::string out = mayBeInterlaced(codec) && !isRgb(shape.format)
                          ? "bwdif=mode=send_frame:parity=auto:deint=interlaced,"
                          : "";
    out += cropFilter(shape, size, fit) + overBlack(shape.format);
    bool const same = shape.format == AV_PIX_FMT_YUV420P && shape.stored == scaled &&
                      !shape.fullRange && !shape.wide && !isHdr(shape.transfer) &&
                      std::string_view(matrixWord(shape)) == "709";
    out += same ? std::string() : colourFilters(shape, scaled);
    out += "format=yuv420p,";
    out += shape.orientation.mirror ? "hflip," : "";
    out += turnFilters(shape.orientation.quarterTurns);
    return out + "setsar=1";
}

void tagAsHouse(AVFrame& picture) {
    picture.color_range = AVCOL_RANGE_MPEG;
    picture.colorspace = AVCOL_SPC_BT709;
    picture.color_primaries = AVCOL_PRI_BT709;
    picture.color_trc = AVCOL_TRC_BT709;
}

std::int64_t macroblocks(Size size) {
    constexpr int kSide = 16;
    return std::int64_t{(size.width + kSide - 1) / kSide} * ((size.height + kSide - 1) / kSide);
}

int houseLevel(Size size, AVRational rate) {
    constexpr int kReferences = 3;
    auto const blocks = macroblocks(size);
    auto const perSecond = av_rescale_rnd(blocks, rate.num, rate.den, AV_ROUND_UP);
    auto const found = std::ranges::find_if(kLevels, [&](Level const& level) {
        return blocks <= level.macroblocks && perSecond <= level.perSecond &&
               blocks * kReferences <= level.buffered;
    });
    return found == kLevels.end() ? kLevels.back().name : found->name;
}

std::int64_t mostBits(int level) {
    auto const found =
        std::ranges::find_if(kLevels, [&](Level const& known) { return known.name >= level; });
    return (found == kLevels.end() ? kLevels.back() : *found).kbit * 1'000;
}

}  // namespace tocsin::media::detail
