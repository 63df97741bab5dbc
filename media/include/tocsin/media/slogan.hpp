// SPDX-License-Identifier: Apache-2.0
// Slogans (标语): text with a style and a motion, rendered by us at the screen's own pixels: dot
// matrix faces at the sizes of small LED panels, Noto CJK through Pango at the others.
//
// The identity of a slogan is the SHA-256 of its canonical description, which names the digest of
// every font file used and the version of this renderer: what was approved is what is drawn. The
// description travels to players as a file like any other.
//
// The text may hold live fields, which show the screen's local time:
//   {time}  {date}  {weekday}      21:05, 2026年6月16日, 星期二
//   {time:HH:mm:ss}  {date:YYYY-MM-DD}  {date:D MMMM YYYY}  {weekday:WWWW}
//       patterns of YYYY MM M MMM (Jan) MMMM (January) DD D HH H (0-23) hh h (1-12) mm m ss s
//       AP (AM) ap (上午) W (二) WWW (Tue) WWWW (Tuesday); all but Latin letters stand for
//       themselves
//   {days-until:2026-06-30}  {days-since:2023-05-01}   whole days, 0 on the day itself, never below
//   {day-count:2023-05-01}                             1 on the day itself: 安全生产第 N 天
// A brace that is meant as such is written twice: {{ and }}.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/media/drawn_character.hpp"
#include "tocsin/media/frame.hpp"
#include "tocsin/media/slogan_words.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Raised whenever the same description could give other pixels. Slogans of version 1 are drawn by
/// the rules of version 1.
inline constexpr int kSloganRenderer = 2;

struct Colour {
    std::uint8_t red = 255, green = 255, blue = 255;
    bool operator==(Colour const&) const = default;
};

/// What the editor chooses. Ranges stand in slogan_limits.hpp.
struct SloganStyle {
    std::string text;  ///< UTF-8, 1 to 500 code points, '\n' allowed, no other control characters
    SloganMotion motion = SloganMotion::still;
    Colour colour{255, 220, 0};
    std::optional<Colour> background = Colour{160, 0, 0};  ///< none: see-through
    int sizePercent = 80;  ///< largest share of the screen the text may take; scrolling left: of
                           ///< the height. Letters that would come out smaller than 16 pixels
                           ///< may take all of it
    int pixelsPerSecond = 60;       ///< scrolling: whole pixels a tick, or one every few ticks
    std::optional<Colour> outline;  ///< drawn around the letters
    int outlineWidth = 0;           ///< pixels; 0: as suits letters and screen
    SloganEdges edges = SloganEdges::automatic;  ///< automatic: sharp up to 32 pixels an em
    SloganLettering lettering = SloganLettering::automatic;  ///< automatic: bitmaps from 12 to 16
    SloganAlign align = SloganAlign::centre;
    int lines = 0;         ///< 0: as many as look best; else so many (pages and scrolling up: so
                           ///< many at a time)
    int letterPixels = 0;  ///< 0: as large as fits; else exactly so many to the em
    int pageSeconds = 4;   ///< how long a page stands
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
    /// In place of characters that no font has, in the text's order. Only outlines know them, not
    /// dot matrix faces.
    std::vector<DrawnCharacter> drawn{};
    bool operator==(SloganDescription const&) const = default;
};

/// Checks the style and finds the fonts this machine would draw it with. Errc::invalid names the
/// field and what is allowed; also if a character has no glyph in any font and is not among
/// `drawn`, of which the description gets those that it needs.
[[nodiscard]] Result<SloganDescription> describeSlogan(
    SloganStyle const& style, std::vector<DrawnCharacter> const& drawn = {});
/// A description without fonts, for looking at a slogan here: what no font has and is not among
/// `drawn` is drawn as an empty box.
[[nodiscard]] SloganDescription sketchSlogan(SloganStyle const& style,
                                             std::vector<DrawnCharacter> const& drawn);

/// The text form, one "key value" a line in fixed order: "tocsin-slogan/2", or "tocsin-slogan/1" of
/// a slogan that was read from it. parse(canonical(d)) == d; Errc::damaged otherwise.
[[nodiscard]] std::string canonicalSlogan(SloganDescription const& description);
[[nodiscard]] Result<SloganDescription> parseSlogan(std::string_view canonical);

/// Offset east of UTC of the screen's clock at an instant.
using UtcOffset = std::function<std::chrono::seconds(Instant)>;

/// Where and when a slogan is shown.
struct SloganScreen {
    int width = 0, height = 0;  ///< 1 to 8192
    int fpsNum = 25, fpsDen = 1;
    bool transparent = false;  ///< it lies over something: a see-through background stays so;
                               ///< otherwise it is black
    UtcOffset offset = {};     ///< absent: UTC
    Instant begins{};          ///< of the showing: how many digits a count of days needs
};

/// A slogan laid out for one screen. frameAt may be called from one thread at a time.
class SloganArt {
public:
    virtual ~SloganArt() = default;
    /// The frame `tick` output ticks after the play's start, which is shown at `at`. As long as
    /// nothing changes it is the same shared frame. Scrolling text is just outside at tick 0, comes
    /// in from the right (text that is read from right to left: from the left; scrolling up: from
    /// below) and moves whole pixels at a constant rhythm, around and around.
    virtual FramePtr frameAt(std::int64_t tick, Instant at) = 0;
    /// All frames are the same: nothing moves and nothing tells the time.
    [[nodiscard]] virtual bool still() const noexcept = 0;
    /// It has live fields.
    [[nodiscard]] virtual bool tellsTime() const noexcept = 0;
    /// Fonts that differ from the description's: shown all the same, but reported.
    [[nodiscard]] virtual std::vector<std::string> fontMismatches() const = 0;
};

/// Errc::invalid if the text cannot be laid out on the screen (e.g. 1 px high).
[[nodiscard]] Result<std::unique_ptr<SloganArt>> renderSlogan(SloganDescription const& description,
                                                              SloganScreen const& screen);

}  // namespace tocsin::media
