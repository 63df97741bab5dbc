// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/segment.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <string>

#include "ffmpeg_log.hpp"
#include "house_encoder.hpp"
#include "house_file.hpp"
#include "house_picture.hpp"
#include "picture_file.hpp"
#include "segment_picture.hpp"
#include "tocsin/media/film.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kMostSide = 8192;
constexpr int kMostThreads = 64;
constexpr std::int64_t kMostSeconds = std::int64_t{24} * 3'600;
constexpr std::size_t kLongestDescription = 1 << 20;

/// What a player would show, frame after frame.
class Shown {
public:
    virtual ~Shown() = default;
    /// The same shared frame as long as nothing changes. Ticks come in ascending order.
    [[nodiscard]] virtual Result<FramePtr> frameAt(std::int64_t tick) = 0;
    [[nodiscard]] virtual bool still() const { return false; }
    /// Asked after the last frame.
    [[nodiscard]] virtual bool metDamage() const { return false; }
};
using Opened = Result<std::unique_ptr<Shown>>;

class ShownFilm final : public Shown {
public:
    ShownFilm(std::unique_ptr<Film> film, SegmentOrder const& order)
        : film_(std::move(film)), num_(order.rateNum), den_(order.rateDen) {}

    /// By the player's rule (players/player/src/timing/tick_grid.hpp).
    Result<FramePtr> frameAt(std::int64_t tick) override {
        constexpr std::int64_t kSecond = 1'000'000;
        MediaTime const position(av_rescale_rnd(tick, den_ * kSecond, num_, AV_ROUND_DOWN));
        MediaTime const halfTick((den_ * kSecond / 2 - 1) / num_);
        return film_->frameAt(position, halfTick);
    }
    [[nodiscard]] bool metDamage() const override { return film_->metDamage(); }

private:
    std::unique_ptr<Film> film_;
    std::int64_t num_, den_;
};

class ShownPicture final : public Shown {
public:
    explicit ShownPicture(FramePtr frame) : frame_(std::move(frame)) {}
    Result<FramePtr> frameAt(std::int64_t) override { return frame_; }
    [[nodiscard]] bool still() const override { return true; }

private:
    FramePtr frame_;
};

