// SPDX-License-Identifier: Apache-2.0
// The run as JSON lines: what changed since the last line, and a summary at the end. Times are
// seconds of the machine's steady clock, so that whoever raised a warning on the same machine can
// compare.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "statistics.hpp"

namespace tocsin::swarm {

/// Whatever differs from what was told before, each line ended.
class Report {
public:
    [[nodiscard]] std::string news(Statistics const& now, Steady::time_point at);

private:
    std::map<Statistics::Revision, std::pair<std::size_t, std::int64_t>> told_;
    std::string counts_;
};

/// One line. `residentBytes`: of the whole process.
[[nodiscard]] std::string summaryOf(Statistics const& all, std::size_t players,
                                    std::int64_t residentBytes, Steady::time_point at);

}  // namespace tocsin::swarm
