// SPDX-License-Identifier: Apache-2.0
// Colour conversion and scaling: libyuv for what films are made of, swscale for the rest.
#include "converter.hpp"

#include <libyuv/convert_argb.h>
#include <libyuv/planar_functions.h>
#include <libyuv/rotate_argb.h>
#include <libyuv/scale.h>

#include <algorithm>

namespace tocsin::media::detail {
namespace {

constexpr int kBytes = 4;
constexpr int kHdHeight = 720;  // untagged films from here on are taken as BT.709

enum class Matrix { bt601, bt709, bt2020 };

struct Colours {
    Matrix matrix = Matrix::bt601;
    bool full = false;
};

Colours coloursOf(AVFrame const& frame) {
    Colours out;
    auto const format = static_cast<AVPixelFormat>(frame.format);
    out.full = frame.color_range == AVCOL_RANGE_JPEG || format == AV_PIX_FMT_YUVJ420P ||
               format == AV_PIX_FMT_YUVJ422P || format == AV_PIX_FMT_YUVJ444P;
    switch (frame.colorspace) {
        case AVCOL_SPC_BT709:
            out.matrix = Matrix::bt709;
            break;
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            out.matrix = Matrix::bt2020;
            break;
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
        case AVCOL_SPC_FCC:
            out.matrix = Matrix::bt601;
            break;
        default:
            out.matrix = frame.height >= kHdHeight ? Matrix::bt709 : Matrix::bt601;
    }
    return out;
}

/// libyuv's plain conversions are BT.601 limited range whatever the film says; so the constants are
/// always named. Its coefficients end at 128/64 where limited BT.709 asks for 135/64: full blue
/// comes out 5 % short, which is accepted for the speed.
libyuv::YuvConstants const& constantsFor(Colours colours) {
    switch (colours.matrix) {
        case Matrix::bt709:
            return colours.full ? libyuv::kYuvF709Constants : libyuv::kYuvH709Constants;
        case Matrix::bt2020:
            return colours.full ? libyuv::kYuvV2020Constants : libyuv::kYuv2020Constants;
        case Matrix::bt601:
            break;
    }
    return colours.full ? libyuv::kYuvJPEGConstants : libyuv::kYuvI601Constants;
}

int swscaleMatrix(Matrix matrix) {
    switch (matrix) {
        case Matrix::bt709:
            return SWS_CS_ITU709;
        case Matrix::bt2020:
            return SWS_CS_BT2020;
        case Matrix::bt601:
            break;
    }
    return SWS_CS_ITU601;
}

/// Planar 8-bit YUV without alpha: log2 of the chroma subsampling.
struct Planar {
    bool yes = false;
    int shiftX = 0, shiftY = 0;
};

Planar planarOf(AVFrame const& frame) {
    switch (static_cast<AVPixelFormat>(frame.format)) {
        case AV_PIX_FMT_YUV420P:
        case AV_PIX_FMT_YUVJ420P:
            return {true, 1, 1};
        case AV_PIX_FMT_YUV422P:
        case AV_PIX_FMT_YUVJ422P:
            return {true, 1, 0};
        case AV_PIX_FMT_YUV444P:
        case AV_PIX_FMT_YUVJ444P:
            return {true, 0, 0};
        default:
            return {};
    }
}

struct Planes {
    std::uint8_t const *y, *u, *v;
    int strideY, strideU, strideV;
};

/// Rounds up, as the chroma planes of odd sizes do.
int chroma(int size, int shift) {
    return (size + (1 << shift) - 1) >> shift;
}

void toBgra(Planes const& p, Planar kind, libyuv::YuvConstants const& matrix, std::uint8_t* pixels,
            int stride, int width, int height) {
    auto const convert = kind.shiftX == 0   ? libyuv::I444ToARGBMatrix
                         : kind.shiftY == 0 ? libyuv::I422ToARGBMatrix
                                            : libyuv::I420ToARGBMatrix;
    if (convert(p.y, p.strideY, p.u, p.strideU, p.v, p.strideV, pixels, stride, &matrix, width,
                height) != 0) {
        throw std::runtime_error("libyuv refused to convert a frame");
    }
}

}  // namespace

Converter::Converter(Canvas canvas, std::shared_ptr<FramePool> pool)
    : canvas_(canvas),
      pool_(pool ? std::move(pool) : std::make_shared<FramePool>(canvas.width, canvas.height)) {}

FramePtr Converter::convert(AVFrame const& frame, AVRational aspect, Orientation orientation) {
    auto const placed =
        place({frame.width, frame.height}, aspect.num, aspect.den, orientation, canvas_);
    auto out = pool_->take();
    fillOutside(*out, placed.target);
    int const stride = canvas_.width * kBytes;
    auto const offset = static_cast<std::size_t>(placed.target.y) * out->stride() +
                        static_cast<std::size_t>(placed.target.x) * kBytes;
    Target const final{out->pixels.data() + offset, stride, placed.target.width,
                       placed.target.height};
    Target first = final;
    if (!orientation.upright()) {
        if (orientation.sideways()) {
            std::swap(first.width, first.height);
        }
        first.stride = first.width * kBytes;
        turned_.resize(static_cast<std::size_t>(first.stride) *
                       static_cast<std::size_t>(first.height));
        first.pixels = turned_.data();
    }
    if (planarOf(frame).yes) {
        convertPlanar(frame, placed.source, first);
    } else {
        convertOther(frame, placed.source, first);
    }
    if (!orientation.upright()) {
        turn(first, orientation, final);
    }
    return pool_->publish(std::move(out));
}

void Converter::fillOutside(Frame& frame, Rectangle const& inside) const {
    std::uint32_t const nothing = canvas_.transparent ? 0U : 0xff000000U;
    auto const black = [&frame, nothing](int x, int y, int width, int height) {
        if (width > 0 && height > 0) {
            libyuv::ARGBRect(frame.pixels.data(), static_cast<int>(frame.stride()), x, y, width,
                             height, nothing);
        }
    };
    int const right = inside.x + inside.width;
    int const bottom = inside.y + inside.height;
    black(0, 0, frame.width, inside.y);
    black(0, bottom, frame.width, frame.height - bottom);
    black(0, inside.y, inside.x, inside.height);
    black(right, inside.y, frame.width - right, inside.height);
}

void Converter::convertPlanar(AVFrame const& frame, Rectangle const& source, Target const& target) {
    auto const kind = planarOf(frame);
    auto const plane = [&](int index, int shiftX, int shiftY) {
        return frame.data[index] + std::ptrdiff_t{frame.linesize[index]} * (source.y >> shiftY) +
               (source.x >> shiftX);
    };
    Planes planes{plane(0, 0, 0),
                  plane(1, kind.shiftX, kind.shiftY),
                  plane(2, kind.shiftX, kind.shiftY),
                  frame.linesize[0],
                  frame.linesize[1],
                  frame.linesize[2]};
    if (source.width != target.width || source.height != target.height) {
        int const chromaWidth = chroma(target.width, kind.shiftX);
        auto const lumaSize =
            static_cast<std::size_t>(target.width) * static_cast<std::size_t>(target.height);
        auto const chromaSize = static_cast<std::size_t>(chromaWidth) *
                                static_cast<std::size_t>(chroma(target.height, kind.shiftY));
        planes_.resize(lumaSize + 2 * chromaSize);
        auto* const y = planes_.data();
        auto* const u = y + lumaSize;
        auto* const v = u + chromaSize;
        auto const scale = kind.shiftX == 0   ? libyuv::I444Scale
                           : kind.shiftY == 0 ? libyuv::I422Scale
                                              : libyuv::I420Scale;
        // Box when shrinking; libyuv itself turns it into bilinear when enlarging.
        if (scale(planes.y, planes.strideY, planes.u, planes.strideU, planes.v, planes.strideV,
                  source.width, source.height, y, target.width, u, chromaWidth, v, chromaWidth,
                  target.width, target.height, libyuv::kFilterBox) != 0) {
            throw std::runtime_error("libyuv refused to scale a frame");
        }
        planes = {y, u, v, target.width, chromaWidth, chromaWidth};
    }
    toBgra(planes, kind, constantsFor(coloursOf(frame)), target.pixels, target.stride, target.width,
           target.height);
}

void Converter::convertOther(AVFrame const& frame, Rectangle const& source, Target const& target) {
    auto const* const description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    if (description == nullptr) {
        throw std::runtime_error("a frame of unknown pixel format");
    }
    AVFrame const* result = nullptr;
    if ((description->flags & AV_PIX_FMT_FLAG_ALPHA) != 0) {
        // Laid over black before scaling, so that colours of transparent pixels do not bleed into
        // the edges.
        rescale(frame, source, source.width, source.height, toBgra_, bgra_);
        libyuv::ARGBAttenuate(bgra_->data[0], bgra_->linesize[0], bgra_->data[0],
                              bgra_->linesize[0], source.width, source.height);
        Rectangle const whole{0, 0, source.width, source.height};
        rescale(*bgra_, whole, target.width, target.height, toSize_, sized_);
        result = sized_.get();
        for (int y = 0; !canvas_.transparent && y < target.height; ++y) {
            auto* const row = result->data[0] + std::ptrdiff_t{result->linesize[0]} * y;
            for (int x = 0; x < target.width; ++x) {
                row[kBytes * x + 3] = 255;
            }
        }
    } else {
        rescale(frame, source, target.width, target.height, toSize_, sized_);
        result = sized_.get();
    }
    libyuv::ARGBCopy(result->data[0], result->linesize[0], target.pixels, target.stride,
                     target.width, target.height);
}

void Converter::rescale(AVFrame const& frame, Rectangle const& source, int width, int height,
                        AvScalerPtr& scaler, AvFramePtr& into) {
    bool const shrinks = width < source.width || height < source.height;
    // Not SWS_ACCURATE_RND and SWS_FULL_CHR_H_INT: 60 ms a frame of 1080p.
    scaler.reset(sws_getCachedContext(scaler.release(), source.width, source.height,
                                      static_cast<AVPixelFormat>(frame.format), width, height,
                                      AV_PIX_FMT_BGRA, shrinks ? SWS_AREA : SWS_BILINEAR, nullptr,
                                      nullptr, nullptr));
    if (!scaler) {
        throw std::runtime_error("swscale cannot convert this pixel format");
    }
    auto const colours = coloursOf(frame);
    auto const* const kind = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    // RGB is always full range, tagged or not; else swscale would squeeze it.
    bool const full = colours.full || (kind->flags & AV_PIX_FMT_FLAG_RGB) != 0 ||
                      (kind->flags & AV_PIX_FMT_FLAG_PAL) != 0;
    // The same matrix in and out, because swscale goes from RGB to RGB by way of YUV. Fails for
    // some RGB formats, which need none.
    auto const* const matrix = sws_getCoefficients(swscaleMatrix(colours.matrix));
    sws_setColorspaceDetails(scaler.get(), matrix, full ? 1 : 0, matrix, 1, 0, 1 << 16, 1 << 16);
    if (!into || into->width != width || into->height != height) {
        // A buffer of its own, because swscale writes whole vectors past the end of a row.
        into = makeFrame();
        into->format = AV_PIX_FMT_BGRA;
        into->width = width;
        into->height = height;
        check(av_frame_get_buffer(into.get(), 64), "av_frame_get_buffer");
    }
    AvFramePtr cut = makeFrame();
    check(av_frame_ref(cut.get(), &frame), "av_frame_ref");
    cut->crop_left = static_cast<std::size_t>(source.x);
    cut->crop_top = static_cast<std::size_t>(source.y);
    cut->crop_right = static_cast<std::size_t>(frame.width - source.x - source.width);
    cut->crop_bottom = static_cast<std::size_t>(frame.height - source.y - source.height);
    check(av_frame_apply_cropping(cut.get(), AV_FRAME_CROP_UNALIGNED), "av_frame_apply_cropping");
    check(sws_scale(scaler.get(), cut->data, cut->linesize, 0, source.height, into->data,
                    into->linesize),
          "sws_scale");
}

void Converter::turn(Target const& turned, Orientation orientation, Target const& target) {
    std::uint8_t const* from = turned.pixels;
    if (orientation.mirror) {
        mirrored_.resize(turned_.size());
        libyuv::ARGBMirror(turned.pixels, turned.stride, mirrored_.data(), turned.stride,
                           turned.width, turned.height);
        from = mirrored_.data();
    }
    auto const mode = static_cast<libyuv::RotationMode>(orientation.quarterTurns * 90);
    libyuv::ARGBRotate(from, turned.stride, target.pixels, target.stride, turned.width,
                       turned.height, mode);
}

}  // namespace tocsin::media::detail
