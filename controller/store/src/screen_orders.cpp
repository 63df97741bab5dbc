// SPDX-License-Identifier: Apache-2.0
// Orders to screens, a row a screen.
#include "aggregates.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_ORDER_COLUMNS                                                            \
    "screen, generation, counter, blanked, order_generation, order_counter, envelope, " \
    "since_ms, expires_ms, who, reason"

ScreenOrder orderFrom(Query& row) {
    ScreenOrder order;
    order.screen = ScreenId(row.text());
    order.newest.generation = row.integer();
    order.newest.counter = row.integer();
    order.blanked = row.flag();
    order.version.generation = row.integer();
    order.version.counter = row.integer();
    order.envelope = row.text();
    order.since = row.instant();
    order.expires = row.instant();
    order.who = row.text();
    order.reason = row.text();
    return order;
}

}  // namespace

std::vector<ScreenOrder> SqliteScreenOrders::all() const {
    std::vector<ScreenOrder> out;
    auto query =
        connection_.query("SELECT " TOCSIN_ORDER_COLUMNS " FROM screen_orders ORDER BY screen");
    while (query.step()) {
        out.push_back(orderFrom(query));
    }
    return out;
}

std::optional<ScreenOrder> SqliteScreenOrders::find(ScreenId const& screen) const {
    auto query =
        connection_.query("SELECT " TOCSIN_ORDER_COLUMNS " FROM screen_orders WHERE screen = ?");
    query.with(screen.str());
    return query.step() ? std::optional(orderFrom(query)) : std::nullopt;
}

void SqliteScreenOrders::put(ScreenOrder const& order) {
    connection_
        .query("INSERT OR REPLACE INTO screen_orders(" TOCSIN_ORDER_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(order.screen.str(), order.newest.generation, order.newest.counter, order.blanked,
              order.version.generation, order.version.counter, order.envelope, order.since,
              order.expires, order.who, order.reason)
        .run();
}

#undef TOCSIN_ORDER_COLUMNS

}  // namespace tocsin::store
