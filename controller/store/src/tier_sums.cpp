// SPDX-License-Identifier: Apache-2.0
#include "tier_sums.hpp"

#include <string>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::store {
namespace {

/// Complete plays of one screen, name and campaign in a quarter of an hour: no zone has a day that
/// begins within one.
struct Part {
    std::int64_t quarter = 0, screen = 0, name = 0, campaign = 0;
    std::int64_t delivered = 0, answered = 0, photographed = 0;
    std::string zone;
};

/// Calls `take` with each as it is found: there may be more than memory holds.
template <class Take>
void forEachPart(Connection& connection, Take const& take) {
    auto query = connection.query(
        "SELECT (p.start_ms - ((p.start_ms % 900000) + 900000) % 900000) / 900000, p.screen, "
        "p.asset_name, p.campaign, count(*), sum(p.tier >= 3), sum(p.tier >= 4), "
        "coalesce(s.zone, 'UTC') FROM plays p JOIN ledger_screens l ON l.key = p.screen "
        "LEFT JOIN screens s ON s.id = l.id WHERE p.result = 0 AND p.tier >= 2 "
        "GROUP BY 1, 2, 3, 4");
    while (query.step()) {
        Part part;
        part.quarter = query.integer();
        part.screen = query.integer();
        part.name = query.integer();
        part.campaign = query.integer();
        part.delivered = query.integer();
        part.answered = query.integer();
        part.photographed = query.integer();
        part.zone = query.text();
        take(part);
    }
}

std::string dayOf(Part const& part) {
    constexpr std::int64_t kQuarterMs = 900'000;
    auto const day = playlists::localDayOf(part.zone, fromMillis(part.quarter * kQuarterMs));
    return day ? playlists::toString(*day) : "";
}

template <class Bucket>
void add(Connection& connection, char const* sql, Part const& part, Bucket const& bucket) {
    connection.query(sql)
        .with(part.delivered, part.answered, part.photographed, bucket, part.screen, part.name,
              part.campaign)
        .run();
}

#define TOCSIN_ADD_TIERS(table, bucket)                                                         \
    "UPDATE " table                                                                             \
    " SET delivered = delivered + ?, answered = answered + ?, photographed = photographed + ? " \
    "WHERE " bucket " = ? AND screen = ? AND asset_name = ? AND campaign = ?"

}  // namespace

void sumOldTiers(Connection& connection) {
    constexpr std::int64_t kQuartersAnHour = 4;
    forEachPart(connection, [&](Part const& part) {
        auto const hour = part.quarter >= 0
                              ? part.quarter / kQuartersAnHour
                              : (part.quarter - kQuartersAnHour + 1) / kQuartersAnHour;
        add(connection, TOCSIN_ADD_TIERS("hourly_sums", "hour"), part, hour);
        add(connection, TOCSIN_ADD_TIERS("daily_sums", "day"), part, dayOf(part));
    });
}

#undef TOCSIN_ADD_TIERS

}  // namespace tocsin::store
