// SPDX-License-Identifier: Apache-2.0
// Dot matrix faces: WenQuanYi Bitmap Song at its own sizes, Unifont where that lacks a character.
// Pango knows no such fonts any more, so FreeType opens them directly. One character is one glyph:
// only scripts that are written so.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

struct FT_LibraryRec_;
struct FT_FaceRec_;

namespace tocsin::media::detail {

/// A character as dots. Coordinates as in Ink: right and down from the pen on the baseline.
struct DotGlyph {
    int left = 0, top = 0, width = 0, height = 0, advance = 0;
    std::vector<std::uint8_t> dots;  ///< one byte a dot, 0 or 255
};

/// Not thread-safe. Opens a face when it is first needed.
class BitmapFonts {
public:
    static constexpr std::array<int, 4> kSizes{12, 13, 15, 16};  ///< pixels to the em

    BitmapFonts();

    /// Whether every character of the text has dots at this size.
    [[nodiscard]] bool canDraw(std::string_view text, int size);
    /// The first character of the text without dots at this size; 0: none.
    [[nodiscard]] char32_t missing(std::string_view text, int size);
    /// Null: there is none.
    [[nodiscard]] DotGlyph const* glyph(char32_t character, int size);

    struct File {
        std::string family, path;
    };
    /// The files that draw the text, at all sizes that can.
    [[nodiscard]] std::vector<File> filesFor(std::string_view text);

private:
    struct LibraryCloser {
        void operator()(FT_LibraryRec_* library) const noexcept;
    };
    struct FaceCloser {
        void operator()(FT_FaceRec_* face) const noexcept;
    };
    using Face = std::unique_ptr<FT_FaceRec_, FaceCloser>;
    struct Opened {
        Face face;  ///< null: not installed, or not what it should be
        File file;
    };
    struct Found {
        Opened* font = nullptr;
        unsigned index = 0;
    };
    Opened& song(int size);
    Opened& unifont();
    [[nodiscard]] Found find(char32_t character, int size);

    std::unique_ptr<FT_LibraryRec_, LibraryCloser> library_;
    std::map<int, Opened> songs_;
    std::unique_ptr<Opened> unifont_;
    std::map<std::pair<int, char32_t>, DotGlyph> glyphs_;
};

/// Errc::unavailable if the fonts are not installed, Errc::invalid naming the first character they
/// lack.
[[nodiscard]] Result<> bitmapsCanDraw(std::string_view text);

}  // namespace tocsin::media::detail
