// SPDX-License-Identifier: Apache-2.0
// The text form of slogans, which is their identity.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "bitmap_fonts.hpp"
#include "slogan_check.hpp"
#include "slogan_fields.hpp"
#include "slogan_fonts.hpp"
#include "tocsin/media/slogan_keys.hpp"

namespace tocsin::media {
namespace {

using detail::withoutFields;

constexpr std::string_view kFormat = "tocsin-slogan/2";
constexpr std::string_view kFirstFormat = "tocsin-slogan/1";

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

std::string escape(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\\') {
            out += "\\\\";
        } else {
            out.push_back(c);
        }
    }
    return out;
}

std::optional<std::string> unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out.push_back(text[i]);
            continue;
        }
        if (++i == text.size() || (text[i] != 'n' && text[i] != '\\')) {
            return std::nullopt;
        }
        out.push_back(text[i] == 'n' ? '\n' : '\\');
    }
    return out;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

/// Takes "key value" lines from the front of a text.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool atKey(std::string_view key) const {
        return rest_.starts_with(key) && rest_.substr(key.size()).starts_with(' ');
    }
    /// The value of the next line if its key is this one.
    std::optional<std::string_view> value(std::string_view key) {
        if (!atKey(key)) {
            return std::nullopt;
        }
        return line().substr(key.size() + 1);
    }
    std::string_view line() {
        auto const end = std::min(rest_.find('\n'), rest_.size());
        auto const out = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return out;
    }

private:
    std::string_view rest_;
};

std::optional<FontUse> font(std::string_view value) {
    auto const space = value.find(' ');
    if (space == std::string_view::npos) {
        return std::nullopt;
    }
    auto const digest = Digest::fromHex(value.substr(0, space));
    if (!digest) {
        return std::nullopt;
    }
    return FontUse{std::string(value.substr(space + 1)), *digest};
}

/// Whether `from` held a value that `read` understands; then `to` has it.
template <class Reader, class Value>
bool take(std::optional<std::string_view> from, Reader read, Value& to) {
    if (!from) {
        return false;
    }
    auto value = read(*from);
    if (!value) {
        return false;
    }
    to = *std::move(value);
    return true;
}

/// Reads one of a list of words.
template <class Words>
auto oneOf(Words const& words) {
    return [&words](std::string_view text) { return choiceFor(words, text); };
}

std::optional<std::string> firstText(std::string_view text) {
    auto const words = unescape(text);
    return words ? std::optional(withoutFields(*words)) : std::nullopt;
}

bool readFonts(Lines& lines, SloganDescription& out) {
    while (lines.atKey("font")) {
        FontUse use;
        if (!take(lines.value("font"), font, use)) {
            return false;
        }
        out.fonts.push_back(std::move(use));
    }
    return true;
}

bool readDrawn(Lines& lines, SloganDescription& out) {
    while (lines.atKey("drawn")) {
        DrawnCharacter drawn;
        if (out.drawn.size() == kMostDrawnCharacters ||
            !take(lines.value("drawn"), drawnFrom, drawn)) {
            return false;
        }
        out.drawn.push_back(std::move(drawn));
    }
    return true;
}

bool readFirst(Lines& lines, SloganDescription& out) {
    auto& style = out.style;
    // What version 1 did where version 2 has a choice.
    style.lettering = SloganLettering::outline;
    style.edges = SloganEdges::smooth;
    Colour background;
    bool const good = take(lines.value("renderer"), number, out.renderer) && out.renderer == 1 &&
                      take(lines.value("motion"), oneOf(kSloganMotions), style.motion) &&
                      take(lines.value("colour"), colourNamed, style.colour) &&
                      take(lines.value("background"), colourNamed, background) &&
                      take(lines.value("size_percent"), number, style.sizePercent) &&
                      take(lines.value("pixels_per_second"), number, style.pixelsPerSecond);
    style.background = background;
    bool const known =
        style.motion == SloganMotion::still || style.motion == SloganMotion::scrollLeft;
    return good && known && readFonts(lines, out) &&
           take(lines.value("text"), firstText, style.text);
}

/// Takes the lines of a style's keys.
struct ReadKeys {
    Lines& lines;
    bool good = true;

    template <class Choice, class Words>
    void choice(std::string_view key, Choice& to, Words const& words) {
        good = good && take(lines.value(key), oneOf(words), to);
    }
    void colour(std::string_view key, Colour& to) {
        good = good && take(lines.value(key), colourNamed, to);
    }
    void colourOr(std::string_view key, std::optional<Colour>& to, std::string_view none) {
        auto const text = lines.value(key);
        to = text ? colourNamed(*text) : std::nullopt;
        good = good && text && (to || *text == none);
    }
    void number(std::string_view key, int& to, Limits) {
        good = good && take(lines.value(key), media::number, to);
    }
    void numberOrFit(std::string_view key, int& to, Limits limits) { number(key, to, limits); }
};

struct WriteKeys {
    std::string& out;

    void line(std::string_view key, std::string_view value) {
        out += fmt::format("{} {}\n", key, value);
    }
    template <class Choice, class Words>
    void choice(std::string_view key, Choice choice, Words const& words) {
        line(key, wordFor(words, choice));
    }
    void colour(std::string_view key, Colour const& colour) { line(key, colourText(colour)); }
    void colourOr(std::string_view key, std::optional<Colour> const& colour,
                  std::string_view none) {
        line(key, colour ? colourText(*colour) : std::string(none));
    }
    void number(std::string_view key, int value, Limits) { line(key, fmt::format("{}", value)); }
    void numberOrFit(std::string_view key, int value, Limits limits) { number(key, value, limits); }
};

