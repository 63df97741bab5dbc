// SPDX-License-Identifier: Apache-2.0
// Files that are plainly something else, named so that who sent the wrong one sees it at once.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace tocsin::media::detail {

/// One sentence for a layman about a file with these first bytes; empty if it is none of the kinds
/// that offices send by mistake.
[[nodiscard]] std::string whatElseItIs(std::span<std::uint8_t const> head);

}  // namespace tocsin::media::detail
