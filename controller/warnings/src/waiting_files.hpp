// SPDX-License-Identifier: Apache-2.0
// Files of the drop folder that could not be read yet: somebody may still be writing them. One that
// is the same at the next look is refused.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace tocsin::warnings {

struct WaitingFiles {
    struct Seen {
        std::int64_t bytes = 0;
        std::int64_t modified = 0;  ///< nanoseconds, of the file system's clock; only compared
        bool operator==(Seen const&) const = default;
    };
    std::mutex sweeping;  ///< one sweep at a time
    std::map<std::string, Seen> seen;
};

}  // namespace tocsin::warnings
