// SPDX-License-Identifier: Apache-2.0
#include "rollup.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "rollup_rest.hpp"
#include "rollup_rows.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using messages::JsonReader;

/// Figures that no row has; each is of other plays or other screens in every member, so they add.
constexpr std::array kAdded{"screens_delivered", "preempted", "warning_screens",
                            "warnings_in_time"};

class RollUp {
public:
    RollUp(RollUpHead const& head, std::vector<MemberContent> const& contents)
        : head_(head), contents_(contents) {}

    json::object make(std::vector<std::string> const& missing) {
        for (auto const& content : contents_) {
            addMember(content);
        }
        auto out = headJson();
        out["figures"] = figures();
        if (warningsKnown_) {
            out["warning_ids"] = json::array(warnings_.begin(), warnings_.end());
        }
        out["screens"] = rows_.screens();
        out["assets"] = rows_.assets();
        out["days"] = rows_.days();
        out["work"] = rows_.work();
        out["manual"] = rows_.manual();
        rest_.put(out, head_.kind);
        if (head_.kind == store::FilingKind::final) {
            out["weeks"] = weeks();
            out["reconciliation"] = reconciliation();
        }
        out["texts"] =
            json::object{{"overview", ""}, {"highlights", highlights_}, {"shortcomings", short_}};
        out["drafted"] = json::object{{"overview", true},
                                      {"highlights", highlights_.empty()},
                                      {"shortcomings", short_.empty()}};
        out["people"] = json::object{{"filled_by", ""}, {"reviewed_by", ""}, {"signed_by", ""}};
        out["members"] = members_;
        out["missing"] = json::array(missing.begin(), missing.end());
        out["differences"] = differences_;
        out["duplicates"] = rows_.sameSerials();
        return out;
    }

private:
    struct Week {
        std::string from, to;
        std::int64_t planned = 0, complete = 0, shownMs = 0;
    };

    json::object headJson() const {
        return {{"format", "tocsin-filing/1"},
                {"activity", head_.activity},
                {"title", head_.title},
                {"theme", head_.theme},
                {"unit", head_.unit},
                {"unit_name", head_.unitName},
                {"kind", std::string(toString(head_.kind))},
                {"issue", head_.issue},
                {"from", head_.firstDay},
                {"to", head_.lastDay},
                {"zone", head_.zone},
                {"as_of", formatInstant(head_.asOf)},
                {"last_batch", head_.lastBatch},
                {"rules", rules_}};
    }

    void addMember(MemberContent const& content) {
        try {
            rows_.add(content);
            JsonReader const in(content.document, "");
            addRules(wordOf(in, "rules"));
            if (auto const said = in.find("figures")) {
                addFigures(content, *said);
            }
            addWarnings(in);
            rest_.add(content);
            addWeeks(content, in);
            addTexts(content, in);
        } catch (Failure const& failure) {
            if (failure.error().code == Errc::conflict) {
                throw;
            }
            throw Failure(
                Error{Errc::damaged, nameOf(content.member) + ": " + failure.error().message});
        }
        members_.emplace_back(memberJson(content));
    }

    void addRules(std::string const& rules) {
        if (("," + rules_ + ",").find("," + rules + ",") == std::string::npos) {
            rules_ += (rules_.empty() ? "" : ",") + rules;
        }
    }

    void addFigures(MemberContent const& content, JsonReader const& said) {
        for (auto const* key : kAdded) {
            addTo(added_[key], countOf(said, key));
        }
        auto const& last = rows_.last();
        for (auto const& [key, counted] : {std::pair("screens_ordered", last.ordered),
                                           {"screens_covered", last.covered},
                                           {"screens_landed", last.landed},
                                           {"planned", last.planned},
                                           {"complete", last.complete},
                                           {"partial", last.partial},
                                           {"failed", last.failed},
                                           {"unverified", last.unverified},
                                           {"shown_ms", last.shownMs}}) {
            if (auto const typed = countOf(said, key); typed != counted) {
                differences_.emplace_back(json::object{{"unit", content.member.unit},
                                                       {"number", content.member.number},
                                                       {"revision", content.member.revision},
                                                       {"figure", key},
                                                       {"said", typed},
                                                       {"counted", counted}});
            }
        }
    }

    /// One warning reaches many units: their counts do not add. Which they were is known only if
    /// the members say so.
    void addWarnings(JsonReader const& in) {
        if (auto const ids = in.find("warning_ids")) {
            for (auto const& id : ids->array()) {
                warnings_.insert(id.string(64));
            }
            return;
        }
        auto const said = in.find("figures");
        bool const hadNone =
            !said || (said->find("warnings") ? countOf(*said, "warnings") == 0
                                             : countOf(*said, "warning_screens") == 0);
        warningsKnown_ = warningsKnown_ && hadNone;
    }

    void addWeeks(MemberContent const& content, JsonReader const& in) {
        for (auto const& row : rowsOf(content, "weeks")) {
            auto& week = weeks_[row.at("issue").integer(0, 1000)];
            week.from = wordOf(row, "from");
            week.to = wordOf(row, "to");
            addTo(week.planned, countOf(row, "planned"));
            addTo(week.complete, countOf(row, "complete"));
            addTo(week.shownMs, countOf(row, "shown_ms"));
        }
        auto const said = in.find("reconciliation");
        if (!said) {
            allHold_ = false;
            return;
        }
        addTo(weeksComplete_, countOf(*said, "weeks_complete"));
        addTo(late_, countOf(*said, "late_complete"));
        allHold_ = allHold_ && flagOf(*said, "holds");
        if (auto const remainder = said->find("remainder")) {
            for (auto const& row : remainder->array()) {
                addTo(remainder_[{wordOf(row, "from"), wordOf(row, "to")}],
                      countOf(row, "complete"));
            }
        }
    }

