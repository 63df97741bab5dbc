// SPDX-License-Identifier: Apache-2.0
#include "board_json.hpp"

#include <boost/json.hpp>
#include <map>

#include "board.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

void putNumber(json::object& out, char const* key, std::int64_t number) {
    if (number != 0) {
        out[key] = number;
    }
}

void putInstant(json::object& out, char const* key, std::optional<Instant> t) {
    if (t) {
        out[key] = formatInstant(*t);
    }
}

void putText(json::object& out, char const* key, std::string const& text) {
    if (!text.empty()) {
        out[key] = text;
    }
}

json::array periodsJson(Board const& board) {
    json::array out;
    for (auto const& period : board.periods) {
        json::object one{{"kind", std::string(toString(period.kind))},
                         {"issue", period.issue},
                         {"from", period.firstDay},
                         {"to", period.lastDay}};
        putInstant(one, "due", period.due);
        out.emplace_back(std::move(one));
    }
    return out;
}

json::array overdueJson(Board const& board) {
    json::array out;
    for (auto const& [unit, period] : overdueOn(board)) {
        auto const& standing = board.cells[unit][period];
        json::object one{{"unit", board.units[unit].handle},
                         {"name", board.units[unit].name},
                         {"kind", std::string(toString(board.periods[period].kind))},
                         {"issue", board.periods[period].issue},
                         {"state", std::string(toString(standing.state))}};
        putInstant(one, "due", board.periods[period].due);
        out.emplace_back(std::move(one));
    }
    return out;
}

}  // namespace

json::object toJson(Standing const& standing) {
    json::object out{{"state", std::string(toString(standing.state))}};
    putNumber(out, "number", standing.number);
    putNumber(out, "revision", standing.revision);
    putNumber(out, "newer", standing.newer);
    putNumber(out, "accepted_revision", standing.usable);
    putInstant(out, "due", standing.due);
    putInstant(out, "sent", standing.sent);
    putInstant(out, "settled", standing.settled);
    out["late"] = standing.late;
    out["overdue"] = standing.overdue;
    out["revised"] = standing.revised;
    out["returns"] = standing.returns;
    putText(out, "channel", standing.channel);
    putText(out, "reason", standing.reason);
    return out;
}

json::object toJson(Board const& board) {
    json::array units;
    std::map<std::string, std::int64_t> counts;
    for (std::size_t i = 0; i < board.units.size(); ++i) {
        json::array filings;
        for (auto const& standing : board.cells[i]) {
            filings.emplace_back(toJson(standing));
            ++counts[std::string(toString(standing.state))];
        }
        units.emplace_back(json::object{{"unit", board.units[i].handle},
                                        {"name", board.units[i].name},
                                        {"filings", std::move(filings)}});
    }
    json::object out{{"activity", board.activity},    {"title", board.title},
                     {"at", formatInstant(board.at)}, {"zone", board.zone},
                     {"periods", periodsJson(board)}, {"units", std::move(units)},
                     {"overdue", overdueJson(board)}};
    json::object counted;
    for (auto const& [state, count] : counts) {
        counted[state] = count;
    }
    out["counts"] = std::move(counted);
    return out;
}

}  // namespace tocsin::filing
