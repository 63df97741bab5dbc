// SPDX-License-Identifier: Apache-2.0
// Which filing a request is about: one that is frozen, by number, or a draft, by activity and
// period.
#pragma once

#include <optional>
#include <string>

#include "filing_forms.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/filing/content.hpp"

namespace tocsin::filing {

/// By query or body: "activity", "kind", "issue", "unit", "from", "to".
struct PeriodWish {
    std::string activity, kind, issue, unit, from, to;
};
[[nodiscard]] PeriodWish periodWishOf(access::Request const& request);

/// With the draft's texts where there are any. A week without an issue is the last one that is
/// over; patrols and other periods say their days. Errc::invalid, Errc::notFound,
/// Errc::permission.
[[nodiscard]] Result<ContentWish> findWish(store::Tx const& tx, access::Principal const& who,
                                           access::Permission permission, PeriodWish const& wish,
                                           Instant now);

/// The frozen one that the path and the query's revision name. Errc::notFound also for what the
/// caller may not see.
[[nodiscard]] Result<store::Filing> findFiling(store::Tx const& tx, access::Principal const& who,
                                               access::Request const& request);

[[nodiscard]] Stamp stampOf(store::Filing const& filing, std::string const& version);
/// "lang": zh or en; Chinese if nothing is said. Errc::invalid.
[[nodiscard]] Result<documents::Language> languageOf(access::Request const& request);

}  // namespace tocsin::filing
