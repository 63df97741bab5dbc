// SPDX-License-Identifier: Apache-2.0
// A report's interval in one zone, cut where days and named dayparts begin and end.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/reports/interval.hpp"
#include "tocsin/reports/report_request.hpp"

namespace tocsin::reports {

struct Segment {
    Interval when;
    std::string day;                    ///< local, "2026-06-01"; empty unless grouped by day
    std::vector<std::string> dayparts;  ///< that cover it; none unless grouped by daypart
};

using Dayparts = std::map<std::string, playlists::Daypart>;

/// Ascending, touching, together the interval; one if it is grouped by neither. Errc::invalid for
/// an unknown zone.
[[nodiscard]] Result<std::vector<Segment>> segmentsOf(ReportRequest const& request,
                                                      std::string const& zone,
                                                      Dayparts const& dayparts);
/// The segment that holds `t`; nullptr outside of all.
[[nodiscard]] Segment const* segmentAt(std::vector<Segment> const& segments, Instant t);

}  // namespace tocsin::reports
