// SPDX-License-Identifier: Apache-2.0
// How a command ends: exit codes, and the exception that ends a command with its line.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::cli {

enum class ExitCode {
    ok = 0,
    failure = 1,
    usage = 2,
    notFound = 3,
    permission = 4,
    conflict = 5,
    findings = 6,
    unreachable = 69,
    configuration = 78
};

/// Ends the command; what() is the line for the user, or one for each mistake, without "tocsin: ".
class CommandFailure : public std::runtime_error {
public:
    CommandFailure(ExitCode code, std::string const& message)
        : std::runtime_error(message), code_(code) {}
    [[nodiscard]] ExitCode code() const noexcept { return code_; }

private:
    ExitCode code_;
};

/// What a command says that failed: every line says who speaks, so that none passes for what
/// another program has written, and control characters become spaces.
[[nodiscard]] std::string failureLines(std::string_view message);

/// For an HTTP status of 400 and more.
[[nodiscard]] ExitCode exitCodeOfStatus(int status) noexcept;
/// For an error that did not come from a controller.
[[nodiscard]] ExitCode exitCodeOf(Errc code) noexcept;

/// The value, or the error as a CommandFailure.
template <class T>
T orFail(Result<T> result) {
    if (!result) {
        throw CommandFailure(exitCodeOf(result.error().code), result.error().message);
    }
    return std::move(*result);
}

}  // namespace tocsin::cli
