// SPDX-License-Identifier: Apache-2.0
#include "board.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace tocsin::filing {
namespace {

/// Kind, issue, first day and unit: at most one filing is of them, unless somebody began anew.
using CellKey = std::tuple<store::FilingKind, int, std::string, std::string>;
using Numbers = std::map<std::int64_t, std::vector<store::Filing>>;

std::map<CellKey, Numbers> byCell(std::vector<store::Filing> const& filings) {
    std::map<CellKey, Numbers> out;
    for (auto const& one : filings) {
        out[{one.kind, one.issue, one.firstDay, one.unit}][one.number].push_back(one);
    }
    return out;
}

/// What was sent counts before what was not, and the newer number before the older.
bool isBetter(Standing const& a, Standing const& b) {
    return std::pair(a.revision != 0, a.number) > std::pair(b.revision != 0, b.number);
}

class Filling {
public:
    Filling(Board& board, store::Filings const& filings)
        : board_(board), filings_(filings), cells_(byCell(filings.of(board.activity))) {}

    void fill() {
        board_.cells.clear();
        for (auto const& unit : board_.units) {
            auto& row = board_.cells.emplace_back();
            for (auto const& period : board_.periods) {
                row.push_back(standing(unit, period));
            }
        }
    }

private:
    Standing standing(BoardUnit const& unit, BoardPeriod const& period) const {
        bool const begun = hasDraft(unit, period);
        auto best = standingOf({}, {}, period.due, board_.at, begun);
        auto const found = cells_.find({period.kind, period.issue, period.firstDay, unit.handle});
        if (found == cells_.end()) {
            return best;
        }
        for (auto const& [number, revisions] : found->second) {
            auto one = standingOf(revisions, filings_.events(number), period.due, board_.at, begun);
            if (isBetter(one, best)) {
                best = std::move(one);
            }
        }
        return best;
    }
    /// Of a draft only its last change is known: one that was changed after `at` is taken for none.
    bool hasDraft(BoardUnit const& unit, BoardPeriod const& period) const {
        auto const draft = filings_.draft(board_.activity, period.kind, period.issue, unit.handle,
                                          period.firstDay);
        return draft && draft->changed <= board_.at;
    }

    Board& board_;
    store::Filings const& filings_;
    std::map<CellKey, Numbers> cells_;
};

}  // namespace

Board filled(Board board, store::Filings const& filings) {
    Filling(board, filings).fill();
    return board;
}

std::vector<OverdueFiling> overdueOn(Board const& board) {
    std::vector<OverdueFiling> out;
    for (std::size_t unit = 0; unit < board.cells.size(); ++unit) {
        for (std::size_t period = 0; period < board.cells[unit].size(); ++period) {
            if (board.cells[unit][period].overdue) {
                out.push_back({unit, period});
            }
        }
    }
    std::stable_sort(out.begin(), out.end(), [&](auto const& a, auto const& b) {
        return board.periods[a.period].due < board.periods[b.period].due;
    });
    return out;
}

}  // namespace tocsin::filing
