// SPDX-License-Identifier: Apache-2.0
// Reading the option texts: sizes, rates, sinks, addresses.
#include <charconv>

#include "tocsin/player/player.hpp"

namespace tocsin::player {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || ec != std::errc{} || end != text.data() + text.size() ||
        text.front() == '-') {
        return std::nullopt;
    }
    return out;
}

Error wrong(std::string_view text, std::string const& allowed) {
    return {Errc::invalid, "\"" + std::string(text) + "\" " + allowed};
}

/// A number of at most 1,000,000 with up to three decimals, in thousandths.
std::optional<std::int64_t> thousandths(std::string_view text) {
    auto const dot = text.find('.');
    auto const whole = number(text.substr(0, dot));
    if (!whole || *whole > 1'000'000) {
        return std::nullopt;
    }
    std::int64_t out = *whole * 1000;
    if (dot != std::string_view::npos) {
        auto const digits = text.substr(dot + 1);
        auto const part = number(digits);
        if (!part || digits.size() > 3) {
            return std::nullopt;
        }
        out += *part * (digits.size() == 1 ? 100 : digits.size() == 2 ? 10 : 1);
    }
    return out;
}

std::optional<WindowPlace> parsePlace(std::string_view text) {
    auto const plus = text.find('+', 1);
    if (text.empty() || text.front() != '+' || plus == std::string_view::npos) {
        return std::nullopt;
    }
    auto const x = number(text.substr(1, plus - 1));
    auto const y = number(text.substr(plus + 1));
    if (!x || !y || *x > 65535 || *y > 65535) {
        return std::nullopt;
    }
    return WindowPlace{static_cast<int>(*x), static_cast<int>(*y)};
}

/// "1920x1080" or "1920x1080@59.94".
std::optional<DisplayMode> parseMode(std::string_view text) {
    auto const at = text.find('@');
    auto const size = parseSize(text.substr(0, at));
    auto const rate = at == std::string_view::npos ? std::optional<std::int64_t>(60'000)
                                                   : thousandths(text.substr(at + 1));
    bool const allowed = size && size->width >= 64 && size->height >= 64 && size->width % 8 == 0 &&
                         rate && *rate >= 10'000 && *rate <= 240'000;
    return allowed ? std::optional(DisplayMode{size->width, size->height, *rate}) : std::nullopt;
}

/// One part of a window's description; false if it is none.
bool readWindowPart(WindowSpec& window, std::string_view part) {
    constexpr std::string_view kDisplay = "display=", kRotate = "rotate=",
                               kConnector = "connector=", kMode = "mode=";
    if (part == "fullscreen") {
        window.fullscreen = true;
        return true;
    }
    if (part.starts_with(kDisplay)) {
        auto const display = number(part.substr(kDisplay.size()));
        if (display && *display <= 15) {
            window.display = static_cast<int>(*display);
            return true;
        }
        return false;
    }
    if (part.starts_with(kRotate)) {
        auto const degrees = number(part.substr(kRotate.size()));
        bool const quarters = degrees && *degrees <= 270 && *degrees % 90 == 0;
        window.quarterTurns = quarters ? static_cast<int>(*degrees / 90) : 0;
        return quarters;
    }
    if (part.starts_with(kConnector)) {
        window.connector = part.substr(kConnector.size());
        return !window.connector.empty() && window.connector.size() <= 64;
    }
    if (part.starts_with(kMode)) {
        window.mode = parseMode(part.substr(kMode.size()));
        return window.mode.has_value();
    }
    window.place = parsePlace(part);
    return window.place.has_value();
}

Result<SinkSpec> parseWindow(std::string_view text, std::string_view rest) {
    SinkSpec out{.kind = SinkSpec::Kind::window, .window = {}, .path = {}};
    while (!rest.empty()) {
        auto const colon = rest.find(':');
        bool const endsBare = colon + 1 == rest.size();
        if (endsBare || !readWindowPart(out.window, rest.substr(0, colon))) {
            return wrong(text,
                         "is not a window; write window[:+X+Y][:display=N][:fullscreen]"
                         "[:rotate=90|180|270][:connector=NAME][:mode=WxH[@HZ]], for example "
                         "window:+0+0 or window:fullscreen:mode=1920x1080@50 (a mode's width is a "
                         "multiple of 8)");
        }
        rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
    }
    return out;
}

Result<SinkSpec> parsePng(std::string_view text, std::string_view rest) {
    SinkSpec out{.kind = SinkSpec::Kind::png, .window = {}, .path = {}};
    constexpr std::string_view key = ":every=";
    auto const at = rest.rfind(key);
    if (at != std::string_view::npos) {
        auto const every = thousandths(rest.substr(at + key.size()));
        if (!every || *every < 1 || *every > 3'600'000) {
            return wrong(
                text,
                "needs every=SECONDS over 0 and at most 3600, for example png:frames:every=10");
        }
        out.every = Milliseconds(*every);
        rest = rest.substr(0, at);
    }
    if (rest.empty()) {
        return wrong(text, "names no folder; write png:DIR[:every=SECONDS]");
    }
    out.path = rest;
    return out;
}

/// Of a URL's host and port.
bool isLoopback(std::string_view authority) {
    auto const bracket = authority.find(']');
    auto const host =
        authority.substr(0, authority.find(':', bracket == std::string_view::npos ? 0 : bracket));
    return host == "localhost" || host == "[::1]" ||
           (host.starts_with("127.") &&
            host.find_first_not_of("0123456789.") == std::string_view::npos);
}

}  // namespace

