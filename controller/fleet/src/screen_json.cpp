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
                            {"added", formatInstant(screen.added)}};
    if (screen.player) {
        out["player"] = screen.player->fingerprint();
    }
    return out;
}

store::Screen readScreen(messages::JsonReader const& in) {
    in.onlyKeys({"id", "name", "unit", "tags", "width", "height", "zone", "seed", "opening"});
    store::Screen screen;
    screen.id = ScreenId(in.at("id").string(256));
    if (!isHandle(screen.id.str())) {
        in.at("id").fail("expected up to 64 of a-z, 0-9, -, _ and .");
    }
    screen.name = in.find("name") ? in.at("name").string(200) : screen.id.str();
    screen.unit = in.find("unit") ? in.at("unit").string(64) : "";
    if (auto const tags = in.find("tags")) {
        for (auto const& tag : tags->array(50)) {
            screen.tags.push_back(tag.string(64));
        }
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
    return screen;
}

}  // namespace tocsin::fleet
