// SPDX-License-Identifier: Apache-2.0
// A CAP message in force, and what it asks for on this site.
#pragma once

#include <string>
#include <vector>

#include "intake.hpp"
#include "state.hpp"
#include "wanted.hpp"

namespace tocsin::warnings {

/// What is to be said of a message for whoever sent it.
struct Outcome {
    std::string why, whyZh;
};

struct ChainLeaf {
    CapEntry entry;
    /// What it asks for was done before: its warnings stand or have ended, and that is all.
    bool rests = false;
    // Unless it rests:
    std::vector<Wanted> parts;  ///< of those that a screen is meant by, the gravest first
    std::size_t nowhere = 0;    ///< parts for which there is no screen
    std::size_t leftOut = 0;    ///< parts beyond the most that one message makes
    Outcome none;               ///< why there are no parts
};

/// Reads the message from the store. Errc::damaged, and as of the store.
[[nodiscard]] Result<ChainLeaf> readLeaf(Warnings::State const& state, CapEntry entry);

/// What became of it: so many warnings, which wait for a release or do not.
[[nodiscard]] Outcome outcomeOf(ChainLeaf const& leaf, std::size_t warnings, bool waits);

}  // namespace tocsin::warnings
