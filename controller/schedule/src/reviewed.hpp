// SPDX-License-Identifier: Apache-2.0
// A campaign with what was approved of it, and who may approve it next.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "approval_record.hpp"
#include "state.hpp"
#include "tocsin/access/principal.hpp"

namespace tocsin::schedule {

/// From one snapshot.
struct Reviewed {
    store::Campaign campaign;
    CampaignFile file;
    ApprovalEnvelope envelope;
    std::vector<store::Approval> rows;  ///< the oldest first
    int granted = 0;                    ///< levels, of what it is now
    int levels = 1;
};

/// A paper that was signed and scanned (线下审批).
struct SignedPaper {
    Digest scan;
    std::string scanType;
    std::string signedBy;
    std::string signedOn;  ///< "2026-06-01"
};
/// What a person says when they approve.
struct Granting {
    std::string remark;
    std::string sheet;  ///< beginning of the digest of the review sheet they looked at, or empty
    std::optional<SignedPaper> paper;
};

/// Errc::notFound, Errc::invalid for a stored file that cannot be read.
[[nodiscard]] Result<Reviewed> reviewed(store::Tx const& tx, std::string const& id,
                                        ScheduleSettings const& settings,
                                        keys::Signer const& signer);

/// Whether a row counts as an approval that was given and not taken back.
[[nodiscard]] bool counts(store::Approval const& row);

/// Whose right the caller uses: their own (empty), or that of somebody who lent it, who is not
/// among those that may not approve either. Errc::permission says why nobody's.
[[nodiscard]] Result<std::string> rightOf(access::Principal const& who, Reviewed const& now);

/// The accounts that may give the next approval: reviewers of its unit, and those to whom one has
/// lent it, but for its author, the one who submitted it and those who approved it already. By id.
[[nodiscard]] std::vector<store::Account> whoMayApprove(store::Tx const& tx, Reviewed const& now,
                                                        access::UnitTree const& units, Instant at);

}  // namespace tocsin::schedule
