// SPDX-License-Identifier: Apache-2.0
// Asks Pango which fonts it took, and digests their files.
#include "slogan_fonts.hpp"

#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <openssl/evp.h>
#include <pango/pangofc-font.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>

#include "bitmap_fonts.hpp"
#include "drawn_characters.hpp"
#include "open_file.hpp"
#include "slogan_fields.hpp"

#if defined(__SANITIZE_ADDRESS__)
// Fontconfig keeps what it knows of the fonts until the process ends.
extern "C" char const* __lsan_default_suppressions() {
    return "leak:libfontconfig.so\n";
}
#endif

namespace tocsin::media::detail {
namespace {

constexpr char const* kFirstFamily = "Noto Sans CJK SC";
/// In this order; fontconfig's own choice would differ from machine to machine.
constexpr char const* kFamilies =
    "Noto Sans CJK SC,Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Thai,"
    "Noto Sans Devanagari,Noto Serif Tibetan,Noto Sans Mongolian,Noto Sans Lao,Noto Sans Khmer,"
    "Noto Sans Myanmar,Noto Sans Tai Le,Noto Sans New Tai Lue,Noto Sans Yi,Noto Sans Bengali,"
    "Noto Sans Tamil,Noto Sans Symbols,Noto Sans Symbols2,Noto Sans Math,Unifont,Unifont Upper";

struct DigestDeleter {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

std::optional<Digest> digestOpen(int descriptor) {
    std::unique_ptr<EVP_MD_CTX, DigestDeleter> const context(EVP_MD_CTX_new());
    if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) {
        return std::nullopt;
    }
    constexpr std::size_t kBlock = std::size_t{256} * 1024;
    std::vector<std::uint8_t> block(kBlock);
    while (true) {
        auto const got = ::read(descriptor, block.data(), block.size());
        if (got < 0) {
            return std::nullopt;
        }
        if (got == 0) {
            break;
        }
        if (EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(got)) != 1) {
            return std::nullopt;
        }
    }
    Digest digest;
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context.get(), digest.bytes.data(), &size) != 1) {
        return std::nullopt;
    }
    return digest;
}

/// Font files are tens of megabytes and change with a package upgrade only: digested once for each
/// version of the file.
Result<Digest> digestOfFont(std::string const& file) {
    using Key = std::tuple<std::string, off_t, time_t, long>;
    static std::mutex mutex;
    static std::map<Key, Digest> known;
    auto opened = openForReading(file);
    if (!opened) {
        return opened.error();
    }
    struct stat status {};
    ::fstat(opened->descriptor(), &status);
    Key const key{file, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    std::scoped_lock const lock(mutex);
    if (auto const found = known.find(key); found != known.end()) {
        return found->second;
    }
    auto const digest = digestOpen(opened->descriptor());
    if (!digest) {
        return Error{Errc::unavailable, file + ": the font file cannot be read"};
    }
    known.emplace(key, *digest);
    return *digest;
}

std::string patternText(FcPattern* pattern, char const* what) {
    FcChar8* value = nullptr;
    if (FcPatternGetString(pattern, what, 0, &value) != FcResultMatch) {
        return {};
    }
    auto const* first = value;
    std::string out;
    for (; *first != 0; ++first) {
        out.push_back(static_cast<char>(*first));
    }
    return out;
}

template <class Visit>
void forEachRun(PangoLayout& layout, Visit visit) {
    for (auto* line = pango_layout_get_lines_readonly(&layout); line != nullptr;
         line = line->next) {
        for (auto* run = static_cast<PangoLayoutLine*>(line->data)->runs; run != nullptr;
             run = run->next) {
            visit(*static_cast<PangoLayoutRun*>(run->data));
        }
    }
}

}  // namespace