    void addTexts(MemberContent const& content, JsonReader const& in) {
        auto const texts = in.find("texts");
        auto const drafted = in.find("drafted");
        if (!texts) {
            return;
        }
        auto const& name =
            content.member.unitName.empty() ? content.member.unit : content.member.unitName;
        for (auto const& [key, to] :
             {std::pair("highlights", &highlights_), {"shortcomings", &short_}}) {
            if (drafted && flagOf(*drafted, key)) {
                continue;  // it is drafted again, from the sums
            }
            if (auto const text = wordOf(*texts, key); !text.empty()) {
                *to += (to->empty() ? "" : "\n") + name + "：" + text;
            }
        }
    }

    json::object memberJson(MemberContent const& content) const {
        auto const& member = content.member;
        auto const& sums = rows_.last();
        json::object out{{"unit", member.unit},
                         {"unit_name", member.unitName},
                         {"number", member.number},
                         {"revision", member.revision},
                         {"accepted", formatInstant(member.accepted)},
                         {"screens", sums.screens},
                         {"planned", sums.planned},
                         {"complete", sums.complete},
                         {"shown_ms", sums.shownMs},
                         {"origin", member.origin},
                         {"source", member.origin.empty() ? "auto" : "import"},
                         {"late", member.late},
                         {"digest", content.digest.hex()}};
        out["contains"] = json::array(content.contains.begin(), content.contains.end());
        return out;
    }

    json::object figures() const {
        auto const& sums = rows_.counted();
        json::object out{{"screens_ordered", sums.ordered},
                         {"screens_covered", sums.covered},
                         {"screens_landed", sums.landed},
                         {"planned", sums.planned},
                         {"complete", sums.complete},
                         {"counted", sums.counted},
                         {"partial", sums.partial},
                         {"failed", sums.failed},
                         {"unverified", sums.unverified},
                         {"shown_ms", sums.shownMs},
                         {"pictures", rows_.assetsOf("picture")},
                         {"screens_idle", rest_.idleScreens()},
                         {"films", rows_.assetsOf("film")},
                         {"slogans", rows_.assetsOf("slogan")},
                         {"units", rows_.units()}};
        for (auto const& [key, sum] : added_) {
            out[key] = sum;
        }
        if (warningsKnown_) {
            out["warnings"] = static_cast<std::int64_t>(warnings_.size());
        }
        return out;
    }

    json::array weeks() const {
        json::array out;
        for (auto const& [issue, week] : weeks_) {
            out.emplace_back(json::object{{"number", 0},
                                          {"revision", 0},
                                          {"issue", issue},
                                          {"from", week.from},
                                          {"to", week.to},
                                          {"planned", week.planned},
                                          {"complete", week.complete},
                                          {"shown_ms", week.shownMs}});
        }
        return out;
    }

    json::object reconciliation() const {
        json::array remainder;
        auto sum = weeksComplete_;
        addTo(sum, late_);
        for (auto const& [days, complete] : remainder_) {
            addTo(sum, complete);
            remainder.emplace_back(
                json::object{{"from", days.first}, {"to", days.second}, {"complete", complete}});
        }
        auto const total = rows_.counted().complete;
        return {{"weeks_complete", weeksComplete_}, {"remainder", std::move(remainder)},
                {"late_complete", late_},           {"total_complete", total},
                {"difference", total - sum},        {"holds", allHold_ && sum == total}};
    }

    RollUpHead const& head_;
    std::vector<MemberContent> const& contents_;
    RollUpRows rows_;
    RollUpRest rest_;
    std::map<std::string, std::int64_t> added_;
    std::set<std::string> warnings_;
    bool warningsKnown_ = true;
    std::map<std::int64_t, Week> weeks_;
    std::map<std::pair<std::string, std::string>, std::int64_t> remainder_;
    std::int64_t weeksComplete_ = 0, late_ = 0;
    bool allHold_ = true;
    std::string rules_, highlights_, short_;
    json::array members_, differences_;
};

/// What another one was summed from would count twice.
void leaveOutContained(std::vector<MemberContent>& contents) {
    std::set<std::string> contained;
    for (auto const& content : contents) {
        contained.insert(content.contains.begin(), content.contains.end());
    }
    std::erase_if(contents, [&](MemberContent const& content) {
        return contained.contains(content.digest.hex());
    });
}

}  // namespace

Result<json::object> rollUp(RollUpHead const& head, std::vector<RollUpMember> members,
                            std::vector<std::string> missing) {
    if (members.empty()) {
        return Error{Errc::invalid, "no filing of these days was accepted from units below \"" +
                                        head.unit + "\" yet"};
    }
    auto const key = [](RollUpMember const& member) {
        return std::tie(member.unit, member.origin, member.number, member.revision);
    };
    std::sort(members.begin(), members.end(),
              [&](auto const& a, auto const& b) { return key(a) < key(b); });
    std::sort(missing.begin(), missing.end());
    std::vector<MemberContent> contents;
    contents.reserve(members.size());
    for (auto& member : members) {
        auto read = readMember(head, std::move(member));
        if (!read) {
            return read.error();
        }
        contents.push_back(*std::move(read));
    }
    leaveOutContained(contents);
    try {
        return RollUp(head, contents).make(missing);
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::filing
