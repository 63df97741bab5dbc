// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/photograph_reader.hpp"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <cstdint>

#include "ffmpeg_handles.hpp"
#include "picture_file.hpp"
#include "still.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

/// A sticker that takes a thirtieth of the width has four pixels a module then.
constexpr Size kSearched{4'096, 4'096};
constexpr std::size_t kMostIdBytes = 64;
/// FFmpeg 5.1 has no name for OffsetTimeOriginal, and calls tags without one by their number.
constexpr char const* kTakenTag = "DateTimeOriginal";
constexpr char const* kOffsetTags[] = {"OffsetTimeOriginal", "0x9011"};

/// The text if it is of this form, in which 0 stands for any digit and + for either sign.
std::string ofForm(std::string_view text, std::string_view form) {
    bool const same =
        text.size() == form.size() &&
        std::equal(text.begin(), text.end(), form.begin(), [](char have, char wanted) {
            return wanted == '0'   ? have >= '0' && have <= '9'
                   : wanted == '+' ? have == '+' || have == '-'
                                   : have == wanted;
        });
    return same ? std::string(text) : std::string();
}

std::string tagOf(AVFrame const& frame, char const* name) {
    auto const* const entry = av_dict_get(frame.metadata, name, nullptr, 0);
    return entry != nullptr ? entry->value : "";
}

/// Grey, and no larger than what is searched.
AvFramePtr greyOf(AVFrame const& frame) {
    auto const size = fitInto({frame.width, frame.height}, kSearched);
    auto out = makeFrame();
    out->format = AV_PIX_FMT_GRAY8;
    out->width = size.width;
    out->height = size.height;
    check(av_frame_get_buffer(out.get(), 64), "av_frame_get_buffer");
    AvScalerPtr const scaler(
        checkMade(sws_getContext(frame.width, frame.height,
                                 static_cast<AVPixelFormat>(frame.format), size.width, size.height,
                                 AV_PIX_FMT_GRAY8, SWS_AREA, nullptr, nullptr, nullptr),
                  "sws_getContext"));
    check(sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, out->data,
                    out->linesize),
          "sws_scale");
    return out;
}

bool isId(std::string_view text) {
    return !text.empty() && text.size() <= kMostIdBytes &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::vector<std::string> screensIn(AVFrame const& grey) {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode)
        .setTryHarder(true)
        .setTryRotate(false)  // a QR code is found however it lies
        .setMaxNumberOfSymbols(static_cast<std::uint8_t>(Photograph::kMostStickers));
    ZXing::ImageView const view(grey.data[0], grey.width, grey.height, ZXing::ImageFormat::Lum,
                                grey.linesize[0]);
    std::vector<std::string> out;
    for (auto const& code : ZXing::ReadBarcodes(view, hints)) {
        auto const text = code.text();
        if (!code.isValid() || !text.starts_with(kStickerPrefix)) {
            continue;
        }
        auto id = text.substr(kStickerPrefix.size());
        bool const known = std::ranges::find(out, id) != out.end();
        if (isId(id) && !known && out.size() < Photograph::kMostStickers) {
            out.push_back(std::move(id));
        }
    }
    return out;
}

Result<Photograph> read(OpenFile const& in) {
    auto const picture = decodePicture(in, Allowed::fromOutside);
    if (!picture) {
        return picture.error();
    }
    if (picture->kind != PictureKind::jpeg && picture->kind != PictureKind::png) {
        return Error{Errc::invalid,
                     "The photograph is neither JPEG nor PNG; send it as the camera took it, or "
                     "export it as JPEG."};
    }
    auto const& frame = *picture->frame;
    auto const size = shownSize({frame.width, frame.height}, 1, 1, picture->orientation);
    Photograph out;
    out.png = picture->kind == PictureKind::png;
    out.width = size.width;
    out.height = size.height;
    out.taken = ofForm(tagOf(frame, kTakenTag), "0000:00:00 00:00:00");
    for (auto const* const tag : kOffsetTags) {
        out.offset = out.offset.empty() ? ofForm(tagOf(frame, tag), "+00:00") : out.offset;
    }
    out.screens = screensIn(*greyOf(frame));
    return out;
}

}  // namespace

Result<Photograph> readPhotograph(int in) {
    OpenFile const file(in);
    return guarded([&] { return read(file); });
}

}  // namespace tocsin::media
