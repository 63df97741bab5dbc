// SPDX-License-Identifier: Apache-2.0
// What the plays of a finished day keep, asked again and again while some of them change places:
// windows, limits an hour, places, and how many neighbour rules are broken.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "placing.hpp"

namespace tocsin::playlists::detail {

/// A play of a booking: neither dark nor fixed nor a filled residue.
[[nodiscard]] inline bool isPlay(Placed const& entry) {
    return entry.dark == Dark::no && entry.booking != Placed::kFixed && !entry.pad;
}

/// Follows the entries of one day. Both must outlive it, and entries may change through replace()
/// only.
class DayConstraints {
public:
    DayConstraints(std::vector<Placed>& entries, Plan const& plan);

    /// Whether a neighbour rule gave way for entry i.
    [[nodiscard]] bool isBroken(std::size_t i) const;
    /// Whether `entry` would break a rule if it began at `begin` after `before`, and the entries at
    /// `one` and `two` changed places. Where the asset's play before it moves too, this is not for
    /// a quick look to say: then false.
    [[nodiscard]] bool standsTooNear(Placed const& entry, std::int64_t begin, std::size_t one,
                                     std::size_t two) const;
    /// Neighbour rules broken if `shown` stood in the place of the entries from `first` to before
    /// `last`, which last as long.
    [[nodiscard]] int broken(std::size_t first, std::size_t last, std::vector<Placed> const& shown);
    /// Gives each play of `changed` its number and its window, if it stood in the place of `now`.
    /// False if one may not stand there: out of its window, over its limit, or farther from its
    /// place or its neighbours than it may be and was.
    [[nodiscard]] bool suits(std::vector<Placed>& changed, std::vector<Placed> const& now);
    /// Puts `changed` in the place of the entries from `first` to before `last`.
    void replace(std::size_t first, std::size_t last, std::vector<Placed> const& changed);

    /// The longest least distance that any asset of the day wants.
    [[nodiscard]] std::int64_t longestSeparation() const noexcept { return longest_; }

private:
    /// The plays of a paced booking; of the others only how much time they have.
    struct Row {
        std::int64_t time = 0, item = 0;
        std::vector<std::int64_t> begins;
    };
    using Hour = std::pair<std::uint32_t, std::ptrdiff_t>;  ///< of a campaign

    [[nodiscard]] Booking const& booking(Placed const& entry) const {
        return plan_.bookings[entry.booking];
    }
    [[nodiscard]] bool isSpaced(Placed const& entry) const;
    [[nodiscard]] std::ptrdiff_t hourOf(std::int64_t t) const;
    void countStart(Placed const& entry, int by);
    [[nodiscard]] std::size_t indexAt(std::int64_t begin) const;
    [[nodiscard]] bool breaks(Placed const& entry, Shown const& before, std::int64_t ended) const;
    [[nodiscard]] std::int64_t endBefore(Placed const& entry, std::int64_t t) const;
    [[nodiscard]] bool keepsLimits(std::vector<Placed> const& changed,
                                   std::vector<Placed> const& now) const;
    [[nodiscard]] bool keepsPlace(Placed const& play, std::vector<Placed> const& changed) const;
    [[nodiscard]] std::int64_t beginOf(std::uint32_t index, std::int64_t number,
                                       std::vector<Placed> const& changed) const;

    std::vector<Placed>& entries_;
    Plan const& plan_;
    Neighbours const& rules_;
    std::vector<Row> rows_;                ///< by booking
    std::vector<Intervals> spans_;         ///< by asset that has a least distance: its plays
    std::map<Hour, std::int64_t> starts_;  ///< of campaigns with a limit
    std::int64_t longest_ = 0;             ///< least distance of an asset
    std::vector<bool> done_;               ///< scratch
    /// By asset, scratch: when its last play of those that are tried ends.
    std::vector<std::int64_t> ended_;
};

}  // namespace tocsin::playlists::detail
