// SPDX-License-Identifier: Apache-2.0
// Reading the option texts.
#include "tocsin/swarm/options.hpp"

#include <charconv>
#include <chrono>

#include "play_truth.hpp"

namespace tocsin::swarm {
namespace {

constexpr std::int64_t kMostTimeMs = 3'600'000;
constexpr std::int64_t kMostSeconds = 30LL * 86'400;
constexpr std::int64_t kMostDays = 400, kMostPlaysADay = 20'000;

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t out = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, ec] = std::from_chars(text.data(), end, out);
    if (text.empty() || text.front() == '-' || ec != std::errc{} || at != end) {
        return std::nullopt;
    }
    return out;
}

Error wrong(std::string_view text, std::string const& allowed) {
    return {Errc::invalid, "\"" + std::string(text.substr(0, 64)) + "\" " + allowed};
}

}  // namespace

Result<int> parsePercent(std::string_view text) {
    auto const percent = number(text);
    if (!percent || *percent > 100) {
        return wrong(text, "is not a share; write a whole number from 0 to 100");
    }
    return static_cast<int>(*percent);
}

Result<ShareAndTime> parseShareAndTime(std::string_view text, Milliseconds unit) {
    auto const colon = text.find(':');
    auto const percent = parsePercent(text.substr(0, colon));
    auto const count =
        number(colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1));
    if (!percent || !count || *count > kMostTimeMs / unit.count()) {
        return wrong(text, "is not PERCENT:TIME; write for example 10:5, the time an hour at most");
    }
    return ShareAndTime{*percent, *count * unit};
}

Result<PastPlays> parsePlays(std::string_view text, Instant now) {
    auto const colon = text.find(':');
    auto const days = number(text.substr(0, colon));
    auto const plays =
        number(colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1));
    if (!days || !plays || *days < 1 || *days > kMostDays || *plays < 1 ||
        *plays > kMostPlaysADay) {
        return wrong(text,
                     "is not DAYS:PLAYS; write for example 30:3000, at most 400 days and 20000 "
                     "plays a day");
    }
    PastPlays out;
    out.days = static_cast<int>(*days);
    out.aDay = static_cast<int>(*plays);
    auto const today = std::chrono::floor<std::chrono::days>(now + kSimulatedZone) - kSimulatedZone;
    out.from = today - std::chrono::days(out.days);
    return out;
}

Result<Instant> parseFirstDay(std::string_view text) {
    auto const day = parseInstant(std::string(text) + "T00:00:00Z");
    if (!day) {
        return wrong(text, "is not a day; write for example 2026-06-01");
    }
    return *day - kSimulatedZone;
}

Result<Milliseconds> parseSeconds(std::string_view text) {
    auto const dot = text.find('.');
    auto const whole = number(text.substr(0, dot));
    auto const digits =
        dot == std::string_view::npos ? std::string_view("0") : text.substr(dot + 1);
    auto const part = number(digits);
    if (!whole || !part || digits.size() > 3 || *whole > kMostSeconds) {
        return wrong(text, "is not a time; write seconds with up to three decimals, like 2.5");
    }
    auto const scale = digits.size() == 1 ? 100 : digits.size() == 2 ? 10 : 1;
    return Milliseconds(*whole * 1'000 + *part * scale);
}

}  // namespace tocsin::swarm
