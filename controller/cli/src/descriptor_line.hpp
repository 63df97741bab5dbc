// SPDX-License-Identifier: Apache-2.0
// Reading a line from a descriptor, so that a stop request ends the wait.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

namespace tocsin::cli {

/// The next line without its end, the last one with or without one. Reads not a byte more, so that
/// the next call goes on behind it. Nothing at the end of the input, after a stop request, if it
/// cannot be read, and if the line is longer than 4,096 bytes.
[[nodiscard]] std::optional<std::string> readLine(int descriptor, std::stop_token const& stop);

}  // namespace tocsin::cli
