// SPDX-License-Identifier: Apache-2.0
// The root key on paper: four numbered lines of four groups, each line with check letters of its
// own, in an alphabet without I, L, O and U.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::keys {

/// The text to be printed or copied by hand.
[[nodiscard]] std::string toPaper(messages::KeyPair const& root);

/// The root of such a text: case, blanks, hyphens, missing line numbers and lines of other text do
/// not matter, and 0, 1 are read for O, I and L. Errc::invalid names the line that was misread.
[[nodiscard]] Result<messages::KeyPair> fromPaper(std::string_view text);

/// The first groups of the four lines, as people type them to show that they hold the paper.
[[nodiscard]] std::string firstGroups(messages::KeyPair const& root);
/// Whether `typed` is these groups, as fromPaper() would read them.
[[nodiscard]] bool areFirstGroups(std::string_view typed, messages::KeyPair const& root);

}  // namespace tocsin::keys
