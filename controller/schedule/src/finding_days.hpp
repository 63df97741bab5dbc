// SPDX-License-Identifier: Apache-2.0
// Findings of several days of one screen, each told once with its days.
#pragma once

#include <vector>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::schedule {

/// Findings of one kind about one campaign count as the same; the first day's words stand.
class FindingDays {
public:
    /// Days must come in their order.
    void add(playlists::Finding const& finding, playlists::LocalDay day);
    /// In the order in which they were first seen; the message ends with the days, and the missing
    /// plays are those of all of them.
    [[nodiscard]] std::vector<playlists::Finding> all() const;

private:
    struct Seen {
        playlists::Finding finding;
        playlists::LocalDay first, last;
        int days = 1;
    };
    std::vector<Seen> seen_;
};

}  // namespace tocsin::schedule
