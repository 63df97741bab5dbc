// SPDX-License-Identifier: Apache-2.0
// Everything the compiler works out about one day, in the order in which it is worked out. The
// timeline is read off it, and so is the explanation of a moment.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "divisions.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::playlists::detail {

/// Holds references into itself, so it stays where it was made.
struct DayWork {
    DayWork(Programme valid, Day const& when) : programme(std::move(valid)), day(when) {}
    DayWork(DayWork const&) = delete;
    DayWork& operator=(DayWork const&) = delete;

    Programme programme;  ///< valid, sorted by id
    Day day;
    std::vector<Finding> findings;  ///< of everything before the sequence
    std::vector<FixedPlay> fixed;
    std::optional<Neighbours> neighbours;
    Past past;
    Division division;

    [[nodiscard]] Setting setting() const { return {day, fixed, *neighbours, past}; }
    [[nodiscard]] Plan plan() const {
        return {day, division.bookings, division.allocation, fixed, *neighbours, past};
    }
    [[nodiscard]] std::vector<Placed> const& entries() const { return division.sequence.entries; }
    [[nodiscard]] std::vector<std::int64_t> const& counts() const {
        return division.sequence.counts;
    }
};

/// Errors as compile().
[[nodiscard]] Result<std::unique_ptr<DayWork const>> workOut(Programme const& programme,
                                                             LocalDay date,
                                                             std::optional<Instant> from);

}  // namespace tocsin::playlists::detail
