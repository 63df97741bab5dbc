// SPDX-License-Identifier: Apache-2.0
// Names of files in a ZIP archive, and which of them are safe to unpack anywhere.
#pragma once

#include <string_view>

namespace tocsin::documents {

/// What is wrong with the name of a file that stands below the archive's root; empty: nothing.
/// Windows' ways out count too ("..\x", "C:x"), as people unpack there.
[[nodiscard]] std::string_view faultOfName(std::string_view name);

}  // namespace tocsin::documents
