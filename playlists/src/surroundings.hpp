// SPDX-License-Identifier: Apache-2.0
// What stands around the play that is placed next, and whether it may stand there.
#pragma once

#include <cstdint>
#include <vector>

#include "placing.hpp"

namespace tocsin::playlists::detail {

/// The neighbour rules at the instant up to which the day is placed. What the plan names must
/// outlive it.
class Surroundings {
public:
    explicit Surroundings(Plan const& plan);

    /// The entry was placed; entries follow each other.
    void follow(Placed const& entry);

    /// The next fixed event, or null.
    [[nodiscard]] FixedPlay const* nextFixed() const noexcept {
        return nextFixed_ == fixed_.end() ? nullptr : &*nextFixed_;
    }

    /// Whether a play of that kind in `span`, which begins now, breaks a neighbour rule, as far as
    /// what stands already tells.
    [[nodiscard]] bool forbid(Shown const& play, Interval const& span) const;

    /// From when on a forbidden play may stand, if all is dark until then: at the latest `latest`.
    /// `ideal` is its ideal start; `span` begins now. Now, if waiting would not help.
    [[nodiscard]] std::int64_t allowFrom(Shown const& play, Interval const& span,
                                         std::int64_t ideal, std::int64_t latest) const;

private:
    [[nodiscard]] std::int64_t separationEnd(Shown const& play) const;

    Neighbours const& neighbours_;
    std::vector<FixedPlay> const& fixed_;
    std::vector<FixedPlay>::const_iterator nextFixed_;
    Shown previous_;                   ///< on until now
    std::vector<std::int64_t> ended_;  ///< by asset: its last play; empty if no rule asks
    std::int64_t shortest_;            ///< of all items
};

}  // namespace tocsin::playlists::detail
