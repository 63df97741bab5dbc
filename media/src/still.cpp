// SPDX-License-Identifier: Apache-2.0
#include "still.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "converter.hpp"
#include "file_kind.hpp"
#include "pages.hpp"
#include "picture_file.hpp"

namespace tocsin::media::detail {
namespace {

bool hasTransparency(Frame const& frame) {
    for (std::size_t alpha = 3; alpha < frame.pixels.size(); alpha += 4) {
        if (frame.pixels[alpha] != 255) {
            return true;
        }
    }
    return false;
}

/// JPEG, and the kinds that keep colours as they do: WebP and AVIF with loss.
bool isLossless(DecodedPicture const& picture) {
    auto const* const pixels =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture.frame->format));
    bool const coloured = pixels != nullptr && pixels->nb_components >= 3;
    bool const rgb = coloured && (pixels->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
    return picture.kind != PictureKind::jpeg && (rgb || !coloured);
}

Result<Still> loadPicture(OpenFile const& file) {
    auto const picture = decodePicture(file, Allowed::fromOutside);
    if (!picture) {
        return picture.error();
    }
    auto const& frame = *picture->frame;
    auto const size = shownSize({frame.width, frame.height}, 1, 1, picture->orientation);
    // Pixel aspects in pictures are dots per inch of a printer; they are shown square.
    Converter converter(
        {.width = size.width, .height = size.height, .fit = Fit::stretch, .transparent = true});
    Still out;
    out.frame = converter.convert(frame, AVRational{1, 1}, picture->orientation);
    out.alpha = hasTransparency(*out.frame);
    out.lossless = isLossless(*picture);
    return out;
}

}  // namespace

Result<Still> loadStill(OpenFile const& file, int page, Size box) {
    auto const kind = fileKind(file);
    if (!kind) {
        return kind.error();
    }
    if (kind->is == FileKind::Is::pages) {
        auto drawn = renderPage(file, page, box);
        return drawn ? Result<Still>(Still{*std::move(drawn), false, true}) : drawn.error();
    }
    if (page != 1) {
        return Error{Errc::invalid, "The picture has one page only; there is no page " +
                                        std::to_string(page) + "."};
    }
    return loadPicture(file);
}

Size fitInto(Size picture, Size box) {
    if (picture.width <= box.width && picture.height <= box.height) {
        return picture;
    }
    auto const target =
        place(picture, 1, 1, {}, {.width = box.width, .height = box.height, .fit = Fit::contain})
            .target;
    return {target.width, target.height};
}

FramePtr shrinkInto(FramePtr frame, Size box) {
    Size const own{frame->width, frame->height};
    auto const size = fitInto(own, box);
    if (size == own) {
        return frame;
    }
    auto out = std::make_shared<Frame>(size.width, size.height);
    AvScalerPtr const scaler(checkMade(
        sws_getContext(own.width, own.height, AV_PIX_FMT_BGRA, size.width, size.height,
                       AV_PIX_FMT_BGRA,
                       SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP,
                       nullptr, nullptr, nullptr),
        "sws_getContext"));
    auto const* const matrix = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler.get(), matrix, 1, matrix, 1, 0, 1 << 16, 1 << 16);
    // Its rows are padded, because swscale writes whole vectors past the end of a row.
    auto padded = makeFrame();
    padded->format = AV_PIX_FMT_BGRA;
    padded->width = size.width;
    padded->height = size.height;
    check(av_frame_get_buffer(padded.get(), 64), "av_frame_get_buffer");
    std::uint8_t const* const from[]{frame->pixels.data()};
    int const stride[]{static_cast<int>(frame->stride())};
    check(sws_scale(scaler.get(), from, stride, 0, own.height, padded->data, padded->linesize),
          "sws_scale");
    for (int y = 0; y < size.height; ++y) {
        std::memcpy(out->pixels.data() + static_cast<std::size_t>(y) * out->stride(),
                    padded->data[0] + std::ptrdiff_t{padded->linesize[0]} * y, out->stride());
    }
    return out;
}

Result<> writePicture(OpenFile const& out, std::string_view bytes) {
    if (writeAll(out, {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()})) {
        return {};
    }
    if (errno == EFBIG) {
        return Error{Errc::exhausted, "The converted picture is larger than it may be."};
    }
    return Error{Errc::exhausted,
                 std::string("The converted picture cannot be written: ") + std::strerror(errno)};
}

Result<> checkBox(Size box, int most, char const* names) {
    constexpr int kLeast = 16;
    if (std::min(box.width, box.height) < kLeast || std::max(box.width, box.height) > most) {
        return Error{Errc::invalid, std::string(names) + ": must be from " +
                                        std::to_string(kLeast) + " to " + std::to_string(most)};
    }
    return {};
}

}  // namespace tocsin::media::detail
