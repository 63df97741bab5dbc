// SPDX-License-Identifier: Apache-2.0
// Warnings' own rows as JSON. What is read here was written here.
#include "tocsin/messages/json.hpp"
#include "wanted.hpp"
#include "where_json.hpp"

namespace tocsin::warnings {
namespace {

namespace json = boost::json;
using messages::JsonReader;

constexpr std::size_t kMostBytes = 32 << 20;

json::array list(std::vector<std::string> const& names) {
    return json::array(names.begin(), names.end());
}

std::vector<std::string> names(JsonReader const& in, std::string_view key) {
    std::vector<std::string> out;
    for (auto const& name : in.at(key).array()) {
        out.push_back(name.string());
    }
    return out;
}

json::array areasJson(std::vector<Area> const& areas) {
    json::array out;
    for (auto const& area : areas) {
        out.push_back(areaJson(area));
    }
    return out;
}

std::vector<Area> readAreas(JsonReader const& in) {
    std::vector<Area> out;
    for (auto const& area : in.array()) {
        out.push_back(readArea(area));
    }
    return out;
}

json::object storedWhere(Where const& where) {
    json::object out{{"all", where.all},
                     {"screens", list(where.screens)},
                     {"units", list(where.units)},
                     {"tags", list(where.tags)},
                     {"areas", areasJson(where.areas)}};
    if (!where.except.empty()) {
        out["except"] = areasJson(where.except);
    }
    return out;
}

Where readStoredWhere(JsonReader const& in) {
    Where out;
    out.all = in.at("all").boolean();
    out.screens = names(in, "screens");
    out.units = names(in, "units");
    out.tags = names(in, "tags");
    out.areas = readAreas(in.at("areas"));
    if (auto const except = in.find("except")) {
        out.except = readAreas(*except);
    }
    return out;
}

json::object textJson(messages::WarningText const& text) {
    return {{"language", text.language},
            {"headline", text.headline},
            {"issuer", text.issuer},
            {"body", text.body},
            {"instruction", text.instruction}};
}

messages::WarningText readText(JsonReader const& in) {
    return {in.at("language").string(), in.at("headline").string(), in.at("issuer").string(),
            in.at("body").string(), in.at("instruction").string()};
}

json::value reachJson(access::UnitSet const& reach) {
    if (reach.isAll()) {
        return nullptr;
    }
    return json::array(reach.named().begin(), reach.named().end());
}

access::UnitSet readReach(JsonReader const& in) {
    auto const units = in.find("reach");
    if (!units) {
        return access::UnitSet::all();
    }
    access::UnitSet out;
    for (auto const& unit : units->array()) {
        out.add(unit.string());
    }
    return out;
}

json::object keyJson(playlists::AlertKey const& key) {
    return {
        {"sender", key.sender}, {"identifier", key.identifier}, {"sent", formatInstant(key.sent)}};
}

playlists::AlertKey readKey(JsonReader const& in) {
    return {in.at("sender").string(), in.at("identifier").string(), in.at("sent").instant()};
}

json::object wantedJson(Wanted const& wanted) {
    json::array texts;
    for (auto const& text : wanted.texts) {
        texts.push_back(textJson(text));
    }
    json::object out{{"made", wanted.made},
                     {"emergency", wanted.emergency},
                     {"drill", wanted.drill},
                     {"level", playlists::toString(wanted.level)},
                     {"event", wanted.event},
                     {"icon", wanted.icon},
                     {"texts", std::move(texts)},
                     {"published", formatInstant(wanted.published)},
                     {"from", formatInstant(wanted.from)},
                     {"expires", formatInstant(wanted.expires)},
                     {"where", storedWhere(wanted.where)},
                     {"reach", reachJson(wanted.reach)},
                     {"by", wanted.by}};
    if (wanted.look) {
        out["look"] = playlists::toString(*wanted.look);
    }
    if (wanted.usualLook) {
        out["usual_look"] = playlists::toString(*wanted.usualLook);
    }
    if (wanted.sound) {
        out["sound"] = *wanted.sound;
    }
    if (wanted.alert) {
        out["alert"] = keyJson(*wanted.alert);
        out["part"] = wanted.part;
    }
    return out;
}

std::optional<playlists::WarningLook> readLook(JsonReader const& in, std::string_view key) {
    auto const look = in.find(key);
    return look ? playlists::warningLookFrom(look->string()) : std::nullopt;
}

Wanted readWanted(JsonReader const& in) {
    Wanted out;
    out.made = in.at("made").string();
    out.emergency = in.at("emergency").boolean();
    out.drill = in.at("drill").boolean();
    out.level = playlists::warningLevelFrom(in.at("level").string())
                    .value_or(playlists::WarningLevel::none);
    out.event = in.at("event").string();
    out.icon = in.at("icon").string();
    for (auto const& text : in.at("texts").array()) {
        out.texts.push_back(readText(text));
    }
    out.published = in.at("published").instant();
    out.from = in.at("from").instant();
    out.expires = in.at("expires").instant();
    out.where = readStoredWhere(in.at("where"));
    out.look = readLook(in, "look");
    out.usualLook = readLook(in, "usual_look");
    if (auto const sound = in.find("sound")) {
        out.sound = sound->boolean();
    }
    out.reach = readReach(in);
    out.by = in.at("by").string();
    if (auto const alert = in.find("alert")) {
        out.alert = readKey(*alert);
        auto const part = in.find("part");
        out.part = part ? part->string() : "";
    }
    return out;
}

template <class Read>
auto readOwn(std::string_view text, Read const& read)
    -> Result<decltype(read(std::declval<JsonReader>()))> {
    auto out = messages::readJson(text, read, kMostBytes);
    if (!out) {
        return Error{Errc::damaged, "a stored warning cannot be read (" + out.error().message +
                                        "); restore the database from a backup"};
    }
    return out;
}

}  // namespace

std::string toJson(Wanted const& wanted) {
    return json::serialize(wantedJson(wanted));
}

std::string toJson(Kept const& kept) {
    json::object out{{"wanted", wantedJson(kept.wanted)},
                     {"longest", formatInstant(kept.longest)},
                     {"brought", kept.brought},
                     {"brought_at", formatInstant(kept.broughtAt)},
                     {"reason", kept.reason}};
    if (!kept.turnedDown.empty()) {
        json::array all;
        for (auto const& one : kept.turnedDown) {
            all.push_back(json::object{{"message", keyJson(one.message)}, {"part", one.part}});
        }
        out["turned_down"] = std::move(all);
    }
    return json::serialize(out);
}

Result<Wanted> parseWanted(std::string_view text) {
    return readOwn(text, readWanted);
}

Result<Kept> parseKept(std::string_view text) {
    return readOwn(text, [](JsonReader const& in) {
        Kept out;
        out.wanted = readWanted(in.at("wanted"));
        out.longest = in.at("longest").instant();
        out.brought = in.at("brought").integer(0, INT64_MAX);
        out.broughtAt = in.at("brought_at").instant();
        out.reason = in.at("reason").string();
        if (auto const all = in.find("turned_down")) {
            for (auto const& one : all->array()) {
                out.turnedDown.push_back({readKey(one.at("message")), one.at("part").string()});
            }
        }
        return out;
    });
}

}  // namespace tocsin::warnings
