// SPDX-License-Identifier: Apache-2.0
// Instants: UTC milliseconds everywhere outside local calendar rules. Text form is RFC 3339 with
// milliseconds.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin {

using Milliseconds = std::chrono::milliseconds;
/// Wall-clock time in UTC. Intervals of instants are half-open: [begin, end).
using Instant = std::chrono::sys_time<Milliseconds>;

[[nodiscard]] constexpr std::int64_t toMillis(Instant t) noexcept {
    return t.time_since_epoch().count();
}
[[nodiscard]] constexpr Instant fromMillis(std::int64_t ms) noexcept {
    return Instant(Milliseconds(ms));
}

/// RFC 3339 with milliseconds and the given offset east of UTC; offset zero is written "Z".
[[nodiscard]] inline std::string formatInstant(Instant t, std::chrono::seconds offset = {}) {
    using namespace std::chrono;
    auto const local = t + offset;
    auto const day = floor<days>(local);
    year_month_day const ymd(day);
    hh_mm_ss const tod(floor<Milliseconds>(local - day));
    char text[64];
    int n = std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03d", static_cast<int>(ymd.year()),
        static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
        static_cast<int>(tod.hours().count()), static_cast<int>(tod.minutes().count()),
        static_cast<int>(tod.seconds().count()), static_cast<int>(tod.subseconds().count()));
    std::string out(text, static_cast<std::size_t>(n));
    if (offset == seconds{0}) {
        return out + "Z";
    }
    auto const minutesEast = static_cast<int>(duration_cast<minutes>(abs(offset)).count());
    std::snprintf(text, sizeof text, "%c%02d:%02d", offset < seconds{0} ? '-' : '+',
                  minutesEast / 60, minutesEast % 60);
    return out + text;
}

/// Reads RFC 3339: "2026-06-01T08:00:00[.fff…](Z|±hh:mm)". Digits beyond milliseconds are cut off.
/// Errc::invalid if the text is anything else, names no real date, or one that in UTC is not within
/// the years 0 to 9999, which it could not be written in.
[[nodiscard]] inline Result<Instant> parseInstant(std::string_view text) {
    using namespace std::chrono;
    Error const wrong{Errc::invalid, "\"" + shownAsUtf8(text.substr(0, 64)) +
                                         "\" is not an instant; write it like "
                                         "2026-06-01T08:00:00Z or 2026-06-01T08:00:00+08:00"};
    auto number = [&](std::size_t at, std::size_t length, int& out) {
        if (at + length > text.size()) {
            return false;
        }
        auto const* first = text.data() + at;
        auto const [end, ec] = std::from_chars(first, first + length, out);
        return ec == std::errc{} && end == first + length && *first != '-';
    };
    int y{}, mo{}, d{}, h{}, mi{}, s{}, ms{};
    if (!number(0, 4, y) || !number(5, 2, mo) || !number(8, 2, d) || !number(11, 2, h) ||
        !number(14, 2, mi) || !number(17, 2, s) || text[4] != '-' || text[7] != '-' ||
        (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') {
        return wrong;
    }
    year_month_day const ymd{year{y}, month{static_cast<unsigned>(mo)},
                             day{static_cast<unsigned>(d)}};
    if (!ymd.ok() || h > 23 || mi > 59 || s > 59) {
        return wrong;
    }
    std::size_t at = 19;
    if (at < text.size() && text[at] == '.') {
        ++at;
        int scale = 100;
        std::size_t digits = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
            ms += (text[at] - '0') * scale;
            scale /= 10;
        }
        if (digits == 0) {
            return wrong;
        }
    }
    minutes offset{0};
    if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) {
        offset = minutes{0};
    } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') &&
               text[at + 3] == ':') {
        int oh{}, om{};
        if (!number(at + 1, 2, oh) || !number(at + 4, 2, om) || oh > 23 || om > 59) {
            return wrong;
        }
        offset = minutes{oh * 60 + om} * (text[at] == '-' ? -1 : 1);
    } else {
        return wrong;
    }
    auto const instant =
        Instant(sys_days(ymd)) + hours{h} + minutes{mi} + seconds{s} + Milliseconds{ms} - offset;
    constexpr Instant first(sys_days(year{0} / January / 1));
    constexpr Instant beyond(sys_days(year{10'000} / January / 1));
    if (instant < first || instant >= beyond) {
        return wrong;
    }
    return instant;
}

}  // namespace tocsin
