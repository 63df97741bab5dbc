// SPDX-License-Identifier: Apache-2.0
#include "tus.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace tocsin::library {
namespace {

constexpr std::size_t kMostDigits = 18;

/// The Errc whose name goes with a status.
Errc kindOf(int status) {
    switch (status) {
        case 404:
        case 410:
            return Errc::notFound;
        case 409:
            return Errc::conflict;
        case 413:
            return Errc::exhausted;
        case 460:
            return Errc::damaged;
        case 503:
            return Errc::unavailable;
        default:
            return Errc::invalid;
    }
}

}  // namespace

access::Response tusProblem(int status, std::string const& detail) {
    return access::problem({kindOf(status), detail}, status);
}

access::Response wrongOffset(std::int64_t given, std::int64_t there) {
    auto refused = tusProblem(409, "the upload is at byte " + std::to_string(there) + ", not " +
                                       std::to_string(given) + "; go on from there");
    refused.headers["Upload-Offset"] = std::to_string(there);
    return refused;
}

std::optional<access::Response> refuseVersion(access::Request const& request) {
    auto const& version = headerOf(request, "tus-resumable");
    if (version == kTusVersion) {
        return std::nullopt;
    }
    auto refused = tusProblem(
        412, version.empty()
                 ? std::string("the header Tus-Resumable is missing; this is tus ") + kTusVersion
                 : "this is tus " + std::string(kTusVersion) + ", not " + version);
    refused.headers["Tus-Version"] = kTusVersion;
    return refused;
}

std::string const& headerOf(access::Request const& request, std::string const& name) {
    static std::string const none;
    auto const found = request.headers.find(name);
    return found == request.headers.end() ? none : found->second;
}

std::optional<std::int64_t> byteCount(std::string_view text) {
    bool const digits =
        !text.empty() && text.size() <= kMostDigits &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string httpDate(Instant t) {
    using namespace std::chrono;
    constexpr std::array<char const*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<char const*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = floor<days>(t);
    year_month_day const ymd(day);
    hh_mm_ss const time(floor<seconds>(t - day));
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  kDays.at(weekday(day).c_encoding()), static_cast<unsigned>(ymd.day()),
                  kMonths.at(static_cast<unsigned>(ymd.month()) - 1), static_cast<int>(ymd.year()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

}  // namespace tocsin::library
