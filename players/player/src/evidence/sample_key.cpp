// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample_key.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace tocsin::player {
namespace {

constexpr std::size_t kDayChars = 10;
constexpr std::string_view kWarning = "warning ";

}  // namespace

std::string toLine(SampleKey const& key) {
    char day[48];
    std::snprintf(day, sizeof day, "%04d-%02u-%02u", static_cast<int>(key.day.year()),
                  static_cast<unsigned>(key.day.month()), static_cast<unsigned>(key.day.day()));
    return std::string(day) + " " + key.campaign + " " + key.asset.hex();
}

std::optional<SampleKey> parseSampleKey(std::string_view line) {
    auto const last = line.rfind(' ');
    if (line.size() <= kDayChars || line[kDayChars] != ' ' || last <= kDayChars) {
        return std::nullopt;
    }
    auto const number = [&](std::size_t from, std::size_t length) {
        unsigned out = 0;
        std::from_chars(line.data() + from, line.data() + from + length, out);
        return out;
    };
    playlists::LocalDay const day{std::chrono::year(static_cast<int>(number(0, 4))),
                                  std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2))};
    auto const asset = Digest::fromHex(line.substr(last + 1));
    if (!day.ok() || !asset) {
        return std::nullopt;
    }
    return SampleKey{day, std::string(line.substr(kDayChars + 1, last - kDayChars - 1)), *asset};
}

std::string toLine(WarningKey const& key) {
    return std::string(kWarning) + key.id + " " + std::to_string(key.revision);
}

std::optional<WarningKey> parseWarningKey(std::string_view line) {
    auto const last = line.rfind(' ');
    if (!line.starts_with(kWarning) || last <= kWarning.size()) {
        return std::nullopt;
    }
    WarningKey out{std::string(line.substr(kWarning.size(), last - kWarning.size())), 0};
    auto const [end, ec] =
        std::from_chars(line.data() + last + 1, line.data() + line.size(), out.revision);
    bool const whole = ec == std::errc{} && end == line.data() + line.size() && out.revision > 0;
    return whole ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace tocsin::player
