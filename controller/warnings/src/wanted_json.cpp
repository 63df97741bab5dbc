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

json::object storedWhere(Where const& where) {
    json::array areas;
    for (auto const& area : where.areas) {
        areas.push_back(areaJson(area));
    }
    return {{"all", where.all},
            {"screens", list(where.screens)},
            {"units", list(where.units)},
            {"tags", list(where.tags)},
            {"areas", std::move(areas)}};
}

Where readStoredWhere(JsonReader const& in) {
    Where out;
    out.all = in.at("all").boolean();
    out.screens = names(in, "screens");
    out.units = names(in, "units");
    out.tags = names(in, "tags");
    for (auto const& area : in.at("areas").array()) {
        out.areas.push_back(readArea(area));
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
        out["alert"] = json::object{{"sender", wanted.alert->sender},
                                    {"identifier", wanted.alert->identifier},
                                    {"sent", formatInstant(wanted.alert->sent)}};
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
        out.alert =
            playlists::AlertKey{alert->at("sender").string(), alert->at("identifier").string(),
                                alert->at("sent").instant()};
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
    return json::serialize(json::object{{"wanted", wantedJson(kept.wanted)},
                                        {"longest", formatInstant(kept.longest)},
                                        {"brought", kept.brought},
                                        {"brought_at", formatInstant(kept.broughtAt)},
                                        {"reason", kept.reason}});
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
        return out;
    });
}

}  // namespace tocsin::warnings
