// SPDX-License-Identifier: Apache-2.0
// A program that the player's configuration names, e.g. one that switches a relay: run without a
// shell, for so long and no longer, and heard.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

struct ProgramEnd {
    int code = 0;          ///< 128 + the signal, if one ended it
    std::string lastLine;  ///< of what it wrote to standard output and error, at most 200 bytes of
                           ///< UTF-8 without control characters
};

/// Blocks until it has ended. It has no input, no descriptors but its own, and this process's
/// environment; what it writes beyond 64 KiB is read and forgotten. Errc::unavailable (it cannot be
/// started), Errc::timedOut (still running at the deadline, in real time; it is killed, and what it
/// started with it), Errc::cancelled (the stop request; the same).
[[nodiscard]] Result<ProgramEnd> runOutsideProgram(std::filesystem::path const& program,
                                                   std::vector<std::string> const& arguments,
                                                   Milliseconds deadline, std::stop_token stop);

/// The same, for tests to take the place of.
using RunProgram =
    std::function<Result<ProgramEnd>(std::filesystem::path const&, std::vector<std::string> const&,
                                     Milliseconds deadline, std::stop_token)>;

}  // namespace tocsin::player
