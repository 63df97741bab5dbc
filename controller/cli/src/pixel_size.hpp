// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tocsin::cli {

struct Size {
    int width = 0, height = 0;
};

/// Reads "960x540". Throws CommandFailure that names --size.
[[nodiscard]] Size requireSize(std::string const& size);

}  // namespace tocsin::cli
