// SPDX-License-Identifier: Apache-2.0
// Names of files that people give to things, on their way to other people's machines.
#pragma once

#include <string>

namespace tocsin::filing {

/// One step of a path without what file systems, archives and shells stumble over, at most 60
/// bytes of whole UTF-8 characters; empty if nothing is left.
[[nodiscard]] std::string safeName(std::string const& text);

}  // namespace tocsin::filing
