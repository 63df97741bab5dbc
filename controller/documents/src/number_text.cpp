// SPDX-License-Identifier: Apache-2.0
// How numbers of spreadsheets are read out.
#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "number_formats.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

constexpr double kSecondsOfDay = 86'400;
constexpr double kAfterLastDay = 2'958'466;  // 10000-01-01
constexpr int kDigits = 15;                  // what spreadsheets keep
constexpr int kMostPlaces = 30;              // before or after the point, without an exponent

/// "1.25", "130000", "0.00001": the digits of the number, and no more.
std::string plainText(double value) {
    if (!std::isfinite(value) || value == 0) {
        return std::isfinite(value) ? "0" : "";
    }
    auto const scientific = fmt::format("{:.{}e}", std::abs(value), kDigits - 1);
    auto const e = scientific.find('e');
    int const exponent = std::stoi(scientific.substr(e + 1));
    if (exponent > kMostPlaces || exponent < -kMostPlaces) {
        return fmt::format("{:.{}g}", value, kDigits);
    }
    auto digits = scientific.substr(0, 1) + scientific.substr(2, e - 2);
    digits.erase(digits.find_last_not_of('0') + 1);
    auto const whole = static_cast<std::size_t>(std::max(exponent + 1, 0));
    std::string text;
    if (exponent < 0) {
        text = "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    } else if (digits.size() <= whole) {
        text = digits + std::string(whole - digits.size(), '0');
    } else {
        text = digits.substr(0, whole) + "." + digits.substr(whole);
    }
    return (value < 0 ? "-" : "") + text;
}

std::string clockText(long long seconds, bool withSeconds) {
    auto const minutes = seconds / 60;
    auto text = fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
    return withSeconds && seconds % 60 != 0 ? text + fmt::format(":{:02}", seconds % 60) : text;
}

std::string dayText(long long serial, bool from1904) {
    using namespace std::chrono;
    // Workbooks of 1900 have a 29 February 1900, number 60, as Lotus 1-2-3 had.
    if (!from1904 && serial == 60) {
        return "1900-02-29";
    }
    sys_days const epoch = from1904      ? sys_days(1904y / January / 1)
                           : serial < 60 ? sys_days(1899y / December / 31)
                                         : sys_days(1899y / December / 30);
    year_month_day const day(epoch + days(serial));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace

std::string numberText(double value, NumberMeaning const& meaning, bool from1904) {
    bool const inTime = value >= 0 && value < kAfterLastDay;
    if ((!meaning.date && !meaning.time) || !inTime) {
        return plainText(value);
    }
    auto const seconds = std::llround(value * kSecondsOfDay);
    auto const ofDay = seconds % static_cast<long long>(kSecondsOfDay);
    auto const serial = seconds / static_cast<long long>(kSecondsOfDay);
    if (!meaning.date) {
        return clockText(meaning.elapsed ? seconds : ofDay, meaning.seconds);
    }
    if (serial == 0 && !from1904) {
        return meaning.time ? clockText(ofDay, meaning.seconds) : plainText(value);
    }
    auto const day = dayText(serial, from1904);
    return meaning.time ? day + " " + clockText(ofDay, meaning.seconds) : day;
}

}  // namespace tocsin::documents::spreadsheet
