// SPDX-License-Identifier: Apache-2.0
// Passwords and the like: from a file or typed unseen, never from the command line.
#pragma once

#include <string>

#include "language.hpp"
#include "verbs.hpp"

namespace tocsin::cli {

/// A line that somebody types where it can be seen. Throws CommandFailure(usage) with `otherwise`,
/// which says what to give on the command line, if there is nobody to ask.
[[nodiscard]] std::string askedLine(Context const& context, Text question,
                                    std::string const& otherwise);

/// The first line of `file`, the next line of standard input if that is "-", or what somebody types
/// unseen if it is empty. `option` is the one that names the file. Not empty, UTF-8. Throws
/// CommandFailure, usage if there is neither a file nor somebody to ask.
[[nodiscard]] std::string secret(Context const& context, Text question, std::string const& file,
                                 std::string const& option);

/// The same for one that is set: it has to be typed twice.
[[nodiscard]] std::string newSecret(Context const& context, Text question, std::string const& file,
                                    std::string const& option);

}  // namespace tocsin::cli
