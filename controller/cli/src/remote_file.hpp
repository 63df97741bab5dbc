// SPDX-License-Identifier: Apache-2.0
// A file that the controller fetches by itself, from a host that its configuration allows.
#pragma once

#include <string>

#include "fields.hpp"
#include "progress_line.hpp"
#include "verbs.hpp"

namespace tocsin::cli {

/// Whether what was named on the command line is an address and no file.
[[nodiscard]] bool isAddress(std::string const& named);

/// The asset when the file is there and was looked at; shows how far it is meanwhile. Throws
/// CommandFailure if nothing comes of it, and when the command is interrupted: then the controller
/// ends the fetch.
[[nodiscard]] Json fetchByController(Context const& context, MediaAdd const& add,
                                     std::string const& url, ProgressLine& line);

}  // namespace tocsin::cli