LayoutPtr layoutLine(std::string_view text, Type type) {
    int const pixels = type.pixels;
    std::unique_ptr<PangoContext, ObjectDeleter> const context(
        pango_font_map_create_context(pango_cairo_font_map_get_default()));
    auto* const options = cairo_font_options_create();
    cairo_font_options_set_antialias(options,
                                     type.sharp ? CAIRO_ANTIALIAS_NONE : CAIRO_ANTIALIAS_GRAY);
    // Hinting puts strokes on whole pixels, which is what a panel of few pixels needs.
    cairo_font_options_set_hint_style(
        options, pixels < kBoldFrom * 2 ? CAIRO_HINT_STYLE_FULL : CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_language(context.get(), pango_language_from_string("zh-cn"));
    pango_context_set_round_glyph_positions(context.get(), TRUE);
    LayoutPtr layout(pango_layout_new(context.get()));
    auto* const font = pango_font_description_new();
    pango_font_description_set_family_static(font, type.first ? kFirstFamily : kFamilies);
    pango_font_description_set_weight(font,
                                      pixels < kBoldFrom ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD);
    pango_font_description_set_absolute_size(font, double{PANGO_SCALE} * pixels);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    if (type.drawn != nullptr) {
        type.drawn->putInto(*layout, pixels);
    }
    return layout;
}

namespace {

using Files = std::vector<BitmapFonts::File>;

void add(BitmapFonts::File file, Files& files) {
    auto const same = [&file](auto const& one) {
        return one.family == file.family && one.path == file.path;
    };
    if (!file.path.empty() && std::ranges::none_of(files, same)) {
        files.push_back(std::move(file));
    }
}

/// The files that Pango draws this text with, at all sizes.
void addOutlines(std::string const& text, bool first, DrawnCharacters const& drawn, Files& files) {
    for (int const pixels : {kBoldFrom, kBoldFrom - 1}) {
        auto const layout = layoutLine(text, {pixels, false, first, &drawn});
        forEachRun(*layout, [&files](PangoLayoutRun const& run) {
            auto* const font = run.item->analysis.font;
            if (font != nullptr && PANGO_IS_FC_FONT(font) != 0) {
                auto* const pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
                add({patternText(pattern, FC_FAMILY), patternText(pattern, FC_FILE)}, files);
            }
        });
    }
}

}  // namespace

Result<std::vector<FontUse>> fontsFor(SloganDescription const& description) {
    auto const& style = description.style;
    auto const text = LiveText::read(style.text);
    if (!text) {
        return text.error();
    }
    auto const all = text->everyCharacter();
    Files files;
    if (style.lettering != SloganLettering::bitmap) {
        addOutlines(all, description.renderer == 1, DrawnCharacters(description.drawn), files);
    }
    if (style.lettering != SloganLettering::outline) {
        for (auto& file : BitmapFonts().filesFor(all)) {
            add(std::move(file), files);
        }
    }
    std::vector<FontUse> out;
    for (auto const& [family, file] : files) {
        auto const digest = digestOfFont(file);
        if (!digest) {
            return digest.error();
        }
        out.push_back({family, *digest});
    }
    return out;
}

std::string nameCharacter(char32_t character) {
    std::array<char, 8> utf8{};
    g_unichar_to_utf8(character, utf8.data());
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "U+%04X (%s)", static_cast<unsigned>(character),
                  utf8.data());
    return out.data();
}

std::vector<char32_t> missingCharacters(std::string const& text) {
    std::vector<char32_t> found;
    for (auto const* at = text.c_str(); *at != 0; at = g_utf8_next_char(at)) {
        // Fonts that have it mean something else by it.
        if (g_unichar_type(g_utf8_get_char(at)) == G_UNICODE_PRIVATE_USE) {
            found.push_back(g_utf8_get_char(at));
        }
    }
    auto const layout = layoutLine(text, {kBoldFrom, false, false});
    forEachRun(*layout, [&found](PangoLayoutRun const& run) {
        for (int i = 0; i < run.glyphs->num_glyphs; ++i) {
            auto const glyph = run.glyphs->glyphs[i].glyph;
            if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) {
                found.push_back(glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
            }
        }
    });
    std::vector<char32_t> out;
    for (auto const* at = text.c_str(); *at != 0; at = g_utf8_next_char(at)) {
        char32_t const character = g_utf8_get_char(at);
        if (std::ranges::find(found, character) != found.end() &&
            std::ranges::find(out, character) == out.end()) {
            out.push_back(character);
        }
    }
    return out;
}

}  // namespace tocsin::media::detail