class ShownSlogan final : public Shown {
public:
    ShownSlogan(std::unique_ptr<SloganArt> art, SegmentOrder const& order)
        : art_(std::move(art)), order_(order) {}
    Result<FramePtr> frameAt(std::int64_t tick) override {
        Milliseconds const after(
            av_rescale_rnd(tick, order_.rateDen * 1'000, order_.rateNum, AV_ROUND_DOWN));
        return art_->frameAt(tick, order_.begins + after);
    }
    [[nodiscard]] bool still() const override { return art_->still(); }

private:
    std::unique_ptr<SloganArt> art_;
    SegmentOrder order_;
};

Opened openSlogan(OpenFile const& file, SegmentOrder const& order) {
    auto const bytes = readBytes(file, kLongestDescription);
    if (!bytes) {
        return bytes.error();
    }
    auto const description =
        parseSlogan({reinterpret_cast<char const*>(bytes->data()), bytes->size()});
    if (!description) {
        return description.error();
    }
    SloganScreen screen{order.width, order.height};
    screen.fpsNum = static_cast<int>(order.rateNum);
    screen.fpsDen = static_cast<int>(order.rateDen);
    screen.offset = [offset = order.offset](Instant) { return offset; };
    screen.begins = order.begins;
    auto art = renderSlogan(*description, screen);
    if (!art) {
        return art.error();
    }
    return Opened(std::make_unique<ShownSlogan>(std::move(*art), order));
}

Opened open(OpenFile file, SegmentOrder const& order) {
    Canvas const canvas{order.width, order.height, order.fit};
    if (order.kind == SegmentKind::slogan) {
        return openSlogan(file, order);
    }
    if (order.kind == SegmentKind::picture) {
        auto frame = loadPicture(file.release(), canvas);
        return frame ? Opened(std::make_unique<ShownPicture>(std::move(*frame))) : frame.error();
    }
    auto film = openFilm(file.release(), canvas, {});
    return film ? Opened(std::make_unique<ShownFilm>(std::move(*film), order)) : film.error();
}

Result<Segment> writePicture(Shown& shown, OpenFile out, SegmentOrder const& order) {
    if (!shown.still()) {
        return Error{Errc::invalid,
                     "A PNG holds one picture, and this item moves; render it as MP4."};
    }
    auto const frame = shown.frameAt(0);
    if (!frame) {
        return frame.error();
    }
    auto const kept = duplicate(out);
    if (auto written = writePng(**frame, out.release()); !written) {
        return written.error();
    }
    return Segment{order.frames, order.width, order.height, 0, 0, true, kept.size()};
}

Result<Segment> writeFilm(Shown& shown, OpenFile out, SegmentOrder const& order,
                          Progress const& progress) {
    Size const size{order.width, order.height};
    auto const even = evenUp(size);
    AVRational const rate{static_cast<int>(order.rateNum), static_cast<int>(order.rateDen)};
    TranscodeOrder coded;
    coded.crf = order.crf;
    coded.threads = order.threads;
    auto const encoder = openPictureEncoder(even, rate, houseLevel(even, rate), coded);
    HouseFile file(std::move(out));
    auto const& track = file.add(*encoder);
    if (auto begun = file.begin(); !begun) {
        return begun.error();
    }
    SegmentPicture picture(size);
    auto const packet = makePacket();
    FramePtr before;
    AVFrame* converted = nullptr;
    for (std::int64_t tick = 0; tick < order.frames; ++tick) {
        auto frame = shown.frameAt(tick);
        if (!frame) {
            return frame.error();
        }
        if (*frame != before) {
            before = std::move(*frame);
            converted = &picture.convert(*before);
        }
        converted->pts = tick;
        if (auto sent = encodeInto(file, track, *encoder, converted, *packet); !sent) {
            return sent.error();
        }
        progress(static_cast<double>(tick + 1) / static_cast<double>(order.frames), tick + 1);
    }
    if (auto drained = encodeInto(file, track, *encoder, nullptr, *packet); !drained) {
        return drained.error();
    }
    if (shown.metDamage()) {
        return Error{Errc::damaged, "The film's file is damaged; add the film again."};
    }
    if (auto finished = file.finish(); !finished) {
        return finished.error();
    }
    return Segment{
        order.frames,  even.width,  even.height, even.width - size.width, even.height - size.height,
        shown.still(), file.bytes()};
}

Result<Segment> render(OpenFile in, OpenFile out, SegmentOrder const& order,
                       Progress const& progress) {
    auto shown = open(std::move(in), order);
    if (!shown) {
        return shown.error();
    }
    return order.format == SegmentFormat::png ? writePicture(**shown, std::move(out), order)
                                              : writeFilm(**shown, std::move(out), order, progress);
}

Error wrong(char const* what) {
    return {Errc::invalid, what};
}

}  // namespace

Result<> checkOrder(SegmentOrder const& order) {
    if (std::min(order.width, order.height) < 1 ||
        std::max(order.width, order.height) > kMostSide) {
        return wrong("width, height: must be from 1 to 8192");
    }
    if (order.rateNum < 1 || order.rateDen < 1 || order.rateNum > 120'000 ||
        order.rateDen > 100'000 || order.rateNum > 120 * order.rateDen) {
        return wrong("rate: must be above 0 and at most 120 frames a second");
    }
    if (order.frames < 1 || order.frames > kMostSeconds * order.rateNum / order.rateDen) {
        return wrong("frames: must be from 1 to those of a day");
    }
    if (order.crf < 0 || order.crf > 51) {
        return wrong("crf: must be from 0 to 51");
    }
    if (order.threads < 1 || order.threads > kMostThreads) {
        return wrong("threads: must be from 1 to 64");
    }
    if (std::chrono::abs(order.offset) > std::chrono::hours(24)) {
        return wrong("offsetSeconds: must be less than a day");
    }
    return {};
}

Result<Segment> renderSegment(int in, int out, SegmentOrder const& order,
                              Progress const& progress) {
    OpenFile source(in), target(out);
    collectFfmpegLog();
    forgetFfmpegErrors();
    if (auto right = checkOrder(order); !right) {
        return right.error();
    }
    try {
        return render(std::move(source), std::move(target), order, progress);
    } catch (std::bad_alloc const&) {
        return Error{Errc::exhausted, "The item needs more memory than allowed."};
    } catch (std::runtime_error const& error) {
        return Error{Errc::damaged, std::string("The item cannot be rendered; add it again. (") +
                                        error.what() + ")"};
    }
}

}  // namespace tocsin::media
