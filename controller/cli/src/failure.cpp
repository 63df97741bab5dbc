// SPDX-License-Identifier: Apache-2.0
// The one place where statuses and errors become exit codes and lines for people.
#include "failure.hpp"

#include "text_table.hpp"

namespace tocsin::cli {

std::string failureLines(std::string_view message) {
    std::string out;
    for (;;) {
        auto const end = message.find('\n');
        out += "tocsin: " + printable(message.substr(0, end)) + '\n';
        if (end == std::string_view::npos || end + 1 == message.size()) {
            return out;
        }
        message.remove_prefix(end + 1);
    }
}

ExitCode exitCodeOfStatus(int status) noexcept {
    switch (status) {
        case 401:
        case 403:
            return ExitCode::permission;
        case 404:
            return ExitCode::notFound;
        case 409:
        case 412:
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
