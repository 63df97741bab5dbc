// SPDX-License-Identifier: Apache-2.0
#include "film_still.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "converter.hpp"
#include "picture_track.hpp"

namespace tocsin::media::detail {
namespace {

/// Of the film's length. The last is taken where nothing else can be read.
constexpr std::array kPlaces{0.1, 0.25, 0.5, 0.75, 0.9, 0.0};
/// Standard deviation of brightness: below it are black, fades and empty backgrounds; a line of
/// white letters on black has more.
constexpr double kLively = 10;

double liveliness(AVFrame const& frame) {
    double sum = 0, squares = 0;
    for (int y = 0; y < frame.height; ++y) {
        auto const* const row = frame.data[0] + std::ptrdiff_t{frame.linesize[0]} * y;
        for (int x = 0; x < frame.width; ++x) {
            sum += row[x];
            squares += double(row[x]) * row[x];
        }
    }
    auto const count = double(frame.width) * frame.height;
    auto const mean = sum / count;
    return std::sqrt(std::max(0.0, squares / count - mean * mean));
}

/// The frame at that time, 4:2:0 of BT.709.
Result<AvFramePtr> frameAt(OpenFile const& file, std::int64_t ms, Size box) {
    // Even, as the house's films are.
    TranscodeOrder order{.width = box.width & ~1, .height = box.height & ~1, .fromMs = ms};
    auto track = PictureTrack::open(duplicate(file), order);
    if (!track) {
        return track.error();
    }
    auto frame = makeFrame();
    auto const got = track->next(*frame);
    if (!got || !*got) {
        return got ? Error{Errc::damaged, "The film is shorter than its container says."}
                   : got.error();
    }
    tagAsHouse(*frame);
    return frame;
}

}  // namespace

Result<FilmHead> filmHead(OpenFile const& file) {
    auto const demuxer =
        Demuxer::open(duplicate(file), {}, Demuxer::Tracks::videoOnly, Allowed::fromOutside);
    if (!demuxer) {
        return demuxer.error();
    }
    auto const length = (*demuxer)->format().duration;
    return FilmHead{length == kNoTime ? 0 : std::max<std::int64_t>(length, 0) / 1'000,
                    houseRate((*demuxer)->declaredRate(), false)};
}

Result<FramePtr> filmStill(OpenFile const& file, Size box) {
    auto const head = filmHead(file);
    if (!head) {
        return head.error();
    }
    Result<AvFramePtr> best = Error{Errc::damaged, ""};
    double most = -1;
    for (auto const place : kPlaces) {
        auto frame = frameAt(file, static_cast<std::int64_t>(double(head->lengthMs) * place), box);
        auto const lively = frame ? liveliness(**frame) : -1;
        if (lively > most || (!frame && !best)) {
            best = std::move(frame);
            most = lively;
        }
        if (most >= kLively) {
            break;
        }
    }
    if (!best) {
        return best.error();
    }
    Converter converter({.width = (*best)->width, .height = (*best)->height});
    return converter.convert(**best, AVRational{1, 1}, {});
}

Result<FramePtr> filmStillAt(OpenFile const& file, Size box, int permille) {
    auto const head = filmHead(file);
    if (!head) {
        return head.error();
    }
    // The last frame begins before the film ends, and lengths in containers are not exact.
    constexpr std::int64_t kBackMs = 400;
    auto const wanted = head->lengthMs * permille / 1'000;
    auto frame = frameAt(file, wanted, box);
    for (auto back = kBackMs; !frame && back < 8 * kBackMs; back *= 2) {
        frame = frameAt(file, std::max<std::int64_t>(0, wanted - back), box);
    }
    if (!frame) {
        return frame.error();
    }
    Converter converter({.width = (*frame)->width, .height = (*frame)->height});
    return converter.convert(**frame, AVRational{1, 1}, {});
}

}  // namespace tocsin::media::detail
