// SPDX-License-Identifier: Apache-2.0
// Totals of a unit's tree (汇总), counted anew from the rows of accepted filings and never from
// totals that somebody typed. Plays and hours add; screens, assets and units are distinct; what
// people counted (人工填报) stays apart.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "tocsin/store/filings.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::filing {

/// Largest content that is read, in bytes.
inline constexpr std::size_t kMostContent = 16 << 20;

/// What the rolled-up filing is of.
struct RollUpHead {
    std::string activity, title, theme;  ///< the handle; as people call it
    std::string unit, unitName;          ///< whose members these are
    store::FilingKind kind = store::FilingKind::week;
    int issue = 0;
    std::string firstDay, lastDay;  ///< local days, both inclusive
    std::string zone;
    Instant asOf;
    std::int64_t lastBatch = 0;
};

/// An accepted filing.
struct RollUpMember {
    std::string unit, unitName;  ///< as they are called here, whatever the content says
    std::int64_t number = 0, revision = 0;
    Instant accepted;
    std::string origin;  ///< public key in hex of the controller that it came from; empty: this one
    std::string content;  ///< `tocsin-filing/1`
    bool late = false;
};

/// A `tocsin-filing/1` content with `members`. Every row of `screens`, `assets` and `work` has its
/// `source`: "auto" (自动, counted by this controller), "manual" (人工填报) or "import" (外部导入,
/// counted by the controller whose key `origin` is); of an asset also "mixed". A member that is
/// part of another member counts once. The order of `members` does not matter; `missing` are units
/// of which none was accepted. Errc::invalid if there are none, Errc::damaged for a content that is
/// none, Errc::conflict if a member is of another activity or period, or a screen stands in two of
/// them.
[[nodiscard]] Result<boost::json::object> rollUp(RollUpHead const& head,
                                                 std::vector<RollUpMember> members,
                                                 std::vector<std::string> missing);

}  // namespace tocsin::filing
