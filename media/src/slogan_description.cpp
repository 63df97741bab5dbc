// SPDX-License-Identifier: Apache-2.0
// Checking slogans, and the text form that is their identity.
#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "slogan_fonts.hpp"
#include "tocsin/media/slogan.hpp"
#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::media {
namespace {

constexpr std::string_view kFormat = "tocsin-slogan/1";

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

Result<> checkText(std::string const& text) {
    if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) == FALSE) {
        return invalid("text: is not UTF-8");
    }
    auto const length = g_utf8_strlen(text.data(), static_cast<gssize>(text.size()));
    if (length > kSloganCharacters.most) {
        return invalid(fmt::format("text: has {} characters; at most {} are allowed", length,
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
    return {};
}

Result<> checkStyle(SloganStyle const& style) {
    if (auto text = checkText(style.text); !text) {
        return text.error();
    }
    auto const outside = [](char const* what, int value, Limits limits) {
        return invalid(
            fmt::format("{}: is {}; {} to {} are allowed", what, value, limits.least, limits.most));
    };
    if (!kSloganSizePercent.allow(style.sizePercent)) {
        return outside("size_percent", style.sizePercent, kSloganSizePercent);
    }
    if (!kSloganPixelsPerSecond.allow(style.pixelsPerSecond)) {
        return outside("pixels_per_second", style.pixelsPerSecond, kSloganPixelsPerSecond);
    }
    return {};
}

std::string colourText(Colour const& colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
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

std::optional<Colour> colour(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') {
        return std::nullopt;
    }
    Colour out;
    std::uint8_t* const parts[] = {&out.red, &out.green, &out.blue};
    for (std::size_t i = 0; i < 3; ++i) {
        auto const* const from = text.data() + 1 + 2 * i;
        auto const [end, error] = std::from_chars(from, from + 2, *parts[i], 16);
        if (error != std::errc() || end != from + 2) {
            return std::nullopt;
        }
    }
    return out;
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

std::optional<SloganMotion> motion(std::string_view text) {
    if (text == "still") {
        return SloganMotion::still;
    }
    return text == "scroll-left" ? std::optional(SloganMotion::scrollLeft) : std::nullopt;
}

std::optional<SloganDescription> readDescription(std::string_view canonical) {
    Lines lines(canonical);
    SloganDescription out;
    auto& style = out.style;
    bool good = lines.line() == kFormat && take(lines.value("renderer"), number, out.renderer) &&
                take(lines.value("motion"), motion, style.motion) &&
                take(lines.value("colour"), colour, style.colour) &&
                take(lines.value("background"), colour, style.background) &&
                take(lines.value("size_percent"), number, style.sizePercent) &&
                take(lines.value("pixels_per_second"), number, style.pixelsPerSecond);
    while (good && lines.atKey("font")) {
        FontUse use;
        good = take(lines.value("font"), font, use);
        out.fonts.push_back(std::move(use));
    }
    good = good && take(lines.value("text"), unescape, style.text);
    return good ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

Result<SloganDescription> describeSlogan(SloganStyle const& style) {
    if (auto checked = checkStyle(style); !checked) {
        return checked.error();
    }
    if (auto const missing = detail::missingCharacter(style.text); !missing.empty()) {
        return invalid("text: no font here has the character " + missing + "; leave it out");
    }
    auto fonts = detail::fontsForText(style.text);
    if (!fonts) {
        return fonts.error();
    }
    return SloganDescription{style, *std::move(fonts), kSloganRenderer};
}

std::string canonicalSlogan(SloganDescription const& description) {
    auto const& style = description.style;
    std::string out = fmt::format(
        "{}\nrenderer {}\nmotion {}\ncolour {}\nbackground {}\nsize_percent {}\n"
        "pixels_per_second {}\n",
        kFormat, description.renderer,
        style.motion == SloganMotion::still ? "still" : "scroll-left", colourText(style.colour),
        colourText(style.background), style.sizePercent, style.pixelsPerSecond);
    for (auto const& use : description.fonts) {
        out += fmt::format("font {} {}\n", use.file.hex(), use.family);
    }
    return out + fmt::format("text {}\n", escape(style.text));
}

Result<SloganDescription> parseSlogan(std::string_view canonical) {
    auto description = readDescription(canonical);
    // Writing it again and comparing refuses every other spelling: upper case, leading zeros, a
    // missing last line end.
    if (!description || canonicalSlogan(*description) != canonical) {
        return Error{Errc::damaged, "not a slogan description of the form tocsin-slogan/1"};
    }
    if (auto checked = checkStyle(description->style); !checked) {
        return Error{Errc::damaged, "slogan description: " + checked.error().message};
    }
    return *std::move(description);
}

}  // namespace tocsin::media
