// SPDX-License-Identifier: Apache-2.0
// JSON answers of the schedule room.
#pragma once

#include <boost/json.hpp>

#include "programmes.hpp"
#include "state.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/store/approvals.hpp"

namespace tocsin::schedule {

/// The campaign as lists show it. A stored file that this version cannot read has "problem" instead
/// of what the file says.
[[nodiscard]] boost::json::object campaignJson(store::Campaign const& campaign,
                                               Situation const& situation);
/// One person's yes or no.
[[nodiscard]] boost::json::object approvalJson(store::Approval const& row);
/// Findings name assets by their handles.
[[nodiscard]] boost::json::array toJson(ScreenFindings const& findings, Situation const& situation);
[[nodiscard]] boost::json::object toJson(playlists::Finding const& finding,
                                         Situation const& situation);

}  // namespace tocsin::schedule
