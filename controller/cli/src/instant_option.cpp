// SPDX-License-Identifier: Apache-2.0
#include "instant_option.hpp"

#include "arguments.hpp"
#include "failure.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::cli {

std::string instantOption(std::string const& option, std::string const& text, bool last) {
    if (text.size() <= 10) {
        requireDate(option, text);
        auto const midnight = parseInstant(text + "T00:00:00Z").value();
        return formatInstant(midnight + (last ? std::chrono::days(1) : std::chrono::days(0)));
    }
    auto const at = parseInstant(text);
    if (!at) {
        throw CommandFailure(ExitCode::usage, option + ": " + at.error().message);
    }
    return formatInstant(*at);
}

}  // namespace tocsin::cli
