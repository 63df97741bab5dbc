// SPDX-License-Identifier: Apache-2.0
// The board of an activity (报送情况): how each unit's filing of each period stands at an instant,
// what is overdue then, and what is said to those who have not filed (催报).
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "rollup_state.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/store/filings.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::filing {

struct BoardPeriod {
    store::FilingKind kind = store::FilingKind::week;
    int issue = 0;
    std::string firstDay, lastDay;  ///< local days, both inclusive
    std::optional<Instant> due;
    bool operator==(BoardPeriod const&) const = default;
};

struct BoardUnit {
    std::string handle, name;
    bool operator==(BoardUnit const&) const = default;
};

struct Board {
    std::string activity, title;
    std::string zone;  ///< in which deadlines are told
    Instant at;        ///< that it is of
    std::vector<BoardPeriod> periods;
    std::vector<BoardUnit> units;
    std::vector<std::vector<Standing>> cells;  ///< a row a unit, in it one a period
};

/// Fills in the cells, as everything stood at `board.at`.
[[nodiscard]] Board filled(Board board, store::Filings const& filings);

/// One that has not filed in time.
struct OverdueFiling {
    std::size_t unit = 0, period = 0;  ///< indices into the board
};
/// 逾期清单, by deadline, then unit.
[[nodiscard]] std::vector<OverdueFiling> overdueOn(Board const& board);

/// {"activity","title","at","zone","periods","units":[{"unit","name","filings":[Standing]}],
/// "counts":{state: n},"overdue":[{"unit","name","kind","issue","due","state"}]}
[[nodiscard]] boost::json::object toJson(Board const& board);

/// One plain paragraph for a unit: what is overdue, what was returned and why, and what is due
/// within three days. Empty if there is nothing to say. Errc::invalid for an unknown zone.
[[nodiscard]] Result<playlists::Words> reminderOf(Board const& board, std::size_t unit);

}  // namespace tocsin::filing
