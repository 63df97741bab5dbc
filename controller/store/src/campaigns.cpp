// SPDX-License-Identifier: Apache-2.0
// Campaigns: the file as applied, and how far it has come.
#include "aggregates.hpp"
#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_CAMPAIGN_COLUMNS \
    "id, revision, state, title, file, slogans, items, owner, changed, parts, unit, submitter"

CampaignState stateFrom(std::string const& name) {
    for (auto const state : {CampaignState::draft, CampaignState::submitted,
                             CampaignState::approved, CampaignState::retired}) {
        if (name == toString(state)) {
            return state;
        }
    }
    throw Failure({Errc::damaged, "the database is damaged: \"" + name +
                                      "\" is not a campaign's state; restore a backup"});
}

Campaign campaignFrom(Query& row) {
    Campaign campaign;
    campaign.id = CampaignId(row.text());
    campaign.revision = row.integer();
    campaign.state = stateFrom(row.text());
    campaign.title = row.text();
    campaign.file = row.text();
    campaign.slogans = digestsFrom(row.text());
    campaign.items = digestsFrom(row.text());
    campaign.owner = row.text();
    campaign.changed = row.instant();
    campaign.parts = partsFrom(row.text());
    campaign.unit = row.text();
    campaign.submitter = row.text();
    return campaign;
}

}  // namespace

std::string_view toString(CampaignState state) {
    switch (state) {
        case CampaignState::draft:
            return "draft";
        case CampaignState::submitted:
            return "submitted";
        case CampaignState::approved:
            return "approved";
        case CampaignState::retired:
            return "retired";
    }
    return "unknown";
}

std::vector<Campaign> SqliteCampaigns::all() const {
    std::vector<Campaign> out;
    auto query = connection_.query("SELECT " TOCSIN_CAMPAIGN_COLUMNS " FROM campaigns ORDER BY id");
    while (query.step()) {
        out.push_back(campaignFrom(query));
    }
    return out;
}

std::optional<Campaign> SqliteCampaigns::find(CampaignId const& id) const {
    auto query =
        connection_.query("SELECT " TOCSIN_CAMPAIGN_COLUMNS " FROM campaigns WHERE id = ?");
    return query.with(id.str()).step() ? std::optional(campaignFrom(query)) : std::nullopt;
}

void SqliteCampaigns::put(Campaign const& campaign) {
    connection_
        .query("INSERT INTO campaigns(" TOCSIN_CAMPAIGN_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
               "ON CONFLICT(id) DO UPDATE SET revision = excluded.revision, "
               "state = excluded.state, title = excluded.title, file = excluded.file, "
               "slogans = excluded.slogans, items = excluded.items, owner = excluded.owner, "
               "changed = excluded.changed, parts = excluded.parts, unit = excluded.unit, "
               "submitter = excluded.submitter")
        .with(campaign.id.str(), campaign.revision, toString(campaign.state), campaign.title,
              campaign.file, listText(campaign.slogans), listText(campaign.items), campaign.owner,
              campaign.changed, listText(campaign.parts), campaign.unit, campaign.submitter)
        .run();
}

}  // namespace tocsin::store
