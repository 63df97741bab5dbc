// SPDX-License-Identifier: Apache-2.0
// A warning as one running line: the pictogram, and the banner of a drill, stand at the left; the
// text runs beside them as a slogan that scrolls.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "slogan_picture.hpp"
#include "tocsin/media/slogan_limits.hpp"
#include "tocsin/media/warning_card.hpp"
#include "warning_layout.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

/// People read about six characters a second where text stands, and fewer where it passes.
constexpr int kCharactersPassing = 4;
constexpr int kLeastSide = 8, kMostSide = 8192;
constexpr int kSizePercent = 80;
constexpr std::string_view kApart = "\xE3\x80\x80";  // an ideographic space

/// What runs: headline, issuer and time, text.
std::string lineOf(WarningCard const& card) {
    std::string out = card.headline;
    if (!card.byline.empty()) {
        out += std::string(kApart) + "（" + card.byline + "）";
    }
    for (auto const& paragraph : card.paragraphs) {
        out += std::string(kApart) + paragraph;
    }
    return cutText(out, static_cast<std::size_t>(kSloganCharacters.most));
}

/// From these rows on, letters are outlines, which scale: their size is reckoned, since trying
/// large sizes one after the other takes long.
constexpr int kReckonedFrom = 48;

int letterPixels(WarningJob& job, std::string const& text, int height) {
    if (height < kReckonedFrom) {
        return 0;
    }
    int const ink = job.lettering.roomOf(text, kReckonedFrom).height();
    return height * kSizePercent / 100 * kReckonedFrom / std::max(ink, 1);
}

SloganDescription runningText(WarningJob& job, int height) {
    SloganDescription out;
    auto& style = out.style;
    auto const text = lineOf(job.card);
    style.text = withoutFields(text);
    style.letterPixels = letterPixels(job, text, height);
    style.motion = SloganMotion::scrollLeft;
    style.colour = job.ink;
    style.background = job.card.ground;
    style.sizePercent = kSizePercent;
    // Ink is a little lower than the em; small letters take the whole height.
    int const em = std::max(height * kSizePercent / 92, std::min(height, 16));
    style.pixelsPerSecond = std::clamp(em * kCharactersPassing, kSloganPixelsPerSecond.least,
                                       kSloganPixelsPerSecond.most);
    return out;
}

class Band final : public WarningBand {
public:
    Band(std::unique_ptr<Frame> still, std::unique_ptr<SloganPicture> text, int left,
         std::int64_t ticks)
        : still_(std::move(still)),
          text_(std::move(text)),
          left_(left),
          ticks_(ticks),
          pool_(still_->width, still_->height,
                [&still = *still_](Frame& frame) { frame.pixels = still.pixels; }) {}

    FramePtr frameAt(std::int64_t tick) override {
        auto text = text_->frameAt(tick, LocalSeconds());
        if (frame_ && text == shown_) {
            return frame_;
        }
        shown_ = std::move(text);
        auto frame = pool_.take();
        for (int y = 0; y < shown_->height; ++y) {
            auto const row = static_cast<std::size_t>(y);
            std::memcpy(
                frame->pixels.data() + row * frame->stride() + static_cast<std::size_t>(left_) * 4,
                shown_->pixels.data() + row * shown_->stride(), shown_->stride());
        }
        frame_ = pool_.publish(std::move(frame));
        return frame_;
    }
    [[nodiscard]] std::int64_t ticks() const noexcept override { return ticks_; }

private:
    std::unique_ptr<Frame> still_;  ///< what stands, and the ground
    std::unique_ptr<SloganPicture> text_;
    int left_;  ///< of what runs
    std::int64_t ticks_;
    FramePool pool_;
    FramePtr shown_, frame_;
};

/// Puts what stands at the left; where the text begins.
int putStanding(Sheet& sheet, WarningJob& job) {
    auto const area = putBanner(sheet, job, {0, 0, job.width, job.height});
    int const margin = std::max(1, job.height / 14), side = job.height - 2 * margin;
    if (area.left + side + 2 * margin > job.width / 2) {
        return area.left;
    }
    sheet.items.emplace_back(
        Pictogram{area.left + margin, margin, side, job.card.icon, IconGround::bare, job.ink});
    return area.left + side + 2 * margin;
}

std::int64_t ticksFor(Milliseconds time, int fpsNum, int fpsDen) {
    auto const thousand = std::int64_t{1'000} * fpsDen;
    return std::max<std::int64_t>(1, (time.count() * fpsNum + thousand - 1) / thousand);
}

}  // namespace

Result<std::unique_ptr<WarningBand>> renderWarningBand(WarningCard const& card, int width,
                                                       int height, int fpsNum, int fpsDen) {
    if (width < kLeastSide || height < kLeastSide || width > kMostSide || height > kMostSide ||
        fpsNum < 1 || fpsDen < 1 || card.headline.empty()) {
        return Error{Errc::invalid,
                     fmt::format("a warning cannot run over {}x{} pixels; it needs {} to {} on a "
                                 "side, a frame rate and a headline",
                                 width, height, kLeastSide, kMostSide)};
    }
    WarningJob job(card, width, height);
    auto sheet = job.blank();
    int const left = putStanding(sheet, job);
    SloganScreen const screen{width - left, height, fpsNum, fpsDen};
    auto running = runningText(job, height);
    auto text = pictureFor(running, screen);
    if (!text && running.style.letterPixels > 0) {
        running.style.letterPixels = 0;
        text = pictureFor(running, screen);
    }
    if (!text) {
        return text.error();
    }
    auto const ticks = ticksFor((*text)->setting().runs, fpsNum, fpsDen);
    return std::unique_ptr<WarningBand>(
        std::make_unique<Band>(drawSheet(sheet, width, height), *std::move(text), left, ticks));
}

}  // namespace tocsin::media
