// SPDX-License-Identifier: Apache-2.0
// What makes hostile input of good input.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "dice.hpp"

namespace tocsin::integration {

/// One to four changes: bytes altered, left out, doubled or cut off, or words put in that have hurt
/// other programs.
[[nodiscard]] std::string mutated(Dice& dice, std::string text);
/// The same document with one member, at any depth, that has another value or is gone.
[[nodiscard]] boost::json::value withHostileMember(Dice& dice, boost::json::value document);

}  // namespace tocsin::integration
