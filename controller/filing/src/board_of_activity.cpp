// SPDX-License-Identifier: Apache-2.0
#include "board_of_activity.hpp"

#include <algorithm>

#include "tocsin/filing/calendar.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

using access::Permission;

bool maySee(access::Principal const& who, std::string const& unit) {
    return who.may(Permission::viewReports, unit) || who.may(Permission::submitReports, unit);
}

/// A unit, then those below it, each with those below it: the order in which people read a tree.
void addTree(std::vector<BoardUnit>& out, std::vector<store::Unit> const& units,
             store::Unit const& top, std::size_t depth) {
    if (depth > units.size()) {
        return;  // a ring, which routes refuse
    }
    out.push_back({top.handle, top.name.empty() ? top.handle : top.name});
    for (auto const& unit : units) {
        if (unit.parent == top.handle) {
            addTree(out, units, unit, depth + 1);
        }
    }
}

std::vector<BoardUnit> unitsBelow(std::vector<store::Unit> const& units, std::string const& top) {
    std::vector<BoardUnit> out;
    for (auto const& unit : units) {
        if (top.empty() ? unit.parent.empty() : unit.handle == top) {
            addTree(out, units, unit, 0);
        }
    }
    return out;
}

/// What nobody waits for stands on a board once a unit has begun it.
void leaveOutUnasked(Board& board) {
    for (auto i = board.periods.size(); i-- > 0;) {
        auto const column = static_cast<std::ptrdiff_t>(i);
        bool const isBegun = std::any_of(board.cells.begin(), board.cells.end(), [i](auto& row) {
            return row[i].state != FilingState::none;
        });
        if (board.periods[i].due || isBegun) {
            continue;
        }
        board.periods.erase(board.periods.begin() + column);
        for (auto& row : board.cells) {
            row.erase(row.begin() + column);
        }
    }
}

}  // namespace

Result<store::Activity> findActivity(store::Tx const& tx, std::string const& handle) {
    auto found = tx.activities().find(handle);
    if (!found || found->retired) {
        return Error{Errc::notFound, "there is no activity \"" + handle + "\" here"};
    }
    return *std::move(found);
}

Result<std::vector<BoardPeriod>> boardPeriods(store::Activity const& activity) {
    auto const periods = periodsOf(activity);
    if (!periods) {
        return periods.error();
    }
    std::vector<BoardPeriod> out;
    for (auto const& one : *periods) {
        out.push_back({one.kind, one.issue, playlists::toString(one.first),
                       playlists::toString(one.last), one.due});
    }
    return out;
}

Result<BoardPeriod> boardPeriod(store::Activity const& activity, store::FilingKind kind,
                                int issue) {
    auto const periods = boardPeriods(activity);
    if (!periods) {
        return periods.error();
    }
    auto const found = std::find_if(periods->begin(), periods->end(), [&](auto const& one) {
        return one.kind == kind && one.issue == issue;
    });
    if (found == periods->end()) {
        return Error{Errc::notFound, "activity \"" + activity.handle + "\" has no filing " +
                                         std::string(toString(kind)) + " " + std::to_string(issue)};
    }
    return *found;
}

Result<store::FilingKind> calendarKind(std::string const& word) {
    for (auto const kind :
         {store::FilingKind::plan, store::FilingKind::week, store::FilingKind::final}) {
        if (toString(kind) == word) {
            return kind;
        }
    }
    return Error{Errc::invalid, "kind: \"" + word + "\"; plan, week and final are allowed"};
}

Result<Board> boardOf(store::Tx const& tx, access::Principal const& who, BoardWish const& wish,
                      Instant now) {
    auto const activity = findActivity(tx, wish.activity);
    if (!activity) {
        return activity.error();
    }
    auto periods = boardPeriods(*activity);
    if (!periods) {
        return periods.error();
    }
    Board out;
    out.activity = activity->handle;
    out.title = activity->title;
    out.zone = activity->zone;
    out.at = wish.at.value_or(now);
    out.periods = *std::move(periods);
    auto const top = wish.unit.empty() ? activity->unit : wish.unit;
    out.units = unitsBelow(tx.units().all(), top);
    std::erase_if(out.units, [&](BoardUnit const& unit) { return !maySee(who, unit.handle); });
    if (out.units.empty()) {
        return Error{Errc::notFound, "there is no unit to be seen below \"" + top + "\""};
    }
    out = filled(std::move(out), tx.filings());
    leaveOutUnasked(out);
    return out;
}

}  // namespace tocsin::filing
