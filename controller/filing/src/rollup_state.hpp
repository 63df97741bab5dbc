// SPDX-License-Identifier: Apache-2.0
// How a filing stands (未报, 草稿, 已报, 已收, 退回, 逾期), read from its revisions and from what
// happened to them. Nothing of it is stored: the same events always say the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/store/filings.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::filing {

enum class FilingState {
    none,       ///< 未报: nobody has begun
    draft,      ///< 草稿: begun, or frozen and not sent
    submitted,  ///< 已报: sent upwards, or handed to an office outside
    accepted,   ///< 已收
    returned,   ///< 退回: waits for another revision
    overdue     ///< 逾期: none or draft, and its deadline is over
};
/// "none", "draft", "submitted", "accepted", "returned", "overdue".
[[nodiscard]] std::string_view toString(FilingState state);

struct Standing {
    FilingState state = FilingState::none;
    std::int64_t number = 0;    ///< 0: nothing is frozen
    std::int64_t revision = 0;  ///< that the state is of
    std::int64_t newer = 0;     ///< frozen after it and not sent yet; 0: none
    std::int64_t usable = 0;    ///< newest revision that was accepted and not returned; 0: none
    std::optional<Instant> due;
    std::optional<Instant> first;     ///< when the first of its revisions was sent
    std::optional<Instant> sent;      ///< when `revision` was
    std::optional<Instant> settled;   ///< when it was accepted or returned
    std::optional<Instant> usableAt;  ///< when `usable` was accepted
    bool late = false;                ///< `first` came after the deadline
    bool overdue = false;             ///< the deadline is over, and nothing stands that was sent
    bool revised = false;             ///< more than one revision was sent
    int returns = 0;                  ///< how often it was returned
    std::string channel;              ///< handed over outside: how
    std::string reason;               ///< of the return
    bool operator==(Standing const&) const = default;
};

/// Of one number, as it stood at `at`: what was recorded later does not count. `revisions` are all
/// of the number, `events` in the order they were recorded; `begun`: a draft is there.
[[nodiscard]] Standing standingOf(std::vector<store::Filing> const& revisions,
                                  std::vector<store::FilingEvent> const& events,
                                  std::optional<Instant> due, Instant at, bool begun);

}  // namespace tocsin::filing
