// SPDX-License-Identifier: Apache-2.0
// The audit trail as a chain: the digest of a row covers the row and, through the one before it,
// all earlier rows. Whoever alters, removes, adds or reorders a row by hand has to make all later
// digests anew, and then the newest one is another than the one that was noted elsewhere.
//
//   chain(0) = 32 zero bytes
//   chain(n) = SHA-256(chain(n-1), then the UTF-8 text of the JSON array
//              [number,milliseconds since 1970,"who","action","subject","detail"] without blanks)
#pragma once

#include "tocsin/store/records.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::store {

/// chain(n) of `row`, whose own `chain` is not looked at; `before` is chain(n-1).
[[nodiscard]] Digest chained(Digest const& before, AuditRow const& row);

}  // namespace tocsin::store
