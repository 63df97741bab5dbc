// SPDX-License-Identifier: Apache-2.0
#include "reading_time.hpp"

#include <glib.h>

#include "tocsin/media/slogan_legibility.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kLettersOfAWord = 8;
/// Full-width forms of ASCII.
constexpr gunichar kWideFirst = 0xFF01, kWideLast = 0xFF5E;
/// Latin, Greek and Cyrillic.
constexpr gunichar kEuropeanLast = 0x52F, kLatinMore = 0x1E00, kLatinMoreLast = 0x1EFF;

bool isWideAscii(gunichar character) {
    return character >= kWideFirst && character <= kWideLast;
}

bool isEuropean(gunichar character) {
    return character <= kEuropeanLast || isWideAscii(character) ||
           (character >= kLatinMore && character <= kLatinMoreLast);
}

}  // namespace

Milliseconds Reading::time() const noexcept {
    return Milliseconds(std::int64_t{characters} * 1'000 / kCharactersASecond +
                        std::int64_t{words} * 1'000 / kWordsASecond);
}

Reading readingOf(std::string_view utf8) {
    Reading out;
    int letters = 0;  // of the word that is being read
    auto const endWord = [&out, &letters] {
        out.words += (letters + kLettersOfAWord - 1) / kLettersOfAWord;
        letters = 0;
    };
    for (auto const* at = utf8.data(); at < utf8.data() + utf8.size(); at = g_utf8_next_char(at)) {
        auto const character = g_utf8_get_char(at);
        if (g_unichar_iszerowidth(character) != FALSE || character == '\n') {
            continue;
        }
        bool const wide = g_unichar_iswide(character) != FALSE;
        out.halves += wide ? 2 : 1;
        if (g_unichar_isalnum(character) == FALSE) {
            endWord();
            continue;
        }
        out.needsFullSize = out.needsFullSize || !isEuropean(character);
        if (wide && !isWideAscii(character)) {
            endWord();
            ++out.characters;
        } else {
            ++letters;
        }
    }
    endWord();
    return out;
}

}  // namespace tocsin::media::detail
