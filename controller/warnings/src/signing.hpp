// SPDX-License-Identifier: Apache-2.0
// A revision of a warning: signed once for all screens, with each screen's row and the proof that
// it stands in the list.
#pragma once

#include <vector>

#include "targeting.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/store/warnings.hpp"
#include "tocsin/warnings/warnings.hpp"

namespace tocsin::warnings {

using TargetRows = std::vector<store::WarningTargetRecord>;

/// The rows of a revision for these screens. Those of the revision before that are left out stand
/// in it as `off`: a player that was away learns it from whatever revision comes first.
[[nodiscard]] TargetRows rowsFor(Chosen const& chosen, TargetRows const& before);

/// Signs `record.revision` with the rows, which get their index and proof, and keeps the envelope
/// in the record. What is `action` clear says nothing.
[[nodiscard]] Result<> signRevision(keys::Signer const& signer, messages::WarningAction action,
                                    Wanted const& wanted, std::string const& zone,
                                    store::WarningRecord& record, TargetRows& rows);

/// The deliveries of a revision that was signed.
[[nodiscard]] std::vector<Addressed> addressed(store::WarningRecord const& record,
                                               TargetRows const& rows);

}  // namespace tocsin::warnings
