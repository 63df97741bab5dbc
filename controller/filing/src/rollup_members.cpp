// SPDX-License-Identifier: Apache-2.0
#include "rollup_members.hpp"

#include <boost/json.hpp>

#include "filing_texts.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

class Sources {
public:
    Sources(store::Tx const& tx, std::vector<store::Unit> const& units, Board const& board)
        : tx_(tx), units_(units), board_(board) {}

    RollUpSources below(std::string const& unit, std::size_t depth = 0) const {
        RollUpSources out;
        if (depth > units_.size()) {
            return out;  // a ring, which routes refuse
        }
        for (auto const& one : units_) {
            if (one.parent != unit || one.handle == unit) {
                continue;
            }
            if (auto member = memberOf(one)) {
                out.members.push_back(*std::move(member));
                continue;
            }
            out.missing.push_back(one.handle);
            auto deeper = below(one.handle, depth + 1);
            for (auto& member : deeper.members) {
                out.members.push_back(std::move(member));
            }
            out.missing.insert(out.missing.end(), deeper.missing.begin(), deeper.missing.end());
        }
        return out;
    }

private:
    std::optional<RollUpMember> memberOf(store::Unit const& unit) const {
        for (std::size_t i = 0; i < board_.units.size(); ++i) {
            auto const& standing = board_.cells[i].front();
            if (board_.units[i].handle != unit.handle || standing.usable == 0) {
                continue;
            }
            auto filing = tx_.filings().find(standing.number, standing.usable);
            if (!filing) {
                continue;
            }
            return RollUpMember{unit.handle,
                                unit.name.empty() ? unit.handle : unit.name,
                                standing.number,
                                standing.usable,
                                standing.usableAt.value_or(board_.at),
                                filing->origin,
                                std::move(filing->content),
                                standing.late};
        }
        return std::nullopt;
    }

    store::Tx const& tx_;
    std::vector<store::Unit> const& units_;
    Board const& board_;
};

std::string nameIn(std::vector<store::Unit> const& units, std::string const& handle) {
    for (auto const& unit : units) {
        if (unit.handle == handle && !unit.name.empty()) {
            return unit.name;
        }
    }
    return handle;
}

void addActivity(json::object& out, store::Activity const& activity, BoardPeriod const& period) {
    out["receiver"] = activity.filing.receiver;
    out["responsible"] = json::object{{"name", activity.responsible.name},
                                      {"phone", activity.responsible.phone},
                                      {"mail", activity.responsible.mail}};
    json::array keyDates;
    for (auto const& date : activity.keyDates) {
        keyDates.push_back(
            json::object{{"day", date.day}, {"title", date.title}, {"note", date.note}});
    }
    out["key_dates"] = std::move(keyDates);
    if (period.due) {
        out["due"] = formatInstant(*period.due);
    }
}

/// What no member's people wrote is drafted from the sums.
void draftTexts(json::object& out) {
    auto const drafted = draftedTexts(out, documents::Language::chinese);
    auto& texts = out["texts"].as_object();
    for (auto const& [key, text] : {std::pair("overview", &drafted.overview),
                                    {"highlights", &drafted.highlights},
                                    {"shortcomings", &drafted.shortcomings}}) {
        if (texts[key].as_string().empty()) {
            texts[key] = *text;
        }
    }
}

}  // namespace

RollUpSources rollUpSources(store::Tx const& tx, std::string const& activity,
                            BoardPeriod const& period, std::string const& unit, Instant now) {
    auto const units = tx.units().all();
    Board board;
    board.activity = activity;
    board.at = now;
    board.periods = {period};
    for (auto const& one : units) {
        board.units.push_back({one.handle, one.name});
    }
    board = filled(std::move(board), tx.filings());
    return Sources(tx, units, board).below(unit);
}

Result<json::object> rolledUp(store::Tx const& tx, store::Activity const& activity,
                              BoardPeriod const& period, std::string const& unit, Instant now) {
    RollUpHead const head{activity.handle,
                          activity.title,
                          activity.theme,
                          unit,
                          nameIn(tx.units().all(), unit),
                          period.kind,
                          period.issue,
                          period.firstDay,
                          period.lastDay,
                          activity.zone,
                          now,
                          tx.ledger().newestBatch()};
    auto sources = rollUpSources(tx, activity.handle, period, unit, now);
    auto out = rollUp(head, std::move(sources.members), std::move(sources.missing));
    if (!out) {
        return out.error();
    }
    addActivity(*out, activity, period);
    draftTexts(*out);
    return out;
}

}  // namespace tocsin::filing
