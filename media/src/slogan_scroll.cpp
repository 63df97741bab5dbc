// SPDX-License-Identifier: Apache-2.0
// One line that scrolls: a strip drawn once (again when what it tells has changed), then only
// copied by rows.
#include <algorithm>
#include <cstring>

#include "slogan_picture.hpp"

namespace tocsin::media::detail {
namespace {

/// A strip of a longer text is drawn smaller: 128 MB of pixels are enough for one slogan.
constexpr std::int64_t kStripPixels = std::int64_t{32} * 1024 * 1024;

struct FittedLine {
    Ink ink;  ///< room for the text at its widest and for a full-height character
    int em = 0;
};

FittedLine fittedAt(PictureParts& parts, std::string const& text, int em) {
    auto const line = parts.lettering.line(text, em);
    FittedLine out{line->ink(), em};
    auto const tall = parts.lettering.tallest(em);
    out.ink.top = std::min(out.ink.top, tall.top);
    out.ink.bottom = std::max(out.ink.bottom, tall.bottom);
    if (parts.text.live()) {
        out.ink.left = std::min(out.ink.left, 0);
        out.ink.right = std::max(out.ink.right, line->advance());
    }
    return out;
}

/// A size somewhat too large. Large letters are slow to load, so their height is judged by that of
/// smaller ones.
int firstGuess(PictureParts& parts, std::string const& text, int high) {
    constexpr int kJudgedBy = 100;
    int const above = high + high / 8 + 1;
    if (parts.lettering.first() || above <= 2 * kJudgedBy) {
        return above;
    }
    int const height = std::max(fittedAt(parts, text, kJudgedBy).ink.height(), 1);
    return std::min(above, high * kJudgedBy / height * 51 / 50 + 2);
}

/// A line whose ink is at most `high` and whose strip is not too large.
std::optional<FittedLine> fitLine(PictureParts& parts, std::string const& text, int high) {
    auto& lettering = parts.lettering;
    int const fixed = parts.style().letterPixels;
    int const first = fixed > 0 ? fixed : firstGuess(parts, text, high);
    for (int em = lettering.sizeUnder(first); em >= kSmallestEm; em = lettering.sizeUnder(em - 1)) {
        auto line = fittedAt(parts, text, em);
        auto const area = std::int64_t{line.ink.width()} * line.ink.height();
        if (line.ink.height() <= high && area <= kStripPixels) {
            return line;
        }
        if (fixed > 0) {
            return std::nullopt;
        }
        if (area > 2 * kStripPixels) {
            em = em * 7 / 8;
        }
    }
    return std::nullopt;
}

/// The share that the style asks for, or all of the height if letters would be hard to read.
std::optional<FittedLine> fitLine(PictureParts& parts, std::string const& text) {
    auto const& style = parts.style();
    int const whole = boxOf(style, 1, parts.screen.height, 100).height;
    if (style.letterPixels > 0) {
        return fitLine(parts, text, whole);
    }
    auto line =
        fitLine(parts, text, boxOf(style, 1, parts.screen.height, style.sizePercent).height);
    bool const legible = line && line->em >= kLegibleEm;
    return legible || parts.lettering.first() ? line : fitLine(parts, text, whole);
}

class ScrollingLine final : public SloganPicture {
public:
    ScrollingLine(PictureParts parts, FittedLine line)
        : parts_(std::move(parts)),
          line_(line),
          paint_(parts_.style(), line.em, parts_.screen.transparent),
          pool_(parts_.screen.width, parts_.screen.height,
                [word = paint_.background()](Frame& frame) { fill(frame, word); }),
          rhythm_(parts_.style().pixelsPerSecond, parts_.screen, parts_.lettering.first()),
          width_(parts_.screen.width),
          textWidth_(line.ink.width() + 2 * paint_.margin()),
          period_(rhythm_.wholeSteps(textWidth_ + std::max(width_ / 2, 2 * line.em))),
          rows_(line.ink.height() + 2 * paint_.margin()),
          top_((parts_.screen.height - rows_) / 2),
          strip_(static_cast<std::size_t>(period_) * static_cast<std::size_t>(rows_) * 4),
          blank_(static_cast<std::size_t>(width_) * 4) {
        auto const word = paint_.background();
        for (auto* bytes : {&strip_, &blank_}) {
            for (std::size_t i = 0; i < bytes->size(); i += 4) {
                std::memcpy(bytes->data() + i, &word, 4);
            }
        }
    }

