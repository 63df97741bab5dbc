// SPDX-License-Identifier: Apache-2.0
// Signed records of approval: what makes a campaign approved is not a word in a row, but enough
// records that the approval key signed. Whoever changes the database by hand has no such key.
#pragma once

#include <string>
#include <vector>

#include "approval_envelope.hpp"
#include "programmes.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/store/approvals.hpp"
#include "voided_approvals.hpp"

namespace tocsin::schedule {

inline constexpr int kMostLevels = 3;

/// `approval` with its signed record, of which `levels` is a part: how many persons this campaign
/// takes. Errc::unavailable while the signer is away.
[[nodiscard]] Result<store::Approval> signedApproval(store::Approval approval, int levels,
                                                     keys::Signer const& signer);

/// Whether the rows complete a review of `now`: on each level one that is granted, not void, signed
/// by `key`, and of an envelope that holds all of `now`, each by another person.
[[nodiscard]] bool completes(std::vector<store::Approval> const& rows, ApprovalEnvelope const& now,
                             messages::PublicKey const& key);

/// Of those rows that hold, how many levels in a row are granted.
[[nodiscard]] int levelsGranted(std::vector<store::Approval> const& rows,
                                ApprovalEnvelope const& now, messages::PublicKey const& key);

/// Takes campaigns out of the situation whose word says that they are approved, and whose records
/// do not, or were void once: no manifest is signed with them. Each gives a problem line. Notes
/// what is approved.
void dropUnapproved(Situation& situation, store::Tx const& tx, messages::PublicKey const& key,
                    VoidedApprovals const& voided);

}  // namespace tocsin::schedule
