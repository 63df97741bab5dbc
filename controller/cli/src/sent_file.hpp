// SPDX-License-Identifier: Apache-2.0
// A file of the user's on its way to the controller, with its progress on the terminal.
#pragma once

#include <filesystem>
#include <string>

#include "verbs.hpp"

namespace tocsin::cli {

/// Posts the file and gives the answer. Throws CommandFailure, naming a file that is not there or
/// empty.
[[nodiscard]] Reply sendFile(Context const& context, std::string const& path,
                             std::filesystem::path const& file);

}  // namespace tocsin::cli
