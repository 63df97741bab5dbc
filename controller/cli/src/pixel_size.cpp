// SPDX-License-Identifier: Apache-2.0
#include "pixel_size.hpp"

#include <charconv>

#include "failure.hpp"

namespace tocsin::cli {

Size requireSize(std::string const& size) {
    Size out;
    auto const* const last = size.data() + size.size();
    auto const [afterWidth, widthError] = std::from_chars(size.data(), last, out.width);
    if (widthError == std::errc{} && afterWidth != last && *afterWidth == 'x') {
        auto const [afterHeight, heightError] = std::from_chars(afterWidth + 1, last, out.height);
        if (heightError == std::errc{} && afterHeight == last && out.width > 0 && out.height > 0) {
            return out;
        }
    }
    throw CommandFailure(ExitCode::usage,
                         "--size: \"" + size + "\" is not a size; write it like 960x540");
}

}  // namespace tocsin::cli
