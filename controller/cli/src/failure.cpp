// SPDX-License-Identifier: Apache-2.0
// The one place where statuses and errors become exit codes.
#include "failure.hpp"

namespace tocsin::cli {

ExitCode exitCodeOfStatus(int status) noexcept {
    switch (status) {
        case 401:
        case 403:
            return ExitCode::permission;
        case 404:
            return ExitCode::notFound;
        case 409:
            return ExitCode::conflict;
        default:
            return ExitCode::failure;
    }
}

ExitCode exitCodeOf(Errc code) noexcept {
    switch (code) {
        case Errc::notFound:
            return ExitCode::notFound;
        case Errc::conflict:
            return ExitCode::conflict;
        case Errc::permission:
            return ExitCode::permission;
        case Errc::invalid:
        case Errc::unavailable:
        case Errc::exhausted:
        case Errc::damaged:
        case Errc::timedOut:
        case Errc::cancelled:
        case Errc::internal:
            break;
    }
    return ExitCode::failure;
}

}  // namespace tocsin::cli
