// SPDX-License-Identifier: Apache-2.0
#include "screen_json.hpp"

#include <algorithm>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::fleet {
namespace {

bool isHandle(std::string const& text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
}

playlists::Opening readOpening(messages::JsonReader const& in) {
    in.onlyKeys({"days", "from", "to"});
    playlists::Opening opening;
    if (auto const days = in.find("days")) {
        std::vector<std::string> names;
        for (auto const& day : days->array(7)) {
            names.push_back(day.string(16));
        }
        auto const parsed = playlists::parseWeekdays(names);
        if (!parsed) {
            days->fail(parsed.error().message);
        }
        opening.days = *parsed;
    }
    auto const hours = playlists::parseDaypart(in.at("from").string(16), in.at("to").string(16));
    if (!hours) {
        in.fail(hours.error().message);
    }
    opening.hours = *hours;
    return opening;
}

double degrees(messages::JsonReader const& in, double most) {
    boost::system::error_code failed;
    auto const out = in.value().to_number<double>(failed);
    if (failed || !(out >= -most && out <= most)) {
        auto const bound = std::to_string(static_cast<int>(most));
        in.fail("expected degrees from -" + bound + " to " + bound + ", like 30.2592");
    }
    return out;
}

store::GeoPlace readPlace(messages::JsonReader const& in) {
    in.onlyKeys({"latitude", "longitude"});
    return {degrees(in.at("latitude"), 90), degrees(in.at("longitude"), 180)};
}

/// A division (GB/T 2260, GB/T 10114).
std::string readCode(messages::JsonReader const& in) {
    auto code = in.string(12);
    bool const isCode = code.size() >= 6 && std::all_of(code.begin(), code.end(), [](char c) {
                            return c >= '0' && c <= '9';
                        });
    if (!code.empty() && !isCode) {
        in.fail("expected the 6 to 12 digits of a division (GB/T 2260, GB/T 10114), like 330106");
    }
    return code;
}

std::vector<std::string> readTags(messages::JsonReader const& in) {
    std::vector<std::string> out;
    for (auto const& tag : in.array(50)) {
        out.push_back(tag.string(64));
    }
    return out;
}

boost::json::value placeJson(store::Screen const& screen) {
    return screen.place ? boost::json::value{{"latitude", screen.place->latitude},
                                             {"longitude", screen.place->longitude}}
                        : boost::json::value(nullptr);
}

boost::json::array openingJson(store::Screen const& screen) {
    boost::json::array rules;
    for (auto const& opening : screen.opening) {
        boost::json::array days;
        for (auto const& name : playlists::toNames(opening.days)) {
            days.emplace_back(name);
        }
        rules.push_back(boost::json::object{{"days", std::move(days)},
                                            {"from", playlists::toString(opening.hours.from)},
                                            {"to", playlists::toString(opening.hours.to)}});
    }
    return rules;
}

}  // namespace

boost::json::object screenJson(store::Screen const& screen) {
    boost::json::array tags;
    for (auto const& tag : screen.tags) {
        tags.emplace_back(tag);
    }
    boost::json::object out{{"id", screen.id.str()},
                            {"name", screen.name},
                            {"unit", screen.unit},
                            {"tags", std::move(tags)},
                            {"width", screen.width},
                            {"height", screen.height},
                            {"zone", screen.zone},
                            {"seed", screen.seed},
                            {"opening", openingJson(screen)},
                            {"retired", screen.retired},
                            {"bound", screen.player.has_value()},
                            {"player", nullptr},
                            {"decode_rate", screen.decodeRate},
                            {"added", formatInstant(screen.added)},
                            {"place", placeJson(screen)},
                            {"code", screen.code},
                            {"location", screen.location},
                            {"type", screen.type},
                            {"responsible", screen.responsible},
                            {"phone", screen.phone},
                            {"serial", screen.serial},
                            {"offline_site", screen.offlineSite}};
    if (screen.player) {
        out["player"] = screen.player->fingerprint();
    }
    return out;
}

store::Screen readScreen(messages::JsonReader const& in) {
    in.onlyKeys({"id", "name", "unit", "tags", "width", "height", "zone", "seed", "opening",
                 "place", "code", "location", "type", "responsible", "phone", "serial",
                 "offline_site"});
    store::Screen screen;
    screen.id = ScreenId(in.at("id").string(256));
    if (!isHandle(screen.id.str())) {
        in.at("id").fail("expected up to 64 of a-z, 0-9, -, _ and .");
    }
    screen.name = in.find("name") ? in.at("name").string(200) : screen.id.str();
    screen.unit = in.find("unit") ? in.at("unit").string(64) : "";
    if (auto const tags = in.find("tags")) {
        screen.tags = readTags(*tags);
    }
    screen.width = static_cast<int>(in.at("width").integer(8, 8192));
    screen.height = static_cast<int>(in.at("height").integer(8, 8192));
    if (auto const zone = in.find("zone")) {
        screen.zone = zone->string(64);
    }
    if (auto const known = playlists::offsetAt(screen.zone, Instant{}); !known) {
        in.fail("zone: " + known.error().message);
    }
    screen.seed = in.find("seed") ? in.at("seed").string(64) : "";
    if (auto const opening = in.find("opening")) {
        for (auto const& rule : opening->array(50)) {
            screen.opening.push_back(readOpening(rule));
        }
    }
    if (auto const place = in.find("place")) {
        screen.place = readPlace(*place);
    }
    screen.code = in.find("code") ? readCode(in.at("code")) : "";
    for (auto const& [member, field] : kPaperFields) {
        screen.*field = in.find(member) ? in.at(member).string(200) : "";
    }
    screen.offlineSite = in.find("offline_site") && in.at("offline_site").boolean();
    return screen;
}

ScreenChange readScreenChange(messages::JsonReader const& in) {
    in.onlyKeys({"name", "tags", "place", "code", "location", "type", "responsible", "phone",
                 "serial", "offline_site"});
    auto const isSaid = [&](char const* member) { return in.value().as_object().contains(member); };
    ScreenChange out;
    if (isSaid("name")) {
        out.name = in.at("name").string(200);
        if (out.name->empty()) {
            in.at("name").fail("expected what people call it");
        }
    }
    if (isSaid("tags")) {
        out.tags = readTags(in.at("tags"));
    }
    if (isSaid("place")) {
        auto const place = in.find("place");
        out.place = place ? std::optional(readPlace(*place)) : std::nullopt;
    }
    if (isSaid("code")) {
        auto const code = in.find("code");
        out.code = code ? readCode(*code) : "";
    }
    if (isSaid("offline_site")) {
        out.offlineSite = in.at("offline_site").boolean();
    }
    for (auto const& [member, field] : kPaperFields) {
        if (isSaid(member)) {
            auto const said = in.find(member);
            out.paper.emplace_back(field, said ? said->string(200) : "");
        }
    }
    return out;
}

}  // namespace tocsin::fleet
