// SPDX-License-Identifier: Apache-2.0
#include "board_duplicates.hpp"

#include <boost/json.hpp>
#include <map>
#include <set>
#include <tuple>

#include "rollup_content.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

std::vector<ScreenPlace> placesOf(MemberContent const& content) {
    std::vector<ScreenPlace> out;
    auto const& member = content.member;
    for (auto const& row : rowsOf(content, "screens")) {
        auto const said = wordOf(row, "origin");
        out.push_back({member.unit, member.unitName, member.number, member.revision,
                       wordOf(row, "id"), wordOf(row, "name"), wordOf(row, "serial"),
                       said.empty() ? member.origin : said});
    }
    return out;
}

/// Contents that are read, without those that another one was summed from.
std::vector<MemberContent> readable(RollUpHead const& head, std::vector<RollUpMember> filings) {
    std::vector<MemberContent> out;
    std::set<std::string> contained;
    for (auto& filing : filings) {
        if (auto content = readMember(head, std::move(filing))) {
            contained.insert(content->contains.begin(), content->contains.end());
            out.push_back(*std::move(content));
        }
    }
    std::erase_if(out,
                  [&](auto const& content) { return contained.contains(content.digest.hex()); });
    return out;
}

/// Whether they are of more than one filing.
bool areApart(std::vector<ScreenPlace> const& places) {
    for (auto const& place : places) {
        if (place.number != places.front().number) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::vector<DuplicateScreen> duplicatesIn(RollUpHead const& head,
                                          std::vector<RollUpMember> filings) {
    std::map<std::pair<std::string, std::string>, std::vector<ScreenPlace>> byId;
    std::map<std::string, std::vector<ScreenPlace>> bySerial;
    for (auto const& content : readable(head, std::move(filings))) {
        std::vector<ScreenPlace> places;
        try {
            places = placesOf(content);
        } catch (Failure const&) {
            continue;  // the roll-up says what is wrong with it
        }
        for (auto const& place : places) {
            byId[{place.screen, place.origin}].push_back(place);
            if (!place.serial.empty()) {
                bySerial[place.serial].push_back(place);
            }
        }
    }
    std::vector<DuplicateScreen> out;
    for (auto& [key, places] : byId) {
        if (areApart(places)) {
            out.push_back({true, key.first, std::move(places)});
        }
    }
    for (auto& [serial, places] : bySerial) {
        std::set<std::pair<std::string, std::string>> screens;
        for (auto const& place : places) {
            screens.emplace(place.screen, place.origin);
        }
        if (screens.size() > 1 && areApart(places)) {
            out.push_back({false, serial, std::move(places)});
        }
    }
    return out;
}

json::object toJson(DuplicateScreen const& duplicate) {
    json::array places;
    for (auto const& place : duplicate.places) {
        places.emplace_back(json::object{{"unit", place.unit},
                                         {"unit_name", place.unitName},
                                         {"number", place.number},
                                         {"revision", place.revision},
                                         {"screen", place.screen},
                                         {"name", place.name},
                                         {"serial", place.serial},
                                         {"origin", place.origin}});
    }
    return {{"same", duplicate.sameId ? "id" : "serial"},
            {"what", duplicate.what},
            {"places", std::move(places)}};
}

}  // namespace tocsin::filing
