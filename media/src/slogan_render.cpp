// SPDX-License-Identifier: Apache-2.0
// Slogans laid out for one screen.
#include <algorithm>

#include "slogan_mask.hpp"
#include "slogan_scroll.hpp"
#include "slogan_still.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kLargestSide = 8192;

class StillArt final : public SloganArt {
public:
    StillArt(FramePtr frame, std::vector<std::string> mismatches)
        : frame_(std::move(frame)), mismatches_(std::move(mismatches)) {}
    FramePtr frameAt(std::int64_t) override { return frame_; }
    [[nodiscard]] bool still() const noexcept override { return true; }
    [[nodiscard]] std::vector<std::string> fontMismatches() const override { return mismatches_; }

private:
    FramePtr frame_;
    std::vector<std::string> mismatches_;
};

class ScrollingArt final : public SloganArt {
public:
    ScrollingArt(ScrollingText text, std::vector<std::string> mismatches)
        : text_(std::move(text)), mismatches_(std::move(mismatches)) {}
    FramePtr frameAt(std::int64_t tick) override { return text_.frameAt(tick); }
    [[nodiscard]] bool still() const noexcept override { return false; }
    [[nodiscard]] std::vector<std::string> fontMismatches() const override { return mismatches_; }

private:
    ScrollingText text_;
    std::vector<std::string> mismatches_;
};

std::vector<std::string> compareFonts(SloganDescription const& approved) {
    auto const here = fontsForText(approved.style.text);
    if (!here) {
        return {here.error().message};
    }
    std::vector<std::string> out;
    for (auto const& font : *here) {
        if (std::ranges::find(approved.fonts, font) == approved.fonts.end()) {
            out.push_back(font.family + ": the font file here (" + font.file.hex().substr(0, 12) +
                          "…) is not the one the slogan was approved with");
        }
    }
    return out;
}

}  // namespace

Result<std::unique_ptr<SloganArt>> renderSlogan(SloganDescription const& description, int width,
                                                int height, int fpsNum, int fpsDen) {
    if (width < 1 || height < 1 || width > kLargestSide || height > kLargestSide || fpsNum < 1 ||
        fpsDen < 1) {
        return Error{Errc::invalid, "a slogan needs a screen of 1 to 8192 pixels and a frame rate"};
    }
    auto const& style = description.style;
    auto mismatches = compareFonts(description);
    if (description.renderer != kSloganRenderer) {
        mismatches.push_back("the slogan was approved with version " +
                             std::to_string(description.renderer) + " of the renderer, here is " +
                             std::to_string(kSloganRenderer));
    }
    if (style.motion == SloganMotion::still) {
        auto frame = renderStill(style, width, height);
        if (!frame) {
            return frame.error();
        }
        return std::unique_ptr<SloganArt>(
            std::make_unique<StillArt>(*std::move(frame), std::move(mismatches)));
    }
    auto text = ScrollingText::create(style, width, height, fpsNum, fpsDen);
    if (!text) {
        return text.error();
    }
    return std::unique_ptr<SloganArt>(
        std::make_unique<ScrollingArt>(*std::move(text), std::move(mismatches)));
}

}  // namespace tocsin::media
