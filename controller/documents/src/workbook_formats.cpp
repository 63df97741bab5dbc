// SPDX-License-Identifier: Apache-2.0
#include "workbook_formats.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

constexpr std::uint32_t kRule = 0xa6a6a6;

std::uint8_t alignOf(Align align) {
    switch (align) {
        case Align::centre:
            return LXW_ALIGN_CENTER;
        case Align::right:
            return LXW_ALIGN_RIGHT;
        case Align::left:
            break;
    }
    return LXW_ALIGN_LEFT;
}

char const* formOf(NumberForm form) {
    switch (form) {
        case NumberForm::percent:
            return "0.00%";
        case NumberForm::hours:
            return "#,##0.00";
        case NumberForm::count:
            break;
    }
    return "#,##0";
}

}  // namespace

lxw_format* Formats::of(Look const& look) {
    auto& format = made_[look];
    if (format == nullptr) {
        format = made(look);
    }
    return format;
}

lxw_format* Formats::made(Look const& look) {
    auto* const format = workbook_add_format(&workbook_);
    if (language_ == Language::chinese) {
        format_set_font_name(format, look.heading ? "黑体" : "宋体");
    }
    format_set_font_size(format, look.halfPoints / 2.0);
    format_set_font_color(format, colourOf(look.colour));
    format_set_align(format, alignOf(look.align));
    format_set_align(format, look.top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(format);
    if (look.strong) {
        format_set_bold(format);
    }
    if (look.ruled) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, kRule);
    }
    if (look.fill) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_bg_color(format, colourOf(*look.fill));
    }
    if (look.number) {
        format_set_num_format(format, formOf(*look.number));
    }
    return format;
}

lxw_color_t colourOf(std::uint32_t colour) {
    return colour == 0 ? static_cast<lxw_color_t>(LXW_COLOR_BLACK) : colour;
}

Look readable(Look look) {
    if (look.fill) {
        auto const part = [fill = *look.fill](int shift) { return (fill >> shift) & 0xff; };
        auto const brightness = (299 * part(16) + 587 * part(8) + 114 * part(0)) / 1'000;
        look.colour = brightness < 128 ? 0xffffff : 0x000000;
    }
    return look;
}

}  // namespace tocsin::documents::spreadsheet
