// SPDX-License-Identifier: Apache-2.0
// Landlock: the kernel's own list of what a process may open.
#pragma once

#include <string>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media_worker::detail {

/// From now on this thread and those it starts open nothing but these folders and files, and these
/// only to read. Paths that do not exist are skipped. False if the kernel has no Landlock.
[[nodiscard]] Result<bool> restrictFiles(std::vector<std::string> const& readable);

/// Of the kernel's Landlock; below 1: it has none, or it was switched off at boot.
[[nodiscard]] long landlockVersion();

}  // namespace tocsin::media_worker::detail
