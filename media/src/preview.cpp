// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/preview.hpp"

#include <algorithm>
#include <limits>

#include "ffmpeg_log.hpp"
#include "file_kind.hpp"
#include "film_measure.hpp"
#include "film_still.hpp"
#include "still.hpp"
#include "tocsin/media/jpeg.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kMostSide = 2048;
constexpr std::uint8_t kGrey = 128;
constexpr std::int64_t kTitlesShare = 10;  ///< a clip begins after a tenth of the film

void layOverGrey(Frame& frame) {
    for (std::size_t at = 0; at + 3 < frame.pixels.size(); at += 4) {
        // Premultiplied: what is missing to opaque is grey.
        int const missing = 255 - frame.pixels[at + 3];
        for (std::size_t channel = at; channel < at + 3; ++channel) {
            frame.pixels[channel] = static_cast<std::uint8_t>(
                std::min(255, frame.pixels[channel] + (kGrey * missing + 127) / 255));
        }
        frame.pixels[at + 3] = 255;
    }
}

Result<FramePtr> smallPicture(OpenFile const& in, Size box, int permille) {
    auto const kind = fileKind(in);
    if (!kind) {
        return kind.error();
    }
    if (kind->is == FileKind::Is::film) {
        return permille < 0 ? filmStill(in, box) : filmStillAt(in, box, permille);
    }
    auto still = loadStill(in, 1, box);
    if (!still) {
        return still.error();
    }
    auto frame = shrinkInto(std::move(still->frame), box);
    if (!still->alpha) {
        return frame;
    }
    auto opaque = std::make_shared<Frame>(*frame);
    layOverGrey(*opaque);
    return FramePtr(std::move(opaque));
}

Result<Thumbnail> makeSmall(OpenFile const& in, OpenFile const& out, ThumbnailOrder const& order) {
    if (auto right = checkOrder(order); !right) {
        return right.error();
    }
    auto const frame = smallPicture(in, {order.width, order.height}, order.permille);
    if (!frame) {
        return frame.error();
    }
    // A list shows dozens: about quality 85.
    constexpr int kQuality = 5;
    auto const jpeg = encodeJpeg(**frame,
                                 {.width = (*frame)->width,
                                  .bytes = std::numeric_limits<std::size_t>::max(),
                                  .best = kQuality},
                                 {});
    if (!jpeg) {
        return jpeg.error();
    }
    if (auto written = writePicture(out, *jpeg); !written) {
        return written.error();
    }
    return Thumbnail{(*frame)->width, (*frame)->height, static_cast<std::int64_t>(jpeg->size())};
}

/// At most 30 a second.
AVRational previewRate(AVRational film) {
    while (av_cmp_q(film, {30, 1}) > 0) {
        film = av_mul_q(film, {1, 2});
    }
    return film;
}

/// Which part of the film, and how.
Result<TranscodeOrder> previewOrder(OpenFile const& in, PreviewOrder const& order) {
    if (auto right = checkOrder(order); !right) {
        return right.error();
    }
    auto const kind = fileKind(in);
    if (!kind) {
        return kind.error();
    }
    if (kind->is != FileKind::Is::film) {
        return Error{Errc::invalid,
                     "Short clips are made of films; this is a picture or a document."};
    }
    auto const head = filmHead(in);
    if (!head) {
        return head.error();
    }
    auto const rate = previewRate(head->rate);
    auto const wanted = std::int64_t{order.seconds} * 1'000;
    auto const from =
        std::clamp<std::int64_t>(head->lengthMs - wanted, 0, head->lengthMs / kTitlesShare);
    constexpr int kCoarse = 28;
    // Even, as the house's films are.
    return TranscodeOrder{.width = order.width & ~1,
                          .height = order.height & ~1,
                          .rateNum = rate.num,
                          .rateDen = rate.den,
                          .crf = kCoarse,
                          .fromMs = from,
                          .toMs = from + wanted,
                          .sound = false};
}

}  // namespace

Result<Thumbnail> makeThumbnail(int in, int out, ThumbnailOrder const& order) {
    OpenFile const source(in), target(out);
    collectFfmpegLog();
    return guarded([&] { return makeSmall(source, target, order); });
}

Result<> checkOrder(ThumbnailOrder const& order) {
    if (order.permille < -1 || order.permille > 1'000) {
        return Error{Errc::invalid, "permille: must be from 0 to 1000"};
    }
    return checkBox({order.width, order.height}, kMostSide, "width, height");
}

Result<Transcoded> makePreview(int in, int out, PreviewOrder const& order,
                               Progress const& progress) {
    OpenFile const source(in);
    OpenFile target(out);
    collectFfmpegLog();
    return guarded([&]() -> Result<Transcoded> {
        auto const part = previewOrder(source, order);
        if (!part) {
            return part.error();
        }
        return transcode(duplicate(source).release(), target.release(), *part, progress);
    });
}

Result<> checkOrder(PreviewOrder const& order) {
    constexpr int kMostSeconds = 60;
    if (order.seconds < 1 || order.seconds > kMostSeconds) {
        return Error{Errc::invalid, "seconds: must be from 1 to 60"};
    }
    return checkBox({order.width, order.height}, kMostSide, "width, height");
}

}  // namespace tocsin::media
