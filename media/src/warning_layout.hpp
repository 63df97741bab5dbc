// SPDX-License-Identifier: Apache-2.0
// How a warning is laid out on a screen: as a poster with a heading where there is room, as a bar
// of one to three lines elsewhere.
#pragma once

#include "tocsin/media/warning_card.hpp"
#include "warning_sheet.hpp"

namespace tocsin::media::detail {

/// At most so many pages are shown.
inline constexpr std::size_t kMostPages = 30;
inline constexpr Milliseconds kLeastStand{4'000}, kMostStand{15'000};

/// A warning ready to be laid out: its texts are clean.
struct WarningJob {
    WarningCard card;
    int width, height;
    Colour ink;  ///< of what stands on the ground
    WarningLettering lettering;

    WarningJob(WarningCard const& dirty, int screenWidth, int screenHeight);
    WarningJob(WarningJob const&) = delete;  // sheets point to its lettering
    WarningJob& operator=(WarningJob const&) = delete;
    [[nodiscard]] std::string const& headline() const noexcept { return card.headline; }
    [[nodiscard]] Sheet blank() const { return {card.ground, {}, {}}; }
};

/// The pages, 1 to kMostPages.
[[nodiscard]] std::vector<Sheet> sheetsOf(WarningJob& job);
[[nodiscard]] std::vector<Sheet> posterSheets(WarningJob& job);
[[nodiscard]] std::vector<Sheet> barSheets(WarningJob& job);

/// A text in the largest letters with which it fits.
struct FittedText {
    std::vector<std::string> lines;
    int em = 0;     ///< 0: it does not fit in letters that there are
    int top = 0;    ///< of the ink, from the first baseline
    int pitch = 0;  ///< from baseline to baseline
    int height = 0, width = 0;
    Lettering* lettering = nullptr;
};
struct FitLimits {
    int width = 0, height = 0;
    int lines = 1;
    int em = 0;            ///< not larger
    int pitchPercent = 0;  ///< of the em, from line to line; 0: as suits the height
};
[[nodiscard]] FittedText fitText(std::string const& text, Lettering& lettering,
                                 FitLimits const& limits);
/// The same, cut off with "…" if letters would be smaller than `least`.
[[nodiscard]] FittedText fitCut(std::string text, WarningLettering& lettering,
                                FitLimits const& limits, int least);

/// Puts lines one below the other, in the middle of the area's height.
void putFitted(Sheet& sheet, FittedText const& text, Area const& area, SloganAlign align,
               Colour colour);

/// The body of a warning in letters of one size, divided into pages.
struct Body {
    int em = 0;
    int top = 0;  ///< of a line's ink, from its baseline
    PageRoom room;
    TextPages text;
    [[nodiscard]] std::size_t pages() const noexcept { return text.ends.size(); }
    /// The lines of a page are [first, last).
    [[nodiscard]] std::size_t first(std::size_t page) const {
        return page == 0 ? 0 : text.ends[page - 1];
    }
    [[nodiscard]] std::size_t last(std::size_t page) const { return text.ends[page]; }
    /// Gaps between paragraphs on a page.
    [[nodiscard]] int gaps(std::size_t page) const;
    /// Pixels that the lines of a page take.
    [[nodiscard]] int heightOf(std::size_t page) const;
};
struct BodyRequest {
    std::vector<std::string> const& paragraphs;
    int width, height;
    int pitchPercent;         ///< of the em, from line to line
    int apartPercent;         ///< of the em, between paragraphs
    int pageCost;             ///< as in PageRoom
    Milliseconds readBefore;  ///< what else there is to read on the first page
};
[[nodiscard]] Body setBody(BodyRequest const& request, WarningLettering& lettering, int em);
/// Cuts off what would come after so many pages; the last line then ends with "…".
void limitPages(Body& body, std::size_t pages);
/// Puts the lines of a page.
void putPage(Sheet& sheet, Body const& body, std::size_t page, Area const& area, bool middle,
             Colour colour);
/// How long a page stands on which there is so much to read.
[[nodiscard]] Milliseconds standFor(Milliseconds reading);
[[nodiscard]] Milliseconds readingTime(Body const& body, std::size_t page);

/// Puts the banner of a drill into an edge of the area, so that nobody can miss it; what is left.
[[nodiscard]] Area putBanner(Sheet& sheet, WarningJob& job, Area const& area);

}  // namespace tocsin::media::detail
