// SPDX-License-Identifier: Apache-2.0
// Slogans (标语): text with a style and a motion, rendered by us at the screen's own pixels through
// Pango with Noto CJK.
//
// The identity of a slogan is the SHA-256 of its canonical description, which names the digest of
// every font file used and the version of this renderer: what was approved is what is drawn. The
// description travels to players as a file like any other.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/media/frame.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Raised whenever the same description could give other pixels.
inline constexpr int kSloganRenderer = 1;

enum class SloganMotion { still, scrollLeft };

struct Colour {
    std::uint8_t red = 255, green = 255, blue = 255;
    bool operator==(Colour const&) const = default;
};

/// What the editor chooses.
struct SloganStyle {
    std::string text;  ///< UTF-8, 1 to 500 code points, '\n' allowed, no other control characters
    SloganMotion motion = SloganMotion::still;
    Colour colour{255, 220, 0};
    Colour background{160, 0, 0};
    int sizePercent = 80;  ///< still: largest share of the screen the text block may take;
                           ///< scrolling: of the height; 10 to 100
    int pixelsPerSecond =
        60;  ///< scrolling speed, 1 to 2000; rounded to whole pixels a tick by the renderer
    bool operator==(SloganStyle const&) const = default;
};

struct FontUse {
    std::string family;  ///< as fontconfig names it
    Digest file;
    bool operator==(FontUse const&) const = default;
};

struct SloganDescription {
    SloganStyle style;
    std::vector<FontUse> fonts;
    int renderer = kSloganRenderer;
    bool operator==(SloganDescription const&) const = default;
};

/// Checks the style and finds the fonts this machine would draw it with. Errc::invalid names the
/// field and what is allowed; also if a character has no glyph in any font.
[[nodiscard]] Result<SloganDescription> describeSlogan(SloganStyle const& style);

/// The text form "tocsin-slogan/1", one "key value" a line in fixed order. parse(canonical(d)) ==
/// d; Errc::damaged otherwise.
[[nodiscard]] std::string canonicalSlogan(SloganDescription const& description);
[[nodiscard]] Result<SloganDescription> parseSlogan(std::string_view canonical);

/// A slogan laid out for one screen. Immutable after creation; frameAt may be called from one
/// thread at a time.
class SloganArt {
public:
    virtual ~SloganArt() = default;
    /// The frame `tick` output ticks after the play's start. Still slogans return the same shared
    /// frame each time. Scrolling text enters at the right edge at tick 0 and moves a whole number
    /// of pixels a tick, around and around.
    virtual FramePtr frameAt(std::int64_t tick) = 0;
    [[nodiscard]] virtual bool still() const noexcept = 0;
    /// Fonts whose file here differs from the description's: shown all the same, but reported.
    [[nodiscard]] virtual std::vector<std::string> fontMismatches() const = 0;
};

/// `fpsNum/fpsDen` is the output rate. Errc::invalid if the text cannot be laid out on the canvas
/// (e.g. 1 px high).
[[nodiscard]] Result<std::unique_ptr<SloganArt>> renderSlogan(SloganDescription const& description,
                                                              int width, int height, int fpsNum,
                                                              int fpsDen);

}  // namespace tocsin::media
