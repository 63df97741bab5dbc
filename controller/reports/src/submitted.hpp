// SPDX-License-Identifier: Apache-2.0
// Submitted reports: a report is frozen with its cut-off and digest, and never changes. What comes
// later of its period (补传数据) stands in its addendum; a correction is another revision.
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

/// Largest report that is kept, of each of its forms.
inline constexpr std::size_t kMostSubmittedBytes = 16 << 20;

/// POST /api/v1/reports/submitted, for who has Permission::submitReports for the unit; the report
/// is of the unit's screens and of those of units below. At most 100 a unit within a day.
[[nodiscard]] Result<access::Response> submitReport(store::Store& store,
                                                    ReportSettings const& settings,
                                                    access::Principal const& who,
                                                    access::Request const& request);
/// GET /api/v1/reports/submitted: those of the caller's units.
[[nodiscard]] Result<access::Response> listSubmitted(store::Store const& store,
                                                     access::Principal const& who);
/// GET /api/v1/reports/submitted/{number}: the bytes as they were frozen.
[[nodiscard]] Result<access::Response> showSubmitted(store::Store const& store,
                                                     access::Principal const& who,
                                                     access::Request const& request);
/// GET /api/v1/reports/submitted/{number}/addendum: plays of its period that came after it.
[[nodiscard]] Result<access::Response> showAddendum(store::Store const& store,
                                                    access::Principal const& who,
                                                    access::Request const& request);

}  // namespace tocsin::reports
