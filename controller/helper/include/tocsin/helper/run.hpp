// SPDX-License-Identifier: Apache-2.0
// Running a program of our own for one task: those that look at bytes from outside, each in a
// sandbox that it closes itself.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::helper {

struct Program {
    std::filesystem::path file;
    std::string name;  ///< in messages: "the media worker"
};

struct Run {
    int status = 0;         ///< as waitpid gives it
    std::string out;        ///< standard output
    std::string lastError;  ///< last line of standard error
};

/// How one that takes long, or says much, behaves.
struct Manners {
    int nice = 0;  ///< added to its priority's number: it gives way to the rest of the machine
    /// Told each line of standard output as it comes, on the calling thread. Then `out` is the last
    /// line only.
    std::function<void(std::string_view line)> heard = {};
    std::size_t mostOutput = 1 << 20;  ///< bytes
};

/// Starts it with `arguments`, feeds `input` to its standard input, waits. It has nothing that this
/// process has open, and of its environment only the language. It dies with the calling thread, and
/// at the latest after `limit` of real time, or when `stop` is asked for. Thread-safe.
/// Errc::timedOut (killed), Errc::cancelled, Errc::damaged (it said more than it may),
/// Errc::exhausted, Errc::unavailable (cannot be started).
[[nodiscard]] Result<Run> run(Program const& program, std::vector<std::string> const& arguments,
                              std::string const& input, Milliseconds limit,
                              std::stop_token const& stop, Manners const& manners = {});

}  // namespace tocsin::helper
