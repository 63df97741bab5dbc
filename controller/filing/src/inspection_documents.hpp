// SPDX-License-Identifier: Apache-2.0
// The documents that only an inspection package has. Pure but for reading the store.
#pragma once

#include <string>
#include <vector>

#include "document_parts.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/approvals.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::filing {

/// One of the activity's campaigns and what was decided about it.
struct ApprovedCampaign {
    CampaignId id;
    std::string title;
    std::int64_t revision = 0;               ///< the campaign's own, now
    std::vector<store::Approval> approvals;  ///< the oldest first
    std::vector<std::string> people;         ///< who decided each, as accounts are called
    [[nodiscard]] bool isApproved() const;   ///< a yes among them holds
};
/// In the activity's order; campaigns that are gone are left out.
[[nodiscard]] std::vector<ApprovedCampaign> approvedCampaigns(store::Tx const& tx,
                                                              store::Activity const& activity);

/// `at`: RFC 3339, when it was looked up.
[[nodiscard]] documents::Document approvalsDocument(std::vector<ApprovedCampaign> const& campaigns,
                                                    store::Activity const& activity,
                                                    std::string const& at, Speech const& say);
/// What a content (`tocsin-filing/1`) knows of faults.
[[nodiscard]] documents::Document faultsDocument(boost::json::object const& content,
                                                 Speech const& say);
/// The content's table of work, then each record with its text and pictures.
[[nodiscard]] documents::Document workDocument(boost::json::object const& content,
                                               std::vector<store::WorkRecord> const& records,
                                               PictureFiles const& files, Speech const& say);

}  // namespace tocsin::filing
