// SPDX-License-Identifier: Apache-2.0
// The strip of a scrolling slogan, and its copying by rows.
#include "slogan_scroll.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "slogan_mask.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kSmallest = 5;
/// A strip of a longer text is drawn smaller: 128 MB of pixels are enough for one slogan.
constexpr std::int64_t kStripPixels = std::int64_t{32} * 1024 * 1024;

std::string onOneLine(std::string text) {
    std::string out;
    for (char const c : text) {
        out += c == '\n' ? std::string("\xE3\x80\x80") : std::string(1, c);  // an ideographic space
    }
    return out;
}

struct Line {
    LayoutPtr layout;
    Ink ink;
    int em = 0;
};

/// A line whose ink, and that of a full-height character, is at most `high` and whose strip is not
/// too large.
std::optional<Line> fitLine(std::string const& text, int high) {
    for (int em = high + high / 8 + 1; em >= kSmallest; --em) {
        auto ink = inkOf(
            *layoutLine("\xE5\x9B\xBD", em));  // 国: text without tall letters is not blown up
        Line line{layoutLine(text, em), {}, em};
        line.ink = inkOf(*line.layout);
        line.ink.top = std::min(line.ink.top, ink.top);
        line.ink.bottom = std::max(line.ink.bottom, ink.bottom);
        auto const area = std::int64_t{line.ink.width()} * line.ink.height();
        if (line.ink.height() <= high && area <= kStripPixels) {
            return line;
        }
        if (area > 2 * kStripPixels) {
            em = em * 7 / 8;
        }
    }
    return std::nullopt;
}

int pixelsPerTick(int pixelsPerSecond, int fpsNum, int fpsDen) {
    auto const twice = 2 * std::int64_t{pixelsPerSecond} * fpsDen + fpsNum;
    return static_cast<int>(std::max<std::int64_t>(1, twice / (2 * std::int64_t{fpsNum})));
}

}  // namespace

ScrollingText::ScrollingText(Colour background, int width, int height)
    : pool_(width, height,
            [background](Frame& frame) {
                auto const colour = paletteFor(background, background, 0)[0];
                for (std::size_t i = 0; i < frame.pixels.size(); i += 4) {
                    std::memcpy(frame.pixels.data() + i, &colour, 4);
                }
            }),
      width_(width) {}

Result<ScrollingText> ScrollingText::create(SloganStyle const& style, int width, int height,
                                            int fpsNum, int fpsDen) {
    auto const line = fitLine(onOneLine(style.text), std::max(1, height * style.sizePercent / 100));
    if (!line) {
        return Error{Errc::invalid, "the text cannot be read on a screen " +
                                        std::to_string(height) +
                                        " pixels high; choose a larger size or another screen"};
    }
    ScrollingText out(style.background, width, height);
    out.speed_ = pixelsPerTick(style.pixelsPerSecond, fpsNum, fpsDen);
    int const textWidth = line->ink.width();
    int const gap = std::max(width / 2, 2 * line->em);
    // A whole number of steps, so that the same pictures come again.
    out.period_ = (textWidth + gap + out.speed_ - 1) / out.speed_ * out.speed_;
    out.rows_ = line->ink.height();
    out.top_ = (height - out.rows_) / 2;
    Mask mask(textWidth, out.rows_);
    mask.draw(*line->layout, -line->ink.left, -line->ink.top);
    auto const palette = paletteFor(style.colour, style.background, line->em);
    auto const pitch = static_cast<std::size_t>(out.period_) * 4;
    out.strip_.resize(pitch * static_cast<std::size_t>(out.rows_));
    for (int y = 0; y < out.rows_; ++y) {
        auto* to = out.strip_.data() + static_cast<std::size_t>(y) * pitch;
        for (int x = 0; x < out.period_; ++x, to += 4) {
            std::memcpy(to, &palette[x < textWidth ? mask.row(y)[x] : 0], 4);
        }
    }
    out.blank_.resize(static_cast<std::size_t>(width) * 4);
    for (std::size_t i = 0; i < out.blank_.size(); i += 4) {
        std::memcpy(out.blank_.data() + i, &palette[0], 4);
    }
    return out;
}

FramePtr ScrollingText::frameAt(std::int64_t tick) {
    auto frame = pool_.take();
    // Whole rounds leave out, so that no tick is too large: once the text has entered, the picture
    // depends on the rest only.
    std::int64_t const steps = period_ / speed_;
    std::int64_t const entering = (width_ + speed_ - 1) / speed_;
    tick = std::max<std::int64_t>(tick, 0);
    if (tick >= entering) {
        tick = entering + (tick - entering) % steps;
    }
    auto const shift =
        static_cast<int>(tick) * speed_;  // pixels moved since the text was just outside
    auto const pitch = static_cast<std::size_t>(period_) * 4;
    for (int y = 0; y < rows_; ++y) {
        auto const* const row = strip_.data() + static_cast<std::size_t>(y) * pitch;
        auto* const to =
            frame->pixels.data() + static_cast<std::size_t>(top_ + y) * frame->stride();
        int x = std::max(0, width_ - shift);
        std::memcpy(to, blank_.data(), static_cast<std::size_t>(x) * 4);
        int from = std::max(0, shift - width_) % period_;
        while (x < width_) {
            int const run = std::min(width_ - x, period_ - from);
            std::memcpy(to + static_cast<std::size_t>(x) * 4,
                        row + static_cast<std::size_t>(from) * 4,
                        static_cast<std::size_t>(run) * 4);
            x += run;
            from = 0;
        }
    }
    return pool_.publish(std::move(frame));
}

}  // namespace tocsin::media::detail
