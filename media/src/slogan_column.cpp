// SPDX-License-Identifier: Apache-2.0
// Lines that scroll up: drawn once as a column (again when what they tell has changed), then only
// copied by rows.
#include <algorithm>
#include <cstring>

#include "slogan_picture.hpp"

namespace tocsin::media::detail {
namespace {

constexpr std::int64_t kColumnPixels = std::int64_t{32} * 1024 * 1024;

class ScrollingColumn final : public SloganPicture {
public:
    ScrollingColumn(PictureParts parts, Block block)
        : parts_(std::move(parts)),
          block_(std::move(block)),
          paint_(parts_.style(), block_.em, parts_.screen.transparent),
          pool_(parts_.screen.width, parts_.screen.height,
                [word = paint_.background()](Frame& frame) { fill(frame, word); }),
          rhythm_(parts_.style().pixelsPerSecond, parts_.screen, false),
          width_(parts_.screen.width),
          height_(parts_.screen.height),
          rows_(block_.height() + 2 * paint_.margin()),
          period_(rhythm_.wholeSteps(rows_ + std::max(height_ / 2, block_.em))),
          column_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(rows_) * 4),
          blank_(static_cast<std::size_t>(width_) * 4) {
        auto const word = paint_.background();
        for (std::size_t i = 0; i < blank_.size(); i += 4) {
            std::memcpy(blank_.data() + i, &word, 4);
        }
    }

    FramePtr frameAt(std::int64_t tick, LocalSeconds now) override {
        auto texts = textsAt(block_, now);
        int const moved = rhythm_.movedAt(tick, height_, period_);
        if (frame_ && moved == moved_ && texts == texts_) {
            return frame_;
        }
        if (texts != texts_) {
            texts_ = std::move(texts);
            drawColumn();
        }
        moved_ = moved;
        auto frame = pool_.take();
        auto const bytes = blank_.size();
        for (int y = 0; y < height_; ++y) {
            int const at = y - height_ + moved_;
            int const row = at < 0 ? rows_ : at % period_;
            auto const* const from = row < rows_
                                         ? column_.data() + static_cast<std::size_t>(row) * bytes
                                         : blank_.data();
            std::memcpy(frame->pixels.data() + static_cast<std::size_t>(y) * bytes, from, bytes);
        }
        frame_ = pool_.publish(std::move(frame));
        return frame_;
    }
    [[nodiscard]] bool moves() const noexcept override { return true; }
    [[nodiscard]] Setting setting() const override {
        return {block_.em,
                {widestText(block_, parts_.begins)},
                rhythm_.pixelsPerSecond(),
                rows_,
                rhythm_.timeFor(height_ + rows_)};
    }

private:
    void drawColumn() {
        Mask mask(width_, rows_);
        drawBlock(mask, parts_, block_, texts_, paint_.margin() - block_.top);
        paint_.paint(mask, [this](int y) {
            return column_.data() + static_cast<std::size_t>(y) * blank_.size();
        });
    }

    PictureParts parts_;
    Block block_;
    Paint paint_;
    FramePool pool_;
    Rhythm rhythm_;
    int width_, height_;
    int rows_, period_;                 // the lines, and with the gap below them
    std::vector<std::uint8_t> column_;  // BGRA, width_ × rows_
    std::vector<std::uint8_t> blank_;   // one row of background
    std::vector<std::string> texts_;
    int moved_ = 0;
    FramePtr frame_;
};

}  // namespace

PicturePtr scrollingColumn(PictureParts parts) {
    auto block = layOutColumn(parts.layout());
    if (!block) {
        return block.error();
    }
    if (std::int64_t{parts.screen.width} * block->height() > kColumnPixels) {
        return Error{Errc::invalid, "the text becomes a column of " +
                                        std::to_string(block->lines.size()) + " lines and " +
                                        std::to_string(block->height()) +
                                        " pixels, which is too long; choose more lines at a time "
                                        "or smaller letters"};
    }
    return PicturePtr(std::make_unique<ScrollingColumn>(std::move(parts), *std::move(block)));
}

}  // namespace tocsin::media::detail
