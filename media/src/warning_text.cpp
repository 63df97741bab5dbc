// SPDX-License-Identifier: Apache-2.0
// What comes from other people's messages is cleaned here once, so that nothing behind has to ask.
#include "warning_text.hpp"

#include <glib.h>

#include <algorithm>

#include "slogan_fonts.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::media::detail {
namespace {

constexpr std::string_view kBox = "\xE2\x96\xA1";       // □
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";  // …

/// Marks without a shape: those that would turn the direction of what follows, variation
/// selectors, byte order marks. Joiners stay: some scripts are wrong without them.
bool isLeftOut(gunichar character) {
    bool const directs = (character >= 0x200E && character <= 0x200F) ||
                         (character >= 0x202A && character <= 0x202E) ||
                         (character >= 0x2066 && character <= 0x206F);
    bool const varies = (character >= 0xFE00 && character <= 0xFE0F) ||
                        (character >= 0xE0000 && character <= 0xE0FFF);
    return directs || varies || character == 0xFEFF || character == 0xAD || character == 0x200B ||
           (character >= 0xFFF9 && character <= 0xFFFB);
}

bool isWrittenLeftwards(GUnicodeScript script) {
    switch (script) {
        case G_UNICODE_SCRIPT_ARABIC:
        case G_UNICODE_SCRIPT_HEBREW:
        case G_UNICODE_SCRIPT_SYRIAC:
        case G_UNICODE_SCRIPT_THAANA:
        case G_UNICODE_SCRIPT_NKO:
        case G_UNICODE_SCRIPT_ADLAM:
            return true;
        default:
            return false;
    }
}

bool endsParagraph(gunichar character) {
    return character == '\n' || character == 0x2028 || character == 0x2029;
}

/// Reads the well-formed characters of a text one after the other.
template <class Visit>
void forEachCharacter(std::string_view text, Visit visit) {
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        if (length > 0) {
            visit(g_utf8_get_char(text.data()), text.substr(0, length));
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
}

/// Appends characters, with one blank where there were any number.
class Cleaner {
public:
    void add(gunichar character, std::string_view bytes) {
        if (g_unichar_isspace(character) != FALSE) {
            blank_ = !text_.empty();
            return;
        }
        if (g_unichar_iscntrl(character) != FALSE || isLeftOut(character)) {
            return;
        }
        text_ += blank_ ? " " : "";
        text_ += bytes;
        blank_ = false;
        visible_ = visible_ || g_unichar_iszerowidth(character) == FALSE;
    }
    /// What has been added; nothing if none of it can be seen. Begins anew.
    std::string take() {
        auto out = visible_ ? std::move(text_) : std::string();
        *this = {};
        return out;
    }

private:
    std::string text_;
    bool blank_ = false, visible_ = false;
};

std::string withBoxes(std::string text) {
    auto const missing = missingCharacters(text);
    if (missing.empty()) {
        return text;
    }
    std::string out;
    forEachCharacter(text, [&](gunichar character, std::string_view bytes) {
        bool const lacks = std::ranges::find(missing, character) != missing.end();
        out += lacks ? kBox : bytes;
    });
    return out;
}

SloganDescription lettersBy(SloganLettering lettering) {
    SloganDescription out;
    out.style.lettering = lettering;
    return out;
}

/// Opens the faces; `dotted` gets all texts that they have.
BitmapFonts openDots(std::vector<std::string_view> const& texts, bool small, std::string& dotted) {
    BitmapFonts out;
    for (auto const text : texts) {
        if (small && out.canDraw(text, BitmapFonts::kSizes.back())) {
            dotted += text;
        }
    }
    return out;
}

Lettering dotsFor(std::vector<std::string_view> const& texts, bool small) {
    std::string dotted;
    auto fonts = openDots(texts, small, dotted);
    return {lettersBy(SloganLettering::automatic), std::move(dotted), std::move(fonts)};
}

/// Characters that may be taller or deeper than Chinese ones, each once.
std::string tallCharacters(std::string_view text) {
    constexpr std::size_t kMost = 256;
    std::string out;
    forEachCharacter(text, [&out](gunichar character, std::string_view bytes) {
        bool const square =
            g_unichar_iswide(character) != FALSE || g_unichar_isspace(character) != FALSE;
        if (!square && out.size() < kMost && out.find(bytes) == std::string::npos) {
            out += bytes;
        }
    });
    return out;
}

}  // namespace

std::vector<std::string> cleanParagraphs(std::string_view text) {
    std::vector<std::string> out;
    Cleaner cleaner;
    auto const end = [&] {
        if (auto paragraph = cleaner.take(); !paragraph.empty()) {
            out.push_back(withBoxes(std::move(paragraph)));
        }
    };
    forEachCharacter(text, [&](gunichar character, std::string_view bytes) {
        if (endsParagraph(character)) {
            end();
        } else {
            cleaner.add(character, bytes);
        }
    });
    end();
    return out;
}

std::string cleanLine(std::string_view text) {
    std::string out;
    for (auto const& paragraph : cleanParagraphs(text)) {
        out += (out.empty() ? "" : " ") + paragraph;
    }
    return out;
}

bool isRightToLeft(std::string_view text) {
    bool found = false, out = false;
    forEachCharacter(text, [&](gunichar character, std::string_view) {
        if (!found && g_unichar_isalpha(character) != FALSE) {
            found = true;
            out = isWrittenLeftwards(g_unichar_get_script(character));
        }
    });
    return out;
}

std::string cutText(std::string_view text, std::size_t characters) {
    std::size_t count = 0, keep = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        if (count + 1 == characters) {
            keep = at;
        }
        at += std::max<std::size_t>(utf8SequenceLength(text.substr(at)), 1);
    }
    return count <= characters ? std::string(text)
                               : std::string(text.substr(0, keep)) + std::string(kEllipsis);
}

WarningLettering::WarningLettering(std::vector<std::string_view> const& texts, bool small)
    : dots_(dotsFor(texts, small)),
      outlines_(lettersBy(SloganLettering::outline), {}),
      small_(small) {}

Lettering& WarningLettering::of(std::string_view text) {
    return small_ && dots_.hasDots(text) ? dots_ : outlines_;
}

Ink WarningLettering::roomOf(std::string_view text, int em) {
    auto& lettering = of(text);
    auto const tall = tallCharacters(text);
    auto const room = lettering.tallest(em);
    return tall.empty() ? room : room.around(lettering.line(tall, em)->ink());
}

}  // namespace tocsin::media::detail
