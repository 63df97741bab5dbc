// SPDX-License-Identifier: Apache-2.0
// Debts of campaigns, a row a screen, day and campaign.
#include "aggregates.hpp"

namespace tocsin::store {
namespace {

DayDebt debtFrom(Query& row) {
    DayDebt debt;
    debt.screen = ScreenId(row.text());
    debt.day = row.text();
    debt.campaign = CampaignId(row.text());
    debt.owed = row.integer();
    return debt;
}

}  // namespace

std::vector<DayDebt> SqliteDebts::of(ScreenId const& screen, std::string const& firstDay,
                                     std::string const& lastDay) const {
    std::vector<DayDebt> out;
    auto query = connection_.query(
        "SELECT screen, day, campaign, owed FROM day_debts WHERE screen = ? AND "
        "day >= ? AND day <= ? ORDER BY day, campaign");
    query.with(screen.str(), firstDay, lastDay);
    while (query.step()) {
        out.push_back(debtFrom(query));
    }
    return out;
}

std::vector<DayDebt> SqliteDebts::recent() const {
    // The zones of one fleet are never more than two local days apart.
    std::vector<DayDebt> out;
    auto query = connection_.query(
        "SELECT screen, day, campaign, owed FROM day_debts WHERE owed > 0 AND "
        "day >= date((SELECT max(day) FROM day_debts), '-2 days') ORDER BY screen, day, campaign");
    while (query.step()) {
        out.push_back(debtFrom(query));
    }
    return out;
}

void SqliteDebts::put(DayDebt const& debt) {
    connection_
        .query(
            "INSERT INTO day_debts(screen, day, campaign, owed) VALUES(?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET owed = excluded.owed")
        .with(debt.screen.str(), debt.day, debt.campaign.str(), debt.owed)
        .run();
}

}  // namespace tocsin::store
