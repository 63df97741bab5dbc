// SPDX-License-Identifier: Apache-2.0
// What is made from assets: house masters and renditions.
#include <array>
#include <utility>

#include "aggregates.hpp"
#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_CONVERSION_COLUMNS                                                             \
    "asset, width, height, fit, state, needs, length_ms, rate_num, rate_den, sound, reason, " \
    "result, bytes, "                                                                         \
    "owner, asked, touched, record"

constexpr std::array<std::pair<ConversionState, std::string_view>, 4> kStates{{
    {ConversionState::waiting, "waiting"},
    {ConversionState::paused, "paused"},
    {ConversionState::done, "done"},
    {ConversionState::failed, "failed"},
}};

Failure damaged(std::string const& what) {
    return Failure(
        {Errc::damaged, "the database is damaged: a conversion's " + what + "; restore a backup"});
}

ConversionState stateFrom(std::string const& name) {
    for (auto const& [state, known] : kStates) {
        if (known == name) {
            return state;
        }
    }
    throw damaged("state is \"" + name + "\"");
}

Fit fitFrom(std::string const& name) {
    auto const fit = fitNamed(name);
    if (!fit) {
        throw damaged("fit is \"" + name + "\"");
    }
    return *fit;
}

Conversion conversionFrom(Query& row) {
    Conversion out;
    out.asset = row.digest();
    out.screens.width = row.smallInteger();
    out.screens.height = row.smallInteger();
    out.screens.fit = fitFrom(row.text());
    out.state = stateFrom(row.text());
    out.needs = textsFrom(row.text());
    out.length = Milliseconds(row.integer());
    out.rateNum = row.integer();
    out.rateDen = row.integer();
    out.sound = row.flag();
    out.reason = row.text();
    out.result = row.maybeDigest();
    out.bytes = row.integer();
    out.owner = row.text();
    out.asked = row.instant();
    out.touched = row.instant();
    out.record = row.text();
    return out;
}

std::vector<Conversion> allOf(Query& query) {
    std::vector<Conversion> out;
    while (query.step()) {
        out.push_back(conversionFrom(query));
    }
    return out;
}

}  // namespace

std::string_view toString(ConversionState state) {
    for (auto const& [known, name] : kStates) {
        if (known == state) {
            return name;
        }
    }
    return "unknown";
}

std::vector<Conversion> SqliteConversions::all() const {
    auto query = connection_.query("SELECT " TOCSIN_CONVERSION_COLUMNS
                                   " FROM conversions ORDER BY asked, asset, width, height, fit");
    return allOf(query);
}

std::vector<Conversion> SqliteConversions::in(ConversionState state) const {
    auto query = connection_.query("SELECT " TOCSIN_CONVERSION_COLUMNS
                                   " FROM conversions WHERE state = ? "
                                   "ORDER BY width > 0, asked, asset, width, height, fit");
    query.with(toString(state));
    return allOf(query);
}

std::vector<Conversion> SqliteConversions::of(Digest const& asset) const {
    auto query = connection_.query("SELECT " TOCSIN_CONVERSION_COLUMNS
                                   " FROM conversions WHERE asset = ? ORDER BY width, height, fit");
    query.with(asset);
    return allOf(query);
}

std::optional<Conversion> SqliteConversions::find(Digest const& asset,
                                                  ScreenClass const& screens) const {
    auto query = connection_.query(
        "SELECT " TOCSIN_CONVERSION_COLUMNS
        " FROM conversions WHERE asset = ? AND width = ? AND height = ? AND fit = ?");
    return query.with(asset, screens.width, screens.height, toString(screens.fit)).step()
               ? std::optional(conversionFrom(query))
               : std::nullopt;
}

void SqliteConversions::put(Conversion const& c) {
    connection_
        .query("INSERT OR REPLACE INTO conversions(" TOCSIN_CONVERSION_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(c.asset, c.screens.width, c.screens.height, toString(c.screens.fit),
              toString(c.state), listText(c.needs), c.length, c.rateNum, c.rateDen, c.sound,
              c.reason, c.result, c.bytes, c.owner, c.asked, c.touched, c.record)
        .run();
}

void SqliteConversions::remove(Digest const& asset, ScreenClass const& screens) {
    connection_
        .query("DELETE FROM conversions WHERE asset = ? AND width = ? AND height = ? AND fit = ?")
        .with(asset, screens.width, screens.height, toString(screens.fit))
        .run();
}

}  // namespace tocsin::store
