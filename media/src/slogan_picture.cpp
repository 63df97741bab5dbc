// SPDX-License-Identifier: Apache-2.0
// What the pictures have in common; those that stand.
#include "slogan_picture.hpp"

#include <algorithm>
#include <cstring>

namespace tocsin::media::detail {
namespace {

/// Blocks of which one stands at a time. A page is drawn when its turn comes.
class StandingPicture final : public SloganPicture {
public:
    StandingPicture(PictureParts parts, std::vector<Block> pages)
        : parts_(std::move(parts)),
          pages_(std::move(pages)),
          paint_(parts_.style(), pages_.front().em, parts_.screen.transparent),
          ticksAPage_(std::max<std::int64_t>(1, std::int64_t{parts_.style().pageSeconds} *
                                                    parts_.screen.fpsNum / parts_.screen.fpsDen)) {}

    FramePtr frameAt(std::int64_t tick, LocalSeconds now) override {
        auto const count = static_cast<std::int64_t>(pages_.size());
        auto const page =
            static_cast<std::size_t>(std::max<std::int64_t>(tick, 0) / ticksAPage_ % count);
        auto texts = textsAt(pages_[page], now);
        if (!frame_ || page != page_ || texts != texts_) {
            page_ = page;
            texts_ = std::move(texts);
            frame_ = drawn(pages_[page]);
        }
        return frame_;
    }
    [[nodiscard]] bool moves() const noexcept override { return pages_.size() > 1; }
    [[nodiscard]] Setting setting() const override {
        Setting out{pages_.front().em};
        for (auto const& page : pages_) {
            out.pages.push_back(widestText(page, parts_.begins));
        }
        return out;
    }

private:
    FramePtr drawn(Block const& block) {
        auto const& screen = parts_.screen;
        Mask mask(screen.width, screen.height);
        drawBlock(mask, parts_, block, texts_, (screen.height - block.height()) / 2 - block.top);
        auto frame = std::make_shared<Frame>(screen.width, screen.height);
        paint_.paint(mask, [&frame](int y) {
            return frame->pixels.data() + static_cast<std::size_t>(y) * frame->stride();
        });
        return frame;
    }

    PictureParts parts_;
    std::vector<Block> pages_;
    Paint paint_;
    std::int64_t ticksAPage_;
    FramePtr frame_;
    std::size_t page_ = 0;
    std::vector<std::string> texts_;
};

}  // namespace

std::vector<std::string> textsAt(Block const& block, LocalSeconds now) {
    std::vector<std::string> out;
    for (auto const& line : block.lines) {
        out.push_back(line.text.at(now));
    }
    return out;
}

std::string widestText(Block const& block, LocalSeconds begins) {
    std::string out;
    for (auto const& line : block.lines) {
        out += line.text.widest(begins).text + "\n";
    }
    return out;
}

void drawBlock(Mask& mask, PictureParts& parts, Block const& block,
               std::vector<std::string> const& texts, int baseline) {
    auto const& style = parts.style();
    int const margin = outlineMargin(style);
    // Aligned lines keep the share of the screen that is left free on both sides.
    int const width = std::max(block.width, boxOf(style, mask.width(), 1, style.sizePercent).width);
    int const left = std::max((mask.width() - width) / 2, margin);
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
        auto const line = parts.lettering.line(texts[i], block.em);
        // A line that tells the time is placed by its pen, lest it trembles with the digits' ink.
        bool const live = block.lines[i].text.live();
        int const from = live ? 0 : line->ink().left;
        int const wide = live ? line->advance() : line->ink().width();
        int x = left;
        if (style.align == SloganAlign::centre) {
            x = (mask.width() - wide) / 2;
        } else if (style.align == SloganAlign::right) {
            x = mask.width() - left - wide;
        }
        line->draw(mask, x - from, baseline + static_cast<int>(i) * block.pitch);
    }
}

void fill(Frame& frame, std::uint32_t word) {
    for (std::size_t i = 0; i < frame.pixels.size(); i += 4) {
        std::memcpy(frame.pixels.data() + i, &word, 4);
    }
}

Rhythm::Rhythm(int pixelsPerSecond, SloganScreen const& screen, bool first)
    : fpsNum_(screen.fpsNum), fpsDen_(screen.fpsDen) {
    auto const rounded = [](std::int64_t a, std::int64_t b) {
        return static_cast<int>(std::max<std::int64_t>(1, (2 * a + b) / (2 * b)));
    };
    auto const wish = std::int64_t{pixelsPerSecond} * screen.fpsDen;
    pixels_ = rounded(wish, screen.fpsNum);
    every_ = first ? 1 : rounded(screen.fpsNum, std::max<std::int64_t>(wish, 1));
}

int Rhythm::wholeSteps(int pixels) const {
    return (pixels + pixels_ - 1) / pixels_ * pixels_;
}

int Rhythm::movedAt(std::int64_t tick, int entering, int period) const {
    std::int64_t step = std::max<std::int64_t>(tick, 0) / every_;
    std::int64_t const before = (entering + pixels_ - 1) / pixels_;
    if (step >= before) {
        step = before + (step - before) % (period / pixels_);
    }
    return static_cast<int>(step) * pixels_;
}

int Rhythm::pixelsPerSecond() const {
    auto const ticks = std::int64_t{every_} * fpsDen_;
    return static_cast<int>((std::int64_t{pixels_} * fpsNum_ + ticks / 2) / ticks);
}

Milliseconds Rhythm::timeFor(int pixels) const {
    auto const ticks = (std::int64_t{pixels} + pixels_ - 1) / pixels_ * every_;
    return Milliseconds(ticks * 1'000 * fpsDen_ / fpsNum_);
}

PicturePtr stillPicture(PictureParts parts) {
    auto block = layOutStill(parts.layout());
    if (!block) {
        return block.error();
    }
    std::vector<Block> pages;
    pages.push_back(*std::move(block));
    return PicturePtr(std::make_unique<StandingPicture>(std::move(parts), std::move(pages)));
}

PicturePtr pagedPicture(PictureParts parts) {
    auto pages = layOutPages(parts.layout());
    if (!pages) {
        return pages.error();
    }
    return PicturePtr(std::make_unique<StandingPicture>(std::move(parts), *std::move(pages)));
}

}  // namespace tocsin::media::detail
