// SPDX-License-Identifier: Apache-2.0
#include "show_seconds.hpp"

#include <charconv>

#include "tocsin/library/show_time.hpp"

namespace tocsin::library {

Result<Milliseconds> secondsFrom(std::string const& text) {
    std::int64_t seconds = kDefaultSeconds;
    if (!text.empty()) {
        auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (ec != std::errc{} || end != text.data() + text.size() || !kShowSeconds.allow(seconds)) {
            return Error{Errc::invalid, "seconds: \"" + text +
                                            "\" is not possible; take a whole number from " +
                                            std::to_string(kShowSeconds.least) + " to " +
                                            std::to_string(kShowSeconds.most)};
        }
    }
    return Milliseconds(seconds * 1000);
}

}  // namespace tocsin::library
