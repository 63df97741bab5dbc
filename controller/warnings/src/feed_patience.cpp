// SPDX-License-Identifier: Apache-2.0
#include "feed_patience.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "plain_text.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {
namespace {

constexpr std::int64_t kMessagesAnHour = 1'000;
constexpr std::int64_t kBytesAnHour = 64 << 20;

/// Digits alone; one that is too long for a number is a very long time.
std::optional<std::int64_t> secondsIn(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    std::int64_t seconds = 0;
    auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    auto const longest = std::chrono::duration_cast<std::chrono::seconds>(kLongestWait).count();
    return wrong == std::errc{} ? std::min(seconds, longest) : longest;
}

std::optional<int> numberAt(std::string_view text, std::size_t at, std::size_t length) {
    auto const seconds = secondsIn(text.substr(at, length));
    return seconds ? std::optional(static_cast<int>(*seconds)) : std::nullopt;
}

std::optional<unsigned> monthIn(std::string_view name) {
    constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const found = std::find(kMonths.begin(), kMonths.end(), name);
    return found == kMonths.end()
               ? std::nullopt
               : std::optional(static_cast<unsigned>(found - kMonths.begin()) + 1);
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that HTTP still writes.
std::optional<Instant> dateIn(std::string_view text) {
    using namespace std::chrono;
    constexpr std::size_t kLength = 29;
    if (text.size() != kLength || !text.ends_with(" GMT")) {
        return std::nullopt;
    }
    auto const day = numberAt(text, 5, 2), hour = numberAt(text, 17, 2),
               minute = numberAt(text, 20, 2), second = numberAt(text, 23, 2);
    auto const month = monthIn(text.substr(8, 3));
    int year = 0;
    auto const read = std::from_chars(text.data() + 12, text.data() + 16, year);
    if (!day || !month || !hour || !minute || !second || read.ptr != text.data() + 16) {
        return std::nullopt;
    }
    year_month_day const date{std::chrono::year{year}, std::chrono::month{*month},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) {
        return std::nullopt;
    }
    return Instant(sys_days(date)) + hours(*hour) + minutes(*minute) + seconds(*second);
}

}  // namespace

Milliseconds waitAfter(int failures, Milliseconds first, std::uint64_t random) {
    constexpr int kMostDoublings = 20;
    auto const doublings = std::clamp(failures - 1, 0, kMostDoublings);
    auto const whole = std::min(first * (std::int64_t{1} << doublings), kLongestWait);
    auto const least = whole * 4 / 5;
    auto const spread = static_cast<std::uint64_t>((whole - least).count()) + 1;
    return least + Milliseconds(static_cast<std::int64_t>(random % spread));
}

Milliseconds retryAfter(std::string_view header, Instant now) {
    auto const text = trimmed(header);
    if (auto const seconds = secondsIn(text)) {
        return std::chrono::seconds(*seconds);
    }
    auto const date = dateIn(text);
    return date ? std::clamp(*date - now, Milliseconds(0), kLongestWait) : Milliseconds(0);
}

void FeedAllowance::spend(std::size_t bytes, Milliseconds now) {
    auto const size = static_cast<std::int64_t>(std::min<std::size_t>(bytes, kMostCapBytes));
    auto const cost = std::max(kHour / kMessagesAnHour, size * kHour / kBytesAnHour);
    paid_ = std::max(paid_, now) + cost;
}

}  // namespace tocsin::warnings
