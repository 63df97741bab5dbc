// SPDX-License-Identifier: Apache-2.0
#include "held_changes.hpp"

#include <boost/json.hpp>

#include "lists.hpp"

namespace tocsin::store {
namespace {

namespace json = boost::json;

#define TOCSIN_HELD_COLUMNS \
    "id, who, permission, units, screens, english, chinese, before, request, body, asked, expires"

json::object toJson(std::map<std::string, std::string> const& texts) {
    json::object out;
    for (auto const& [key, value] : texts) {
        out[key] = value;
    }
    return out;
}

std::map<std::string, std::string> mapFrom(json::value const& value) {
    std::map<std::string, std::string> out;
    for (auto const& [key, text] : value.as_object()) {
        out.emplace(std::string(key), std::string(text.as_string()));
    }
    return out;
}

std::string requestText(HeldRequest const& request) {
    return json::serialize(json::object{{"method", request.method},
                                        {"pattern", request.pattern},
                                        {"path", request.path},
                                        {"parameters", toJson(request.parameters)},
                                        {"query", toJson(request.query)},
                                        {"content_type", request.contentType}});
}

HeldRequest requestFrom(std::string const& text) {
    try {
        auto const value = json::parse(text);
        auto const field = [&](char const* key) { return std::string(value.at(key).as_string()); };
        return {field("method"),
                field("pattern"),
                field("path"),
                mapFrom(value.at("parameters")),
                mapFrom(value.at("query")),
                field("content_type"),
                {}};
    } catch (std::exception const& wrong) {
        throw Failure({Errc::damaged, "a change that waits for a second person cannot be read: " +
                                          std::string(wrong.what())});
    }
}

std::string textOf(std::vector<ScreenId> const& screens) {
    std::vector<std::string> names;
    names.reserve(screens.size());
    for (auto const& screen : screens) {
        names.push_back(screen.str());
    }
    return listText(names);
}

std::vector<ScreenId> screensFrom(std::string const& text) {
    std::vector<ScreenId> out;
    for (auto& name : textsFrom(text)) {
        out.emplace_back(std::move(name));
    }
    return out;
}

HeldChange changeFrom(Query& row) {
    HeldChange out;
    out.id = row.text();
    out.who = row.text();
    out.permission = row.text();
    out.units = textsFrom(row.text());
    out.screens = screensFrom(row.text());
    out.english = row.text();
    out.chinese = row.text();
    out.before = row.digest();
    out.request = requestFrom(row.text());
    out.request.body = row.text();
    out.asked = row.instant();
    out.expires = row.instant();
    return out;
}

}  // namespace

std::vector<HeldChange> SqliteHeldChanges::all() const {
    std::vector<HeldChange> out;
    auto query = connection_.query(
        "SELECT id, who, permission, units, screens, english, chinese, before, request, '', asked, "
        "expires FROM held_changes ORDER BY asked, id");
    while (query.step()) {
        out.push_back(changeFrom(query));
    }
    return out;
}

std::optional<HeldChange> SqliteHeldChanges::find(std::string const& id) const {
    auto query = connection_.query("SELECT " TOCSIN_HELD_COLUMNS " FROM held_changes WHERE id = ?");
    query.with(id);
    return query.step() ? std::optional(changeFrom(query)) : std::nullopt;
}

void SqliteHeldChanges::put(HeldChange const& change) {
    connection_
        .query("INSERT OR REPLACE INTO held_changes(" TOCSIN_HELD_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(change.id, change.who, change.permission, listText(change.units),
              textOf(change.screens), change.english, change.chinese, change.before,
              requestText(change.request), change.request.body, change.asked, change.expires)
        .run();
}

void SqliteHeldChanges::remove(std::string const& id) {
    connection_.query("DELETE FROM held_changes WHERE id = ?").with(id).run();
}

std::vector<ScreenId> SqliteHeldChanges::reachedSince(std::string const& account, Instant t) const {
    std::vector<ScreenId> out;
    auto query = connection_.query(
        "SELECT screen FROM reached_screens WHERE account = ? AND at > ? ORDER BY screen");
    query.with(account, t);
    while (query.step()) {
        out.emplace_back(query.text());
    }
    return out;
}

void SqliteHeldChanges::noteReached(std::string const& account,
                                    std::vector<ScreenId> const& screens, Instant at) {
    for (auto const& screen : screens) {
        connection_
            .query("INSERT OR REPLACE INTO reached_screens(account, screen, at) VALUES(?, ?, ?)")
            .with(account, screen.str(), at)
            .run();
    }
}

void SqliteHeldChanges::forgetReached(std::string const& account) {
    connection_.query("DELETE FROM reached_screens WHERE account = ?").with(account).run();
}

void SqliteHeldChanges::forgetReachedBefore(Instant t) {
    connection_.query("DELETE FROM reached_screens WHERE at < ?").with(t).run();
}

#undef TOCSIN_HELD_COLUMNS

}  // namespace tocsin::store
