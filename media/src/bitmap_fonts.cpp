// SPDX-License-Identifier: Apache-2.0
// Where Debian puts the dot matrix faces, and their glyphs.
#include "bitmap_fonts.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include <glib.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <stdexcept>

namespace tocsin::media::detail {
namespace {

constexpr char kSong[] = "WenQuanYi Bitmap Song";
constexpr char kUnifont[] = "Unifont";
constexpr int kUnifontSize = 16;
constexpr char kUnifontFile[] = "/usr/share/fonts/opentype/unifont/unifont.otf";

/// xfonts-wqy names its files by points at 96 dots an inch.
std::string songFile(int size) {
    return fmt::format("/usr/share/fonts/X11/misc/wenquanyi_{}pt.pcf", (size * 3 + 2) / 4);
}

/// Scripts in which a character is a glyph and the next stands to its right.
bool isSimple(gunichar character) {
    if (g_unichar_ismark(character) != FALSE || g_unichar_iszerowidth(character) != FALSE) {
        return false;
    }
    switch (g_unichar_get_script(character)) {
        case G_UNICODE_SCRIPT_COMMON:
        case G_UNICODE_SCRIPT_LATIN:
        case G_UNICODE_SCRIPT_GREEK:
        case G_UNICODE_SCRIPT_CYRILLIC:
        case G_UNICODE_SCRIPT_HAN:
        case G_UNICODE_SCRIPT_HIRAGANA:
        case G_UNICODE_SCRIPT_KATAKANA:
        case G_UNICODE_SCRIPT_HANGUL:
        case G_UNICODE_SCRIPT_BOPOMOFO:
        case G_UNICODE_SCRIPT_YI:
            return true;
        default:
            return false;
    }
}

template <class Visit>
void forEachCharacter(std::string_view text, Visit visit) {
    for (auto const* at = text.data(); at < text.data() + text.size(); at = g_utf8_next_char(at)) {
        if (*at != '\n') {
            visit(static_cast<char32_t>(g_utf8_get_char(at)));
        }
    }
}

/// The dots without the blank rows and columns around them, which many glyphs bring along.
DotGlyph dotsOf(FT_GlyphSlot slot) {
    auto const& bitmap = slot->bitmap;
    auto const on = [&bitmap](int x, int y) {
        auto const* const row = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
        return (row[x / 8] >> (7 - x % 8) & 1) != 0;
    };
    int left = static_cast<int>(bitmap.width), right = -1;
    int top = static_cast<int>(bitmap.rows), bottom = -1;
    for (int y = 0; y < static_cast<int>(bitmap.rows); ++y) {
        for (int x = 0; x < static_cast<int>(bitmap.width); ++x) {
            if (on(x, y)) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = y;
            }
        }
    }
    DotGlyph out;
    out.advance = static_cast<int>((slot->advance.x + 32) / 64);
    if (right < 0) {
        return out;
    }
    out.left = slot->bitmap_left + left;
    out.top = top - slot->bitmap_top;
    out.width = right - left + 1;
    out.height = bottom - top + 1;
    for (int y = top; y <= bottom; ++y) {
        for (int x = left; x <= right; ++x) {
            out.dots.push_back(on(x, y) ? 255 : 0);
        }
    }
    return out;
}

}  // namespace

void BitmapFonts::LibraryCloser::operator()(FT_LibraryRec_* library) const noexcept {
    FT_Done_FreeType(library);
}

void BitmapFonts::FaceCloser::operator()(FT_FaceRec_* face) const noexcept {
    FT_Done_Face(face);
}

BitmapFonts::BitmapFonts() {
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) {
        throw std::runtime_error("freetype: out of memory");
    }
    library_.reset(library);
}

