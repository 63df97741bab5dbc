// SPDX-License-Identifier: Apache-2.0
// What a filing says (`tocsin-filing/1`), counted from one snapshot of the store. Figures of
// screens and what people counted (人工填报) stand apart. Plays are those of the activity's
// campaigns, on screens of the unit and of units below it, on days of the activity: a week that
// begins before it counts nothing of before.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "tocsin/filing/calendar.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/filings.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::filing {

struct ContentWish {
    store::Activity activity;
    Period period;
    std::string unit;            ///< handle; empty: the whole site
    store::FilingDraft texts{};  ///< what people wrote; empty texts are drafted from the figures
};

/// Errc::invalid (a zone, a report that would be too long), and what the store fails with; throws
/// Failure(Errc::damaged) for rows that cannot be read.
[[nodiscard]] Result<boost::json::object> contentOf(store::Tx const& tx, ContentWish const& wish,
                                                    reports::ReportSettings const& settings);

}  // namespace tocsin::filing