Result<SinkSpec> parseSinkSpec(std::string_view text) {
    auto const colon = text.find(':');
    auto const name = text.substr(0, colon);
    auto const rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (name == "window" && (colon == std::string_view::npos || !rest.empty())) {
        return parseWindow(text, rest);
    }
    if (text == "null") {
        return SinkSpec{};
    }
    if (name == "raw") {
        if (rest.empty()) {
            return wrong(text, "names no file; write raw:FILE");
        }
        return SinkSpec{.kind = SinkSpec::Kind::raw, .window = {}, .path = rest};
    }
    if (name == "png") {
        return parsePng(text, rest);
    }
    return wrong(
        text,
        "is not a sink; known are "
        "window[:+X+Y][:display=N][:fullscreen][:rotate=90|180|270][:connector=NAME], null, "
        "raw:FILE and png:DIR[:every=SECONDS]");
}

Result<Size> parseSize(std::string_view text) {
    auto const x = text.find('x');
    auto const width = x == std::string_view::npos ? std::nullopt : number(text.substr(0, x));
    auto const height = x == std::string_view::npos ? std::nullopt : number(text.substr(x + 1));
    if (!width || !height || *width < 1 || *width > 8192 || *height < 1 || *height > 8192) {
        return wrong(
            text,
            "is not a size; write WIDTHxHEIGHT in pixels from 1 to 8192, for example 960x540");
    }
    return Size{static_cast<int>(*width), static_cast<int>(*height)};
}

Result<Rate> parseRate(std::string_view text) {
    auto const slash = text.find('/');
    auto const num = number(text.substr(0, slash));
    auto const den = slash == std::string_view::npos ? std::optional<std::int64_t>(1)
                                                     : number(text.substr(slash + 1));
    if (!num || !den || *den < 1 || *den > 10'000 || *num < *den || *num > 240 * *den) {
        return wrong(text,
                     "is not a rate; write N or N/D from 1 to 240 ticks a second, for example 25 "
                     "or 30000/1001");
    }
    return Rate{*num, *den};
}

Result<std::int64_t> parseBytes(std::string_view text) {
    constexpr std::string_view units = "MGT";
    auto const unit = text.empty() ? std::string_view::npos : units.find(text.back());
    auto const amount = unit == std::string_view::npos
                            ? std::nullopt
                            : thousandths(text.substr(0, text.size() - 1));
    if (!amount || (unit == 0 && *amount < 1000) || *amount < 1) {
        return wrong(text, "is not an amount of bytes; write 500M, 20G or 1.5T, 1M at least");
    }
    std::int64_t out = *amount * 1000;
    for (std::size_t i = 0; i < unit; ++i) {
        out *= 1000;
    }
    return out;
}

Result<std::string> parseController(std::string_view text) {
    constexpr std::string_view plain = "http://", secured = "https://";
    auto const scheme = text.starts_with(secured) ? secured : plain;
    if (!text.starts_with(scheme)) {
        return wrong(text, "is not a controller's address; write https://HOST:PORT");
    }
    auto rest = text.substr(scheme.size());
    while (rest.ends_with('/')) {
        rest.remove_suffix(1);
    }
    if (rest.empty() || rest.size() > 255 ||
        rest.find_first_of("/?# \t@") != std::string_view::npos) {
        return wrong(text, "is not a controller's address; write https://HOST:PORT without a path");
    }
    if (scheme == plain && !isLoopback(rest)) {
        return wrong(text, "is not encrypted; write https://" + std::string(rest) +
                               " (http is for a controller on this machine only)");
    }
    return std::string(scheme) + std::string(rest);
}

}  // namespace tocsin::player