    FramePtr frameAt(std::int64_t tick, LocalSeconds now) override {
        auto text = parts_.text.at(now);
        int const moved = rhythm_.movedAt(tick, width_, period_);
        if (frame_ && moved == moved_ && text == shown_) {
            return frame_;
        }
        if (text != shown_) {
            shown_ = std::move(text);
            drawStrip();
        }
        moved_ = moved;
        auto frame = pool_.take();
        for (int y = 0; y < rows_; ++y) {
            copyRow(y, frame->pixels.data() + static_cast<std::size_t>(top_ + y) * frame->stride());
        }
        frame_ = pool_.publish(std::move(frame));
        return frame_;
    }
    [[nodiscard]] bool moves() const noexcept override { return true; }
    [[nodiscard]] Setting setting() const override {
        return {line_.em,
                {parts_.text.widest(parts_.begins).text},
                rhythm_.pixelsPerSecond(),
                textWidth_,
                rhythm_.timeFor(width_ + textWidth_)};
    }

private:
    void drawStrip() {
        auto const line = parts_.lettering.line(shown_, line_.em);
        rightwards_ = line->rightToLeft();
        Mask mask(textWidth_, rows_);
        line->draw(mask, paint_.margin() - line_.ink.left, paint_.margin() - line_.ink.top);
        paint_.paint(mask, [this](int y) { return row(y); });
    }
    std::uint8_t* row(int y) {
        return strip_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(period_) * 4;
    }
    void copy(int y, int from, std::uint8_t* to, int count) {
        while (count > 0) {
            int const run = std::min(count, period_ - from);
            auto const bytes = static_cast<std::size_t>(run) * 4;
            std::memcpy(to, row(y) + static_cast<std::size_t>(from) * 4, bytes);
            to += bytes;
            count -= run;
            from = 0;
        }
    }
    /// The part of the strip that is on the screen, beside the edge that the text has yet to reach.
    void copyRow(int y, std::uint8_t* to) {
        int const there = std::min(moved_, width_);
        auto const blank = static_cast<std::size_t>(width_ - there) * 4;
        if (rightwards_) {
            // Its right end goes first.
            int const from = ((textWidth_ - moved_) % period_ + period_) % period_;
            copy(y, from, to, there);
            std::memcpy(to + static_cast<std::size_t>(there) * 4, blank_.data(), blank);
        } else {
            std::memcpy(to, blank_.data(), blank);
            copy(y, std::max(0, moved_ - width_) % period_, to + blank, there);
        }
    }

    PictureParts parts_;
    FittedLine line_;
    Paint paint_;
    FramePool pool_;
    Rhythm rhythm_;
    int width_;
    int textWidth_, period_;           // of the strip: the text, and the gap behind it
    int rows_, top_;                   // of the strip on the screen; all other rows are background
    std::vector<std::uint8_t> strip_;  // BGRA, period_ × rows_
    std::vector<std::uint8_t> blank_;  // one row of background, width_ pixels
    bool rightwards_ = false;
    std::string shown_;
    int moved_ = 0;
    FramePtr frame_;
};

}  // namespace

PicturePtr scrollingLine(PictureParts parts) {
    parts.text = parts.text.onOneLine();
    auto const line = fitLine(parts, parts.text.widest(parts.begins).text);
    if (!line) {
        return Error{Errc::invalid, "the text cannot be read on a screen " +
                                        std::to_string(parts.screen.height) +
                                        " pixels high; choose a larger size or another screen"};
    }
    return PicturePtr(std::make_unique<ScrollingLine>(std::move(parts), *line));
}

}  // namespace tocsin::media::detail
