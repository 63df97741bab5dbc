// SPDX-License-Identifier: Apache-2.0
// What may be signed anew without anybody asking for its text again: what the warning key in force
// has signed already. A row of the database alone is no reason to sign anything.
#pragma once

#include "state.hpp"

namespace tocsin::warnings {

/// The newest revision as it was signed, if its list of screens is the stored one too.
/// Errc::conflict: another key has signed it; Errc::damaged: the rows are not what was signed.
[[nodiscard]] Result<messages::Warning> signedRevision(keys::Signer const& signer,
                                                       Stored const& warning);

/// `wanted` with the text, the level and the times that `said` has.
[[nodiscard]] Wanted asSigned(Wanted wanted, messages::Warning const& said);

}  // namespace tocsin::warnings
