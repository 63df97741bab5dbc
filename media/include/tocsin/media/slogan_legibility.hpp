// SPDX-License-Identifier: Apache-2.0
// Whether a slogan can be read on a screen of so many pixels in the time it is shown.
//
// Where the limits come from:
// - Letters: 12 rows are the least that hold the strokes of Chinese characters (the smallest dot
//   matrix faces of GB 2312 have 12 by 12 dots), 7 those of Latin letters and digits (dot matrix 5
//   by 7, also the least of the American MUTCD for message signs). We never squeeze letters: a text
//   that does not fit gets smaller ones.
// - Reading: 6 Chinese characters or 3 Latin words a second, and a second to find the text. At
//   about 6 letters a second people like best to read text that passes (Uetsuki, Watanabe, Ando and
//   Maruya, Frontiers in Psychology 8:1390, 2017; Japanese). Of passing Chinese text most was
//   understood at about 250 words a minute, 4 a second (Chen and Chien, Perceptual and Motor Skills
//   100:865, 2005), of English at 100 to 300 (Kang and Muter, Behaviour & Information Technology
//   8:33, 1989). Those were people who sat and read; in a street nobody is faster.
// - Contrast: 3 to 1 between letters and what is around them, as WCAG 2.1 wants it of large text
//   (success criterion 1.4.3), by its formula.
#pragma once

#include <vector>

#include "tocsin/media/finding.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::media {

inline constexpr int kLeastChinesePixels = 12;  ///< of the em
inline constexpr int kLeastLatinPixels = 7;     ///< of a digit's ink
inline constexpr int kCharactersASecond = 6;
inline constexpr int kWordsASecond = 3;
inline constexpr Milliseconds kTimeToFind{1'000};
inline constexpr int kLeastContrast = 300;  ///< hundredths

/// A screen, or a part of it, and for how long the slogan is shown there at a time.
struct SloganView {
    int width = 0, height = 0;  ///< pixels, 1 to 8192
    Milliseconds showFor{};     ///< above 0
    bool operator==(SloganView const&) const = default;
};

/// What keeps people from reading the slogan, the worst first; empty: nothing. Codes:
///   missing-glyph  no font here has a character: {"characters"}
///   does-not-fit   it cannot be laid out at all: {"most_characters"} where shortening helps
///   too-small      letters below the limits: {"letter_pixels", "least_pixels"} and, where
///                  shortening helps, {"most_characters"}
///   too-fast       text moves or pages turn faster than they can be read: {"pixels_per_second",
///                  "most_pixels_per_second"} or {"page", "page_seconds", "seconds_needed"}
///   too-long       it is gone before it was read or has run through once: {"seconds",
///                  "seconds_needed"}
///   low-contrast   {"contrast_hundredths", "least_hundredths"}
/// The fonts that the description names are not looked at: those of this machine draw. Live fields
/// are taken at their widest. Errc::invalid for a style or a view out of its limits.
[[nodiscard]] Result<std::vector<Finding>> checkSloganOn(SloganDescription const& description,
                                                         SloganView const& view);

/// WCAG 2.1's contrast of two colours in hundredths, 100 to 2100.
[[nodiscard]] int contrastHundredths(Colour one, Colour other);

}  // namespace tocsin::media
