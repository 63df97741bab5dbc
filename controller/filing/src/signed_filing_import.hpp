// SPDX-License-Identifier: Apache-2.0
// Taking a signed filing in: it becomes a filing here, with the key that signed it as its origin.
#pragma once

#include <optional>

#include "signed_filing.hpp"
#include "tocsin/access/principal.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::filing {

/// Channel of the event `submitted` that an import records; its receipt is number and revision as
/// they are at the other controller, "7/2".
inline constexpr char kFileChannel[] = "file";

/// Whose it is here: the unit that the key is pinned for. A controller that serves one unit may
/// call it the whole site, or by the unit's handle. Errc::permission for a key that is pinned for
/// none, Errc::conflict for the filing of another unit.
[[nodiscard]] Result<std::string> unitHere(store::Tx const& tx, SignedFiling const& made);

/// Stores it as a filing, a revision if an earlier one of it is here, and records that it was sent
/// now: when a file was made is only said by whoever made it. `due`: by the calendar here.
/// Errc::permission if the caller has no submit-reports for the unit; Errc::conflict for what is
/// here already, or is older than what is.
[[nodiscard]] Result<store::Filing> takeIn(store::Tx& tx, access::Principal const& who,
                                           SignedFiling const& made, std::optional<Instant> due,
                                           Instant now);

}  // namespace tocsin::filing
