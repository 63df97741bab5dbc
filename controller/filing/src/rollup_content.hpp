// SPDX-License-Identifier: Apache-2.0
// A member's content as the roll-up reads it: rows as they came, numbers checked.
#pragma once

#include <boost/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rollup.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::filing {

/// Counts and milliseconds of one row or figure; more is no count of plays.
inline constexpr std::int64_t kMostCount = 1'000'000'000'000'000;

struct MemberContent {
    RollUpMember member;
    Digest digest;                ///< of the content
    boost::json::value document;  ///< what the rows are read from
    std::string unit;             ///< as the content says
    std::set<std::string>
        contains;  ///< digests of the filings that it was summed from, all the way
};

/// Reads one and checks that it is of what the head says. Errc::damaged, Errc::conflict.
[[nodiscard]] Result<MemberContent> readMember(RollUpHead const& head, RollUpMember member);

/// The rows under `key`, none if there are none. Throw Failure.
[[nodiscard]] std::vector<messages::JsonReader> rowsOf(MemberContent const& content,
                                                       std::string_view key);
/// A count of a row or of an object; 0 if it is not said.
[[nodiscard]] std::int64_t countOf(messages::JsonReader const& row, std::string_view key);
[[nodiscard]] std::string wordOf(messages::JsonReader const& row, std::string_view key);
[[nodiscard]] bool flagOf(messages::JsonReader const& row, std::string_view key);
/// Throws Failure(Errc::invalid) rather than overflow.
void addTo(std::int64_t& sum, std::int64_t more);
/// "filing 7 of 区医院"
[[nodiscard]] std::string nameOf(RollUpMember const& member);

}  // namespace tocsin::filing
