// SPDX-License-Identifier: Apache-2.0
#include "print_text.hpp"

#include <array>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::media::detail {
namespace {

/// Office papers are set in Song; what it does not have comes from the others.
constexpr char const* kSong =
    "Noto Serif CJK SC,Noto Serif,Noto Sans CJK SC,Noto Sans,Noto Sans Arabic,Noto Serif Tibetan,"
    "Noto Sans Mongolian,Noto Sans Yi,Noto Sans Symbols,Noto Sans Symbols2,Unifont,Unifont Upper";
/// Before it, in the order of PrintFace. The typefaces of GB/T 9704 are not free: a site that has a
/// licence for them installs them.
constexpr std::array<char const*, 4> kBeforeSong{
    "", "FangSong_GB2312,FangSong,", "SimHei,Noto Sans CJK SC,Noto Sans,", "KaiTi_GB2312,KaiTi,"};

bool turnsText(gunichar character) {
    return character == 0x061c || (character >= 0x200e && character <= 0x200f) ||
           (character >= 0x202a && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069);
}

PangoAlignment alignment(PrintAlign align) {
    return align == PrintAlign::left     ? PANGO_ALIGN_LEFT
           : align == PrintAlign::centre ? PANGO_ALIGN_CENTER
                                         : PANGO_ALIGN_RIGHT;
}

void setFont(PangoLayout& layout, PrintType const& type) {
    auto* const font = pango_font_description_new();
    auto const families = kBeforeSong.at(static_cast<std::size_t>(type.face)) + std::string(kSong);
    pango_font_description_set_family(font, families.c_str());
    pango_font_description_set_weight(font, type.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, type.points * PANGO_SCALE);
    pango_layout_set_font_description(&layout, font);
    pango_font_description_free(font);
}

int inUnits(double points) {
    return static_cast<int>(points * PANGO_SCALE);
}

void setAttributes(PangoLayout& layout, PrintType const& type) {
    auto* const attributes = pango_attr_list_new();
    // A hyphen that is not in a name would be taken for a part of it.
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    if (type.lineHeight > 0) {
        pango_attr_list_insert(attributes,
                               pango_attr_line_height_new_absolute(inUnits(type.lineHeight)));
    }
    if (type.colour != 0) {
        auto const part = [&type](int shift) {
            return static_cast<guint16>((type.colour >> shift & 0xff) * 0x101);
        };
        pango_attr_list_insert(attributes, pango_attr_foreground_new(part(16), part(8), part(0)));
    }
    pango_layout_set_attributes(&layout, attributes);
    pango_attr_list_unref(attributes);
}

/// Lines end where a word does, and a figure like "100.00%（3/3）" is one: the line before it may
/// be so short that filling it would tear its characters apart.
bool fillsWell(PangoLayout& layout, PrintType const& type) {
    constexpr double kShortest = 0.93;
    auto const lines = pango_layout_get_line_count(&layout);
    for (int i = 0; i + 1 < lines; ++i) {
        auto* const line = pango_layout_get_line_readonly(&layout, i);
        auto* const next = pango_layout_get_line_readonly(&layout, i + 1);
        PangoRectangle taken;
        pango_layout_line_get_extents(line, nullptr, &taken);
        auto const room = type.width - (line->is_paragraph_start != 0 ? type.indent : 0);
        bool const filled = next->is_paragraph_start == 0;
        if (filled && double(taken.width) / PANGO_SCALE < kShortest * room) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string printableText(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        if (length == 0) {
            out += '?';
            text.remove_prefix(1);
            continue;
        }
        auto const character = g_utf8_get_char(std::string(text.substr(0, length)).c_str());
        auto const type = g_unichar_type(character);
        if (character == '\n' || (type != G_UNICODE_CONTROL && type != G_UNICODE_LINE_SEPARATOR &&
                                  type != G_UNICODE_PARAGRAPH_SEPARATOR && !turnsText(character))) {
            out += text.substr(0, length);
        } else if (type != G_UNICODE_FORMAT) {
            out += ' ';
        }
        text.remove_prefix(length);
    }
    return out;
}

LayoutPtr layoutText(cairo_t& cairo, std::string_view text, PrintType const& type,
                     std::string_view language) {
    LayoutPtr layout(pango_cairo_create_layout(&cairo));
    auto* const context = pango_layout_get_context(layout.get());
    pango_context_set_language(context,
                               pango_language_from_string(language == "en" ? "en-gb" : "zh-cn"));
    pango_context_set_round_glyph_positions(context, FALSE);
    setFont(*layout, type);
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_layout_set_width(layout.get(), inUnits(type.width));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), alignment(type.align));
    pango_layout_set_line_spacing(layout.get(), type.lineHeight > 0 ? 0.0F : 0.95F);
    pango_layout_set_indent(layout.get(), inUnits(type.indent));
    if (type.mostLines > 0) {
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout.get(), -type.mostLines);
    }
    setAttributes(*layout, type);
    auto const shown = printableText(text);
    pango_layout_set_text(layout.get(), shown.data(), static_cast<int>(shown.size()));
    pango_layout_set_justify(layout.get(), type.justified && fillsWell(*layout, type));
    return layout;
}

double heightOf(PangoLayout& layout) {
    int width = 0, height = 0;
    pango_layout_get_size(&layout, &width, &height);
    return double(height) / PANGO_SCALE;
}

double widthOf(PangoLayout& layout) {
    PangoRectangle taken;
    pango_layout_get_extents(&layout, nullptr, &taken);
    return double(taken.width) / PANGO_SCALE;
}

void drawText(cairo_t& cairo, PangoLayout& layout, double x, double y) {
    cairo_move_to(&cairo, x, y);
    pango_cairo_show_layout(&cairo, &layout);
}

}  // namespace tocsin::media::detail
