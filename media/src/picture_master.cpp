// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/picture_master.hpp"

#include <limits>

#include "png_encoder.hpp"
#include "still.hpp"
#include "tocsin/media/jpeg.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kMostSide = 8192;

struct Encoded {
    std::string bytes;
    PictureFormat format = PictureFormat::png;
};

/// Of the two that keep all that is seen, the one that suits.
Result<Encoded> encode(Frame const& frame, Still const& still) {
    auto const pixels =
        static_cast<std::size_t>(frame.width) * static_cast<std::size_t>(frame.height);
    if (still.alpha || still.lossless) {
        auto const png = encodePng(frame, {.alpha = still.alpha, .small = true});
        auto const size = static_cast<std::size_t>(png->size);
        constexpr std::size_t kSmall = 65'536;  // not worth any loss
        if (still.alpha || size <= pixels || size <= kSmall) {
            return Encoded{{reinterpret_cast<char const*>(png->data), size}, PictureFormat::png};
        }
    }
    auto jpeg = encodeJpeg(
        frame, {.width = frame.width, .bytes = std::numeric_limits<std::size_t>::max()}, {});
    return jpeg ? Result<Encoded>(Encoded{*std::move(jpeg), PictureFormat::jpeg}) : jpeg.error();
}

Result<PictureMaster> make(OpenFile const& in, OpenFile const& out, PictureOrder const& order) {
    if (auto right = checkOrder(order); !right) {
        return right.error();
    }
    Size const box{order.maxWidth, order.maxHeight};
    auto still = loadStill(in, order.page, box);
    if (!still) {
        return still.error();
    }
    auto const frame = shrinkInto(std::move(still->frame), box);
    auto const encoded = encode(*frame, *still);
    if (!encoded) {
        return encoded.error();
    }
    if (auto written = writePicture(out, encoded->bytes); !written) {
        return written.error();
    }
    return PictureMaster{frame->width, frame->height,
                         static_cast<std::int64_t>(encoded->bytes.size()), encoded->format};
}

}  // namespace

Result<PictureMaster> makePictureMaster(int in, int out, PictureOrder const& order) {
    OpenFile const source(in), target(out);
    return guarded([&] { return make(source, target, order); });
}

Result<> checkOrder(PictureOrder const& order) {
    if (order.page < 1) {
        return Error{Errc::invalid, "page: must be 1 or more"};
    }
    return checkBox({order.maxWidth, order.maxHeight}, kMostSide, "maxWidth, maxHeight");
}

}  // namespace tocsin::media
