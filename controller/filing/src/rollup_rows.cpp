// SPDX-License-Identifier: Apache-2.0
#include "rollup_rows.hpp"

#include <algorithm>

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using messages::JsonReader;

/// Whose numbers a row has: the controller that counted it, through however many hands it came.
std::string originOf(JsonReader const& row, MemberContent const& content) {
    auto const said = wordOf(row, "origin");
    return said.empty() ? content.member.origin : said;
}

std::string sourceOf(JsonReader const& row, std::string const& origin) {
    if (wordOf(row, "source") == "manual") {
        return "manual";
    }
    return origin.empty() ? "auto" : "import";
}

/// A member's own controller may call its unit as it likes, or nothing at all; here it is called as
/// this one calls it. What it says of units below stays, with whose name that is; empty: ours.
std::string nameUnit(json::object& object, JsonReader const& row, MemberContent const& content) {
    auto const unit = wordOf(row, "unit");
    object.erase("named_by");
    if (unit.empty() || unit == content.unit) {
        object["unit"] = content.member.unit;
        object["unit_name"] = content.member.unitName;
        return "";
    }
    auto const said = wordOf(row, "named_by");
    auto namer = said.empty() ? content.member.origin : said;
    if (!namer.empty()) {
        object["named_by"] = namer;
    }
    return namer;
}

/// Of a row that may have been joined before.
void addWords(std::set<std::string>& words, std::string const& text) {
    constexpr std::string_view kBetween = "；";
    std::size_t from = 0;
    for (auto at = text.find(kBetween); at != std::string::npos; at = text.find(kBetween, from)) {
        words.insert(text.substr(from, at - from));
        from = at + kBetween.size();
    }
    words.insert(text.substr(from));
}

std::string joined(std::set<std::string> const& words) {
    std::string out;
    for (auto const& word : words) {
        out += (out.empty() || word.empty() ? "" : "；") + word;
    }
    return out;
}

std::string member(json::object const& row, char const* key) {
    auto const* const found = row.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->as_string().c_str())
                                                  : std::string();
}

}  // namespace

void PlaySums::add(JsonReader const& screen) {
    ++screens;
    if (countOf(screen, "planned") > 0) {
        ++ordered;
        covered += flagOf(screen, "covered") ? 1 : 0;
        landed += flagOf(screen, "landed") ? 1 : 0;
    }
    addTo(planned, countOf(screen, "planned"));
    addTo(complete, countOf(screen, "complete"));
    addTo(counted, countOf(screen, screen.find("counted") ? "counted" : "complete"));
    addTo(partial, countOf(screen, "partial"));
    addTo(failed, countOf(screen, "failed"));
    addTo(unverified, countOf(screen, "unverified"));
    addTo(shownMs, countOf(screen, "shown_ms"));
}

void PlaySums::add(PlaySums const& others) {
    for (auto const sum :
         {&PlaySums::screens, &PlaySums::ordered, &PlaySums::covered, &PlaySums::landed,
          &PlaySums::planned, &PlaySums::complete, &PlaySums::counted, &PlaySums::partial,
          &PlaySums::failed, &PlaySums::unverified, &PlaySums::shownMs}) {
        addTo(this->*sum, others.*sum);
    }
}

void RollUpRows::add(MemberContent const& content) {
    last_ = {};
    addScreens(content);
    addAssets(content);
    addDays(content);
    addWork(content);
}

void RollUpRows::addScreens(MemberContent const& content) {
    for (auto const& row : rowsOf(content, "screens")) {
        auto const id = row.at("id").string(64);
        auto const origin = originOf(row, content);
        auto const [there, isNew] = seen_.emplace(std::pair(origin, id), &content.member);
        if (!isNew) {
            throw Failure(Error{Errc::conflict, "screen " + id + " is in " +
                                                    nameOf(*there->second) + " and in " +
                                                    nameOf(content.member) +
                                                    "; return the one that does not have it"});
        }
        auto const source = sourceOf(row, origin);
        json::object object = row.value().as_object();
        auto const namer = nameUnit(object, row, content);
        object["source"] = source;
        object["origin"] = origin;
        object["member"] = content.member.unit;
        auto const unit = member(object, "unit");
        bool const takesPart = countOf(row, "planned") > 0 || countOf(row, "complete") > 0;
        if (source != "manual" && takesPart) {
            units_.emplace(namer, unit);
        }
        screens_[{unit, id, origin}] = {std::move(object), &content.member};
        if (source == "manual") {
            byHand_.add(row);
        } else {
            counted_.add(row);
            last_.add(row);
        }
    }
}

