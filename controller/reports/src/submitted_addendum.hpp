// SPDX-License-Identifier: Apache-2.0
// What came of a submitted report's period after it was submitted.
#pragma once

#include <boost/json/object.hpp>

#include "tocsin/store/store.hpp"
#include "tocsin/store/submitted_reports.hpp"

namespace tocsin::reports {

/// number, revision, report, title, unit, from, to, by, as_of, who, reason, digest, digest_csv,
/// digest_html.
[[nodiscard]] boost::json::object headOf(store::SubmittedReport const& report);

/// The head, with rows by screen, campaign and asset, and their total: plays that begin in the
/// period, on the screens that the report was made of, whose batches came after it.
[[nodiscard]] boost::json::object addendumOf(store::Tx const& tx,
                                             store::SubmittedReport const& report);

}  // namespace tocsin::reports
