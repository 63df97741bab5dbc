// SPDX-License-Identifier: Apache-2.0
#include "slogan_check.hpp"

#include <fmt/format.h>
#include <glib.h>

#include "slogan_fields.hpp"
#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::media::detail {
namespace {

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

Result<> checkText(std::string const& text) {
    if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) == FALSE) {
        return invalid("text: is not UTF-8");
    }
    auto const length = g_utf8_strlen(text.data(), static_cast<gssize>(text.size()));
    auto const words = wordsOnly(text);  // a doubled brace is one character
    auto const shown =
        words ? g_utf8_strlen(words->data(), static_cast<gssize>(words->size())) : length;
    if (shown > kSloganCharacters.most) {
        return invalid(fmt::format("text: has {} characters; at most {} are allowed", shown,
                                   kSloganCharacters.most));
    }
    bool visible = false;
    for (auto const* at = text.c_str(); at < text.c_str() + text.size();
         at = g_utf8_next_char(at)) {
        auto const character = g_utf8_get_char(at);
        if (character != '\n' &&
            (g_unichar_iscntrl(character) != FALSE || character == 0x2028 || character == 0x2029)) {
            return invalid(fmt::format(
                "text: holds the control character U+{:04X}; only line breaks are allowed",
                character));
        }
        visible = visible || (g_unichar_isspace(character) == FALSE &&
                              g_unichar_iszerowidth(character) == FALSE);
    }
    if (!visible) {
        return invalid("text: is empty; 1 to 500 characters are needed");
    }
    auto const read = LiveText::read(text);
    return read ? Result<>{} : Result<>(read.error());
}

}  // namespace

Result<> checkStyle(SloganStyle const& style) {
    if (auto text = checkText(style.text); !text) {
        return text.error();
    }
    struct Number {
        char const* what;
        int value;
        Limits limits;
        bool mayBeNone;  ///< 0: left to the renderer
    };
    for (auto const& [what, value, limits, mayBeNone] :
         {Number{"size_percent", style.sizePercent, kSloganSizePercent, false},
          Number{"pixels_per_second", style.pixelsPerSecond, kSloganPixelsPerSecond, false},
          Number{"page_seconds", style.pageSeconds, kSloganPageSeconds, false},
          Number{"outline_width", style.outlineWidth, kSloganOutlineWidth, true},
          Number{"lines", style.lines, kSloganLines, true},
          Number{"letter_pixels", style.letterPixels, kSloganLetterPixels, true}}) {
        if (!limits.allow(value) && !(mayBeNone && value == 0)) {
            return invalid(fmt::format("{}: is {}; {} to {} are allowed", what, value, limits.least,
                                       limits.most));
        }
    }
    if (style.motion == SloganMotion::scrollLeft && style.lines > 1) {
        return invalid(
            fmt::format("lines: is {}; text that scrolls to the left has one line", style.lines));
    }
    if (style.lettering == SloganLettering::bitmap && style.edges == SloganEdges::smooth) {
        return invalid("edges: bitmap lettering is always sharp; choose sharp or auto");
    }
    return {};
}

}  // namespace tocsin::media::detail