void RollUpRows::addAssets(MemberContent const& content) {
    for (auto const& row : rowsOf(content, "assets")) {
        auto& asset = assets_[row.at("digest").string(64)];
        if (asset.first.empty()) {
            asset.first = row.value().as_object();
        }
        addTo(asset.screens, countOf(row, "screens"));
        addTo(asset.planned, countOf(row, "planned"));
        addTo(asset.complete, countOf(row, "complete"));
        addTo(asset.shownMs, countOf(row, "shown_ms"));
        auto const first = wordOf(row, "first_day");
        if (!first.empty() && (asset.firstDay.empty() || first < asset.firstDay)) {
            asset.firstDay = first;
        }
        asset.lastDay = std::max(asset.lastDay, wordOf(row, "last_day"));
        addWords(asset.approvals, wordOf(row, "approval"));
        addWords(asset.approvers, wordOf(row, "approver"));
        auto const said = wordOf(row, "source");
        bool const foreign = !content.member.origin.empty();
        asset.counted = asset.counted || (!foreign && said != "import");
        asset.imported = asset.imported || foreign || said == "import" || said == "mixed";
    }
}

void RollUpRows::addDays(MemberContent const& content) {
    for (auto const& row : rowsOf(content, "days")) {
        auto& [planned, complete] = days_[row.at("day").string(10)];
        addTo(planned, countOf(row, "planned"));
        addTo(complete, countOf(row, "complete"));
    }
}

void RollUpRows::addWork(MemberContent const& content) {
    for (auto const& row : rowsOf(content, "work")) {
        auto const origin = originOf(row, content);
        json::object object = row.value().as_object();
        nameUnit(object, row, content);
        object["source"] = "manual";
        object["origin"] = origin;
        object["member"] = content.member.unit;
        // The same record in two filings is one record.
        work_.emplace(std::pair(origin, row.at("number").integer(1, kMostCount)),
                      std::move(object));
    }
}

std::int64_t RollUpRows::assetsOf(std::string_view kind) const {
    return std::count_if(assets_.begin(), assets_.end(), [&](auto const& one) {
        return one.second.complete > 0 && member(one.second.first, "kind") == kind;
    });
}

json::array RollUpRows::screens() const {
    json::array out;
    for (auto const& [key, row] : screens_) {
        out.emplace_back(row.object);
    }
    return out;
}

json::array RollUpRows::assets() const {
    json::array out;
    for (auto const& [digest, asset] : assets_) {
        json::object row = asset.first;
        row["approval"] = joined(asset.approvals);
        row["approver"] = joined(asset.approvers);
        row["first_day"] = asset.firstDay;
        row["last_day"] = asset.lastDay;
        row["screens"] = asset.screens;
        row["planned"] = asset.planned;
        row["complete"] = asset.complete;
        row["shown_ms"] = asset.shownMs;
        row["source"] = !asset.imported ? "auto" : asset.counted ? "mixed" : "import";
        out.emplace_back(std::move(row));
    }
    return out;
}

json::array RollUpRows::days() const {
    json::array out;
    for (auto const& [day, sums] : days_) {
        out.emplace_back(
            json::object{{"day", day}, {"planned", sums.first}, {"complete", sums.second}});
    }
    return out;
}

json::array RollUpRows::work() const {
    json::array out;
    for (auto const& [key, row] : work_) {
        out.emplace_back(row);
    }
    return out;
}

json::object RollUpRows::manual() const {
    std::int64_t sessions = 0, people = 0;
    for (auto const& [key, row] : work_) {
        json::value const value(row);
        JsonReader const reader(value, "work");
        addTo(sessions, countOf(reader, "sessions"));
        addTo(people, countOf(reader, "people"));
    }
    return {{"records", work_.size()},    {"sessions", sessions},
            {"people", people},           {"screens", byHand_.screens},
            {"planned", byHand_.planned}, {"complete", byHand_.complete},
            {"shown_ms", byHand_.shownMs}};
}

json::array RollUpRows::sameSerials() const {
    std::map<std::string, std::vector<Row const*>> bySerial;
    for (auto const& [key, row] : screens_) {
        if (auto const serial = member(row.object, "serial"); !serial.empty()) {
            bySerial[serial].push_back(&row);
        }
    }
    json::array out;
    for (auto const& [serial, rows] : bySerial) {
        if (rows.size() < 2) {
            continue;
        }
        json::array screens;
        for (auto const* const row : rows) {
            screens.emplace_back(json::object{{"id", member(row->object, "id")},
                                              {"name", member(row->object, "name")},
                                              {"unit", member(row->object, "unit")},
                                              {"origin", member(row->object, "origin")}});
        }
        out.emplace_back(json::object{{"serial", serial}, {"screens", std::move(screens)}});
    }
    return out;
}

}  // namespace tocsin::filing
