// SPDX-License-Identifier: Apache-2.0
// Small pictures of a film, five a second, and the loudness of its sound.
#include "tocsin/media/examination.hpp"

#include <cstdlib>
#include <new>

#include "ffmpeg_log.hpp"
#include "house_encoder.hpp"
#include "loudness_pass.hpp"
#include "picture_track.hpp"
#include "stretches.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kBox = 320;
constexpr int kPicturesASecond = 5;
/// Luma of limited range: a tenth of the way from black to white.
constexpr int kNearlyBlack = 16 + 219 / 10;
constexpr double kNearlyAll = 0.98;
/// Mean difference of luma between two pictures: what coding does to a still picture is less, a
/// speaker's face more.
constexpr double kSame = 0.3;
constexpr double kSilent = -60;
/// Of the work; the rest is the sound's.
constexpr double kShareOfPictures = 0.9;

/// Luma of a small picture, row by row.
struct Luma {
    int width = 0, height = 0;
    std::vector<std::uint8_t> values;

    explicit Luma(AVFrame const& frame) : width(frame.width), height(frame.height) {
        values.reserve(std::size_t(width) * std::size_t(height));
        for (int y = 0; y < height; ++y) {
            auto const* const row = frame.data[0] + std::ptrdiff_t{frame.linesize[0]} * y;
            values.insert(values.end(), row, row + width);
        }
    }
    [[nodiscard]] bool isBlack() const {
        auto const dark = std::ranges::count_if(values, [](int v) { return v <= kNearlyBlack; });
        return double(dark) >= kNearlyAll * double(values.size());
    }
    [[nodiscard]] bool isLike(Luma const& other) const {
        if (values.size() != other.values.size()) {
            return false;
        }
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            sum += std::abs(values[i] - other.values[i]);
        }
        return double(sum) < kSame * double(values.size());
    }
};

/// What of the picture was never anything but black.
class Bars {
public:
    void add(Luma const& picture) {
        rows_.resize(std::size_t(picture.height), false);
        columns_.resize(std::size_t(picture.width), false);
        for (int y = 0; y < picture.height; ++y) {
            for (int x = 0; x < picture.width; ++x) {
                if (picture.values[std::size_t(y) * std::size_t(picture.width) + std::size_t(x)] >
                    kNearlyBlack) {
                    rows_[std::size_t(y)] = columns_[std::size_t(x)] = true;
                }
            }
        }
    }
    /// None of a film that is black all through.
    [[nodiscard]] BlackBars found() const {
        return {leading(columns_.begin(), columns_.end()),
                leading(columns_.rbegin(), columns_.rend()), leading(rows_.begin(), rows_.end()),
                leading(rows_.rbegin(), rows_.rend())};
    }

private:
    template <class It>
    static int leading(It begin, It end) {
        auto const seen = std::find(begin, end, true);
        return seen == end ? 0 : int(1'000 * (seen - begin) / (end - begin));
    }
    std::vector<bool> rows_, columns_;  ///< whether anything was ever seen there
};

Result<> lookAtPictures(OpenFile in, Examination& out, Progress const& progress) {
    TranscodeOrder order;
    order.width = order.height = kBox;
    order.rateNum = kPicturesASecond;
    order.sound = false;
    auto track = PictureTrack::open(std::move(in), order);
    if (!track) {
        return track.error();
    }
    Stretches black, frozen;
    Bars bars;
    std::optional<Luma> anchor;
    auto frame = makeFrame();
    std::int64_t number = 0;
    for (;; ++number) {
        auto const got = track->next(*frame);
        if (!got) {
            return got.error();
        }
        if (!*got) {
            break;
        }
        auto const from = number * 1'000 / kPicturesASecond;
        auto const to = (number + 1) * 1'000 / kPicturesASecond;
        Luma picture(*frame);
        bool const isBlack = picture.isBlack();
        black.add(from, to, isBlack);
        bool const same = anchor && picture.isLike(*anchor);
        // A picture that stays begins with the one that the others are like.
        frozen.add(same ? from - 1'000 / kPicturesASecond : from, to, same);
        if (!isBlack) {
            bars.add(picture);
        }
        if (!same) {
            anchor = std::move(picture);
        }
        progress(kShareOfPictures * track->share(), number);
    }
    out.durationMs = number * 1'000 / kPicturesASecond;
    out.black = black.finish();
    out.frozen = frozen.finish();
    out.bars = bars.found();
    return {};
}

Result<> listen(OpenFile in, Examination& out, Progress const& progress) {
    Stretches silent;
    std::int64_t samples = 0;
    auto const inMs = [](std::int64_t count) { return count * 1'000 / kHouseSoundRate; };
    auto const loudness = passOverSound(
        std::move(in),
        [&](double share, std::int64_t) {
            progress(kShareOfPictures + (1 - kShareOfPictures) * share, 0);
        },
        [&](std::int64_t count, double momentary) {
            silent.add(inMs(samples), inMs(samples + count), momentary <= kSilent);
            samples += count;
        });
    if (!loudness) {
        // No sound is no fault of the file.
        return loudness.error().code == Errc::invalid ? Result<>() : loudness.error();
    }
    out.sound = true;
    out.loudness = *loudness;
    out.silent = silent.finish();
    return {};
}

}  // namespace

Result<Examination> examine(int in, Progress const& progress) {
    OpenFile file(in);
    collectFfmpegLog();
    forgetFfmpegErrors();
    try {
        Examination out;
        auto forSound = duplicate(file);
        auto done = lookAtPictures(std::move(file), out, progress);
        if (done) {
            done = listen(std::move(forSound), out, progress);
        }
        return done ? Result<Examination>(std::move(out)) : done.error();
    } catch (std::bad_alloc const&) {
        return Error{Errc::exhausted, "The film needs more memory than allowed."};
    } catch (std::runtime_error const& error) {
        auto const detail = lastFfmpegError();
        return Error{Errc::damaged, std::string("The film cannot be decoded; export it again. (") +
                                        error.what() + (detail.empty() ? "" : ": " + detail) + ")"};
    }
}

}  // namespace tocsin::media
