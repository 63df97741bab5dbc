// SPDX-License-Identifier: Apache-2.0
// Days and instants on the command line.
#pragma once

#include <string>

namespace tocsin::cli {

/// A day is meant from its first or to its last moment, UTC; anything else is an instant. As the
/// API takes it. Throws CommandFailure that names the option.
[[nodiscard]] std::string instantOption(std::string const& option, std::string const& text,
                                        bool last);

}  // namespace tocsin::cli