bool readSecond(Lines& lines, SloganDescription& out) {
    if (!take(lines.value("renderer"), number, out.renderer) || out.renderer < 2) {
        return false;
    }
    ReadKeys keys{lines};
    visitSloganKeys(out.style, keys);
    return keys.good && readFonts(lines, out) && readDrawn(lines, out) &&
           take(lines.value("text"), unescape, out.style.text);
}

std::optional<SloganDescription> readDescription(std::string_view canonical) {
    Lines lines(canonical);
    SloganDescription out;
    auto const format = lines.line();
    bool const good = format == kFormat ? readSecond(lines, out)
                                        : format == kFirstFormat && readFirst(lines, out);
    return good ? std::optional(std::move(out)) : std::nullopt;
}

/// Of the characters that no font has: the first that is not drawn either (0: none), and the others
/// as they are drawn.
std::pair<char32_t, std::vector<DrawnCharacter>> drawnOf(std::string const& everyCharacter,
                                                         std::vector<DrawnCharacter> const& drawn) {
    std::pair<char32_t, std::vector<DrawnCharacter>> out{};
    for (auto const character : detail::missingCharacters(everyCharacter)) {
        auto const found = std::ranges::find(drawn, character, &DrawnCharacter::character);
        if (found != drawn.end()) {
            out.second.push_back(*found);
        } else if (out.first == 0) {
            out.first = character;
        }
    }
    return out;
}

std::string firstForm(SloganStyle const& style) {
    return fmt::format(
        "motion {}\ncolour {}\nbackground {}\nsize_percent {}\npixels_per_second {}\n",
        wordFor(kSloganMotions, style.motion), colourText(style.colour),
        colourText(style.background.value_or(Colour{})), style.sizePercent, style.pixelsPerSecond);
}

std::string secondForm(SloganStyle const& style) {
    std::string out;
    visitSloganKeys(style, WriteKeys{out});
    return out;
}

}  // namespace

SloganDescription sketchSlogan(SloganStyle const& style, std::vector<DrawnCharacter> const& drawn) {
    SloganDescription out{style, {}, kSloganRenderer};
    auto const text = detail::LiveText::read(style.text);
    if (text) {
        out.drawn = drawnOf(text->everyCharacter(), drawn).second;
        out.drawn.resize(std::min(out.drawn.size(), kMostDrawnCharacters));
    }
    return out;
}

Result<SloganDescription> describeSlogan(SloganStyle const& style,
                                         std::vector<DrawnCharacter> const& drawn) {
    if (auto checked = detail::checkStyle(style); !checked) {
        return checked.error();
    }
    auto const text = detail::LiveText::read(style.text);
    if (!text) {
        return text.error();
    }
    auto const all = text->everyCharacter();
    auto needed = drawnOf(all, drawn);
    if (needed.first != 0) {
        return invalid("text: no font here has the character " +
                       detail::nameCharacter(needed.first) +
                       "; leave it out, or bring a picture of it");
    }
    if (needed.second.size() > kMostDrawnCharacters) {
        return invalid(
            fmt::format("text: has {} characters that no font has; at most {} can be "
                        "drawn from pictures",
                        needed.second.size(), kMostDrawnCharacters));
    }
    if (style.lettering == SloganLettering::bitmap) {
        if (auto const drawable = detail::bitmapsCanDraw(all); !drawable) {
            return drawable.error();
        }
    }
    SloganDescription out{style, {}, kSloganRenderer, std::move(needed.second)};
    auto fonts = detail::fontsFor(out);
    if (!fonts) {
        return fonts.error();
    }
    out.fonts = *std::move(fonts);
    return out;
}

std::string canonicalSlogan(SloganDescription const& description) {
    auto const& style = description.style;
    bool const first = description.renderer == 1;
    std::string out =
        fmt::format("{}\nrenderer {}\n", first ? kFirstFormat : kFormat, description.renderer) +
        (first ? firstForm(style) : secondForm(style));
    for (auto const& use : description.fonts) {
        out += fmt::format("font {} {}\n", use.file.hex(), use.family);
    }
    for (auto const& drawn : description.drawn) {
        out += fmt::format("drawn {}\n", drawnText(drawn));
    }
    auto const text = first ? detail::wordsOnly(style.text).value_or(style.text) : style.text;
    return out + fmt::format("text {}\n", escape(text));
}

Result<SloganDescription> parseSlogan(std::string_view canonical) {
    auto description = readDescription(canonical);
    // Writing it again and comparing refuses every other spelling: upper case, leading zeros, a
    // missing last line end.
    if (!description || canonicalSlogan(*description) != canonical) {
        return Error{Errc::damaged,
                     "not a slogan description of the form tocsin-slogan/2 or tocsin-slogan/1"};
    }
    if (auto checked = detail::checkStyle(description->style); !checked) {
        return Error{Errc::damaged, "slogan description: " + checked.error().message};
    }
    return *std::move(description);
}

}  // namespace tocsin::media
