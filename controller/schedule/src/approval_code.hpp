// SPDX-License-Identifier: Apache-2.0
// The short code on an approval form: which content the paper is of. It is the beginning of the
// digest of what is approved, so nobody gives it out and nobody can give one content the code of
// another: 100 bits, against which an author would have to work through 2^50 contents to find two
// that share one. "7K2M9-QX4TB-0W3VZ-8H6DR-N": Crockford's base 32, of which the last is a check
// character by which a mistyped or transposed one is found before anything is looked up.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::schedule {

/// Of the digest of an ApprovalEnvelope.
[[nodiscard]] std::string approvalCode(Digest const& envelope);

/// The code as approvalCode() writes it, from what a person typed: small letters, blanks and
/// hyphens as they come, O for 0, I and L for 1. Errc::invalid for what is none.
[[nodiscard]] Result<std::string> readApprovalCode(std::string_view text);

/// The least and the greatest digest that may have this code, as approvalCode() wrote it.
[[nodiscard]] std::pair<Digest, Digest> envelopesOf(std::string const& code);

}  // namespace tocsin::schedule
