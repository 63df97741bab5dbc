// SPDX-License-Identifier: Apache-2.0
// Warnings as pictures: a card in pages for the whole screen or a part of it, or a band whose text
// runs. Made for passers-by: white or black letters on the level's colour (whichever has more
// contrast), a pictogram, the headline large, then issuer and time, then the text in as many pages
// as it takes for letters that can be read at the screen's size (slogan_legibility.hpp says which
// those are), from 192 by 32 pixels up; smaller screens get what can be shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/media/frame.hpp"
#include "tocsin/media/slogan.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

struct WarningCard {
    Colour ground{200, 0, 0};  ///< the level's colour
    std::string icon;          ///< word of a pictogram (warningIcons()), or empty: the general one
    std::string banner;        ///< "【演练】", or empty: stands on every page
    std::string headline;      ///< never empty
    std::string byline;        ///< issuer and time, one line; may be empty
    std::vector<std::string> paragraphs;  ///< plain text; may be none
    bool operator==(WarningCard const&) const = default;
};

/// The colours of China's warning signals on screens.
namespace warning_colours {
inline constexpr Colour blue{0, 74, 173}, yellow{255, 204, 0}, orange{240, 110, 0}, red{200, 0, 0},
    none{32, 32, 48};
}

struct WarningPage {
    FramePtr frame;
    Milliseconds stands{0};  ///< long enough to be read
};

/// The words that WarningCard::icon may have, in order.
[[nodiscard]] std::vector<std::string_view> warningIcons();

/// At least one page; the first says what it is. Characters that no font has are drawn as boxes:
/// a warning is never refused for its text. Errc::invalid only for a size below 8 by 8 or above
/// 8192 by 8192, or an empty headline. Takes tens of milliseconds. Any thread.
[[nodiscard]] Result<std::vector<WarningPage>> renderWarning(WarningCard const& card, int width,
                                                             int height);

/// The same pages, laid out but not yet drawn: the first is on the screen without waiting for the
/// others. For one thread, the one that laid them out.
class WarningPages {
public:
    virtual ~WarningPages() = default;
    [[nodiscard]] virtual std::size_t count() const noexcept = 0;  ///< 1 to 30
    [[nodiscard]] virtual Milliseconds stands(std::size_t page) const = 0;
    /// Drawn anew each time it is asked for.
    [[nodiscard]] virtual FramePtr draw(std::size_t page) = 0;
};
/// Errors as renderWarning().
[[nodiscard]] Result<std::unique_ptr<WarningPages>> layOutWarning(WarningCard const& card,
                                                                  int width, int height);

/// Loads the fonts for the calling thread, so that its first warning does not wait for them. Once,
/// before the first frame of a program.
void warmUpWarnings();

/// All of the card as one running line, for a band of this size. One thread at a time.
class WarningBand {
public:
    virtual ~WarningBand() = default;
    /// The band `tick` output ticks after it came up.
    virtual FramePtr frameAt(std::int64_t tick) = 0;
    /// After so many ticks the line has run through once. Above 0.
    [[nodiscard]] virtual std::int64_t ticks() const noexcept = 0;
};
[[nodiscard]] Result<std::unique_ptr<WarningBand>> renderWarningBand(WarningCard const& card,
                                                                     int width, int height,
                                                                     int fpsNum, int fpsDen);

}  // namespace tocsin::media
