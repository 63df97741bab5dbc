// SPDX-License-Identifier: Apache-2.0
// Inspection packages at the API, and what their links show to people who are not signed in.
#pragma once

#include "filing_routes.hpp"

namespace tocsin::filing {

/// So long a link holds if nothing is said, and at most.
inline constexpr int kInspectionDays = 7, kMostInspectionDays = 30;
/// Files go so long after their link ended.
inline constexpr std::chrono::days kInspectionFilesStay{30};

[[nodiscard]] Answer makeInspection(BookPtr const& book, access::Principal const& who,
                                    access::Request const& request);
[[nodiscard]] Answer listInspections(BookPtr const& book, access::Principal const& who,
                                     access::Request const& request);
[[nodiscard]] Answer showInspection(BookPtr const& book, access::Principal const& who,
                                    access::Request const& request);
[[nodiscard]] Answer inspectionPackage(BookPtr const& book, access::Principal const& who,
                                       access::Request const& request);
[[nodiscard]] Answer revokeInspection(BookPtr const& book, access::Principal const& who,
                                      access::Request const& request);

/// GET /inspect/{secret}, its package and its files, for whoever has the link. A link that is not
/// known, over or revoked gives one and the same answer.
[[nodiscard]] access::Routes inspectionVisits(BookPtr const& book);

/// Removes files of links that ended long ago; how many packages. Blocks.
[[nodiscard]] Result<std::size_t> sweepInspections(FilingBook::State& book);

}  // namespace tocsin::filing
