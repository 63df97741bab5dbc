// SPDX-License-Identifier: Apache-2.0
// Where lines of a warning's text may end, and how well.
#include <glib.h>
#include <pango/pango.h>

#include <algorithm>

#include "text_measure.hpp"
#include "warning_phrases.hpp"
#include "warning_text.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kScaledFrom = 48;  // pixels to the em

std::size_t lengthAt(std::string_view text, std::size_t at) {
    return static_cast<std::size_t>(g_utf8_skip[static_cast<guchar>(text[at])]);
}

bool isSentenceEnd(gunichar character) {
    constexpr std::u32string_view kEnds = U"。！？；.!?;…";
    return kEnds.find(static_cast<char32_t>(character)) != std::u32string_view::npos;
}

bool isPoint(gunichar character) {
    switch (g_unichar_type(character)) {
        case G_UNICODE_OTHER_PUNCTUATION:
        case G_UNICODE_CLOSE_PUNCTUATION:
        case G_UNICODE_FINAL_PUNCTUATION:
        case G_UNICODE_DASH_PUNCTUATION:
            return true;
        default:
            return false;
    }
}

bool isDigit(gunichar character) {
    return g_unichar_isdigit(character) != FALSE;
}

/// "3" and "小时" or "km" belong together, as do "1." and what it numbers.
bool belongTogether(gunichar beforeLast, gunichar last, gunichar next) {
    if (isDigit(last)) {
        return g_unichar_isalpha(next) != FALSE;
    }
    bool const numbers = last == '.' || last == 0x3001;  // 、
    return isDigit(beforeLast) && numbers && !isDigit(next);
}

LineEnd kindBetween(gunichar beforeLast, gunichar last, gunichar next, bool blank) {
    if (belongTogether(beforeLast, last, next)) {
        return LineEnd::unit;
    }
    if (isSentenceEnd(last)) {
        return LineEnd::sentence;
    }
    return isPoint(last) ? LineEnd::clause : blank ? LineEnd::word : LineEnd::phrase;
}

/// The pixels before each byte.
std::vector<int> pixelsBefore(std::string const& text, Lettering& lettering, int em) {
    if (!lettering.dotted(em)) {
        // Large letters scale well, and are slow to load at each size that is tried.
        int const size = std::min(em, kScaledFrom);
        auto const layout = layoutLine(text, {size, lettering.sharp(size), false, nullptr});
        auto out = widthsBefore(*layout, text.size());
        std::ranges::transform(out, out.begin(), [em, size](int units) {
            return static_cast<int>(std::int64_t{units} * em / (std::int64_t{PANGO_SCALE} * size));
        });
        return out;
    }
    std::vector<int> out(text.size() + 1, 0);
    for (std::size_t at = 0; at < text.size();) {
        auto const length = lengthAt(text, at);
        auto const one = std::string_view(text).substr(at, length);
        int const width = out[at] + lettering.line(one, em)->advance();
        std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(at) + 1, length, width);
        at += length;
    }
    return out;
}

std::vector<PangoLogAttr> attributesOf(std::string const& text) {
    std::vector<PangoLogAttr> out(static_cast<std::size_t>(g_utf8_strlen(text.data(), -1)) + 1);
    pango_get_log_attrs(text.data(), static_cast<int>(text.size()), -1,
                        pango_language_from_string("zh-cn"), out.data(),
                        static_cast<int>(out.size()));
    return out;
}

}  // namespace

std::vector<bool> insideWords(std::string const& text) {
    std::vector<bool> out(text.size() + 1, false);
    for (auto words = kWholeWords; !words.empty();) {
        auto const word = words.substr(0, words.find(' '));
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
            std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(at) + 1, word.size() - 1, true);
        }
        words.remove_prefix(std::min(word.size() + 1, words.size()));
    }
    return out;
}

std::vector<LinePlace> linePlaces(std::string const& text, Lettering& lettering, int em) {
    auto const pixels = pixelsBefore(text, lettering, em);
    auto const whole = insideWords(text);
    auto const attributes = attributesOf(text);
    auto const hangs = [](gunichar last) {
        return isPoint(last) && g_unichar_iswide(last) != FALSE;
    };
    std::vector<LinePlace> out;
    gunichar beforeLast = 0, last = 0;
    std::size_t at = 0, drawn = 0;  // after the last character that is not a blank
    for (std::size_t i = 0; at < text.size(); ++i) {
        auto const character = g_utf8_get_char(text.c_str() + at);
        if (drawn > 0 && attributes[i].is_cursor_position != 0) {
            bool const date = isDigit(beforeLast) && last == '-' && isDigit(character);
            bool const breaks = attributes[i].is_line_break != 0 || date;
            auto const kind = date        ? LineEnd::part
                              : whole[at] ? LineEnd::unit
                                          : kindBetween(beforeLast, last, character, drawn < at);
            out.push_back({drawn, at, pixels[drawn], pixels[at], kind, !breaks, hangs(last)});
        }
        at += lengthAt(text, at);
        if (g_unichar_isspace(character) == FALSE) {
            drawn = at;
            beforeLast = last;
            last = character;
        }
    }
    out.push_back({drawn, at, pixels[drawn], pixels[at], LineEnd::paragraph, false, hangs(last)});
    return out;
}

}  // namespace tocsin::media::detail