BitmapFonts::Opened& BitmapFonts::song(int size) {
    auto const known = songs_.find(size);
    if (known != songs_.end()) {
        return known->second;
    }
    auto& out = songs_[size];
    out.file = {fmt::format("{} {}", kSong, size), songFile(size)};
    FT_Face face = nullptr;
    if (FT_New_Face(library_.get(), out.file.path.c_str(), 0, &face) != 0) {
        return out;
    }
    Face opened(face);
    bool const right = face->family_name != nullptr &&
                       std::string_view(face->family_name) == kSong &&
                       FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(size)) == 0 &&
                       FT_Select_Charmap(face, FT_ENCODING_UNICODE) == 0;
    if (right) {
        out.face = std::move(opened);
    }
    return out;
}

BitmapFonts::Opened& BitmapFonts::unifont() {
    if (!unifont_) {
        unifont_ = std::make_unique<Opened>();
        unifont_->file = {kUnifont, kUnifontFile};
        FT_Face face = nullptr;
        if (FT_New_Face(library_.get(), kUnifontFile, 0, &face) == 0) {
            Face opened(face);
            if (FT_Set_Pixel_Sizes(face, 0, kUnifontSize) == 0) {
                unifont_->face = std::move(opened);
            }
        }
    }
    return *unifont_;
}

BitmapFonts::Found BitmapFonts::find(char32_t character, int size) {
    if (!isSimple(character)) {
        return {};
    }
    auto& first = song(size);
    if (!first.face) {
        return {};
    }
    if (auto const index = FT_Get_Char_Index(first.face.get(), character); index != 0) {
        return {&first, index};
    }
    if (size != kUnifontSize || !unifont().face) {
        return {};
    }
    auto const index = FT_Get_Char_Index(unifont().face.get(), character);
    return index == 0 ? Found{} : Found{&unifont(), index};
}

DotGlyph const* BitmapFonts::glyph(char32_t character, int size) {
    std::pair const key(size, character);
    if (auto const known = glyphs_.find(key); known != glyphs_.end()) {
        return &known->second;
    }
    auto const found = find(character, size);
    if (found.font == nullptr) {
        return nullptr;
    }
    auto* const face = found.font->face.get();
    constexpr FT_Int32 kHow = FT_LOAD_RENDER | FT_LOAD_TARGET_MONO | FT_LOAD_NO_HINTING;
    if (FT_Load_Glyph(face, found.index, kHow) != 0 ||
        face->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_MONO) {
        return nullptr;
    }
    return &glyphs_.emplace(key, dotsOf(face->glyph)).first->second;
}

char32_t BitmapFonts::missing(std::string_view text, int size) {
    char32_t out = 0;
    forEachCharacter(text, [&](char32_t character) {
        if (out == 0 && glyph(character, size) == nullptr) {
            out = character;
        }
    });
    return out;
}

bool BitmapFonts::canDraw(std::string_view text, int size) {
    return missing(text, size) == 0;
}

std::vector<BitmapFonts::File> BitmapFonts::filesFor(std::string_view text) {
    std::vector<File> out;
    for (int const size : kSizes) {
        if (!canDraw(text, size)) {
            continue;
        }
        forEachCharacter(text, [&](char32_t character) {
            auto const& file = find(character, size).font->file;
            if (std::ranges::find(out, file.path, &File::path) == out.end()) {
                out.push_back(file);
            }
        });
    }
    return out;
}

Result<> bitmapsCanDraw(std::string_view text) {
    BitmapFonts fonts;
    int const largest = BitmapFonts::kSizes.back();
    if (!fonts.canDraw("0", largest)) {
        return Error{Errc::unavailable,
                     std::string("lettering: the bitmap font ") + kSong +
                         " is not installed here (package xfonts-wqy); choose auto or outline"};
    }
    if (auto const missing = fonts.missing(text, largest); missing != 0) {
        std::array<char, 8> utf8{};
        g_unichar_to_utf8(missing, utf8.data());
        return Error{Errc::invalid,
                     fmt::format("text: the bitmap fonts have no U+{:04X} ({}); leave "
                                 "it out, or choose the lettering auto or outline",
                                 static_cast<std::uint32_t>(missing), utf8.data())};
    }
    return {};
}

}  // namespace tocsin::media::detail
