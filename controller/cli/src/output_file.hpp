// SPDX-License-Identifier: Apache-2.0
// Files that a verb writes for its user.
#pragma once

#include <string>

namespace tocsin::cli {

/// Whole or not at all: a report that was cut by a full disk must not look like a report. Throws
/// CommandFailure that names the file.
void writeWholeFile(std::string const& path, std::string const& bytes);

}  // namespace tocsin::cli
