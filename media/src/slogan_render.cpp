// SPDX-License-Identifier: Apache-2.0
// Slogans laid out for one screen.
#include <algorithm>

#include "slogan_fonts.hpp"
#include "slogan_picture.hpp"
#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kLargestSide = 8192;

LocalSeconds localAt(UtcOffset const& offset, Instant at) {
    auto const east = offset ? offset(at) : std::chrono::seconds{0};
    return LocalSeconds(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()) + east);
}

/// Seen from where one sees a whole screen, an outline wants a share of it: one pixel on lines of
/// letters, six on 1080 rows.
constexpr int kScreensAcrossOutline = 180;
constexpr int kLettersAcrossOutline = 24;

/// A picture of a text that was read.
struct TextPicture {
    std::unique_ptr<SloganPicture> picture;
    bool live;
};

class Art final : public SloganArt {
public:
    Art(std::unique_ptr<SloganPicture> picture, UtcOffset offset, bool live,
        std::vector<std::string> mismatches)
        : picture_(std::move(picture)),
          offset_(std::move(offset)),
          live_(live),
          mismatches_(std::move(mismatches)) {}
    FramePtr frameAt(std::int64_t tick, Instant at) override {
        return picture_->frameAt(tick, live_ ? localAt(offset_, at) : LocalSeconds());
    }
    [[nodiscard]] bool still() const noexcept override { return !live_ && !picture_->moves(); }
    [[nodiscard]] bool tellsTime() const noexcept override { return live_; }
    [[nodiscard]] std::vector<std::string> fontMismatches() const override { return mismatches_; }

private:
    std::unique_ptr<SloganPicture> picture_;
    UtcOffset offset_;
    bool live_;
    std::vector<std::string> mismatches_;
};

std::vector<std::string> compareFonts(SloganDescription const& approved) {
    auto const here = fontsFor(approved);
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
    for (auto const& font : approved.fonts) {
        if (std::ranges::find(*here, font.family, &FontUse::family) == here->end()) {
            out.push_back(font.family +
                          ": this font, which the slogan was approved with, is not used here");
        }
    }
    return out;
}

PicturePtr pictureOf(PictureParts parts) {
    switch (parts.style().motion) {
        case SloganMotion::scrollLeft:
            return scrollingLine(std::move(parts));
        case SloganMotion::scrollUp:
            return scrollingColumn(std::move(parts));
        case SloganMotion::pages:
            return pagedPicture(std::move(parts));
        case SloganMotion::still:
            break;
    }
    return stillPicture(std::move(parts));
}

Result<TextPicture> readPicture(SloganDescription const& description, SloganScreen const& screen) {
    if (screen.width < 1 || screen.height < 1 || screen.width > kLargestSide ||
        screen.height > kLargestSide || screen.fpsNum < 1 || screen.fpsDen < 1) {
        return Error{Errc::invalid, "a slogan needs a screen of 1 to 8192 pixels and a frame rate"};
    }
    auto text = LiveText::read(description.style.text);
    if (!text) {
        return text.error();
    }
    bool const live = text->live();
    Lettering lettering(description, text->everyCharacter());
    auto drawn = description;
    drawn.style.outlineWidth = outlineWidthOn(description.style, screen.width, screen.height);
    auto picture = pictureOf({std::move(drawn), screen, *std::move(text), std::move(lettering),
                              localAt(screen.offset, screen.begins)});
    if (!picture) {
        return picture.error();
    }
    return TextPicture{*std::move(picture), live};
}

}  // namespace

int detail::outlineWidthOn(SloganStyle const& style, int width, int height) {
    if (style.outlineWidth > 0) {
        return style.outlineWidth;
    }
    int const suits = style.letterPixels > 0 ? style.letterPixels / kLettersAcrossOutline
                                             : std::min(width, height) / kScreensAcrossOutline;
    return std::clamp(suits, kSloganOutlineWidth.least, kSloganOutlineWidth.most);
}

PicturePtr detail::pictureFor(SloganDescription const& description, SloganScreen const& screen) {
    auto read = readPicture(description, screen);
    if (!read) {
        return read.error();
    }
    return std::move(read->picture);
}

Result<std::unique_ptr<SloganArt>> renderSlogan(SloganDescription const& description,
                                                SloganScreen const& screen) {
    auto read = readPicture(description, screen);
    if (!read) {
        return read.error();
    }
    auto mismatches = compareFonts(description);
    if (description.renderer > kSloganRenderer) {
        mismatches.push_back("the slogan was approved with version " +
                             std::to_string(description.renderer) + " of the renderer, here is " +
                             std::to_string(kSloganRenderer));
    }
    return std::unique_ptr<SloganArt>(std::make_unique<Art>(std::move(read->picture), screen.offset,
                                                            read->live, std::move(mismatches)));
}

}  // namespace tocsin::media
