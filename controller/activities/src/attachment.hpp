// SPDX-License-Identifier: Apache-2.0
// Files from outside, given out as they came: to be saved, and never shown by a browser.
#pragma once

#include <filesystem>
#include <string>

#include "tocsin/access/route.hpp"

namespace tocsin::activities {

/// Named like that for whoever saves it; any script.
[[nodiscard]] std::string dispositionOf(std::string const& name);
[[nodiscard]] access::Response attachment(std::filesystem::path const& file, Digest const& digest,
                                          std::string const& name);

}  // namespace tocsin::activities
