// SPDX-License-Identifier: Apache-2.0
#include "tocsin/mail/back_off.hpp"

#include <algorithm>
#include <array>

namespace tocsin::mail {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<Milliseconds, 7> kWaits{minutes(1), minutes(5), minutes(15), hours(1),
                                             hours(3),   hours(6),   hours(12)};
constexpr std::size_t kLongestRest = 2;

}  // namespace

std::optional<Milliseconds> waitAfter(std::int64_t failures) {
    auto const index = static_cast<std::size_t>(std::max<std::int64_t>(failures, 1) - 1);
    return index < kWaits.size() ? std::optional(kWaits[index]) : std::nullopt;
}

Milliseconds serverRest(std::int64_t failures) {
    auto const index = static_cast<std::size_t>(std::max<std::int64_t>(failures, 1) - 1);
    return kWaits[std::min(index, kLongestRest)];
}

}  // namespace tocsin::mail
