// SPDX-License-Identifier: Apache-2.0
// The start that the programs which go into the sandbox have in common. A program that calls
// runProgram() has no leak checker: that one traces its own process, which the sandbox forbids.
#pragma once

#include <charconv>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace tocsin::media_worker {

using Words = std::vector<std::string_view>;

/// All of the text as a number above 0; nothing if it is none or too large.
template <class Number>
[[nodiscard]] std::optional<Number> positive(std::string_view text) {
    Number value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0
               ? std::optional(value)
               : std::nullopt;
}

/// Gives `run` the words after the program's name and returns the exit code: that of `run`; 2,
/// after telling the usage, if `run` has none, because the words are no command; 1 after an
/// exception, which is told after `prefix`. Call it from main() only.
[[nodiscard]] int runProgram(int argc, char** argv, std::string_view usage, std::string_view prefix,
                             std::function<std::optional<int>(Words const&)> const& run);

}  // namespace tocsin::media_worker
