// SPDX-License-Identifier: Apache-2.0
#include "reviewed.hpp"

#include <algorithm>

#include "campaign_steps.hpp"
#include "tocsin/access/role.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::schedule {
namespace {

using store::Approval;
using store::Campaign;

/// The most that any category of its assets takes.
int levelsFor(store::Tx const& tx, Campaign const& campaign, ReviewSettings const& settings) {
    int levels = settings.levels;
    for (auto const& item : campaign.items) {
        auto const asset = tx.assets().find(item);
        auto const found =
            asset ? settings.categories.find(asset->category) : settings.categories.end();
        levels = found == settings.categories.end() ? levels : std::max(levels, found->second);
    }
    return std::clamp(levels, 1, kMostLevels);
}

bool isExcluded(Campaign const& campaign, std::string const& person) {
    return campaign.owner == person || campaign.submitter == person;
}

bool hasApproved(Reviewed const& now, std::string const& person) {
    return std::ranges::any_of(now.rows, [&](Approval const& row) {
        return counts(row) && (row.by.str() == person || row.behalf.str() == person);
    });
}

bool isReviewer(store::Account const& account, std::string const& unit,
                access::UnitTree const& units) {
    return !account.disabled && !account.program &&
           std::ranges::any_of(account.grants, [&](store::Grant const& grant) {
               auto const role = access::roleFrom(grant.role);
               return role &&
                      access::permissionsOf(*role).contains(access::Permission::approveCampaigns) &&
                      units.from(grant.unit).contains(unit);
           });
}

}  // namespace

bool counts(Approval const& row) {
    return row.granted && !row.voidedAt;
}

Result<Reviewed> reviewed(store::Tx const& tx, std::string const& id,
                          ScheduleSettings const& settings, keys::Signer const& signer) {
    Reviewed out;
    auto const campaign = tx.campaigns().find(CampaignId(id));
    if (!campaign) {
        return noCampaign(id);
    }
    out.campaign = *campaign;
    auto file = readCampaignFile(campaign->file, id, campaign->id, settings.times, nullptr);
    if (!file) {
        return file.error();
    }
    out.file = *std::move(file);
    out.envelope = envelopeOf(tx, *campaign, out.file);
    out.rows = tx.approvals().of(campaign->id);
    out.granted = levelsGranted(out.rows, out.envelope, signer.publicKey(keys::Role::approval));
    out.levels = levelsFor(tx, *campaign, settings.review);
    return out;
}

Result<std::string> rightOf(access::Principal const& who, Reviewed const& now) {
    auto const& campaign = now.campaign;
    if (isExcluded(campaign, who.name)) {
        return Error{Errc::permission, "campaign \"" + campaign.id.str() +
                                           "\" is your own work; another reviewer approves it"};
    }
    if (hasApproved(now, who.name)) {
        return Error{Errc::permission, "you have approved campaign \"" + campaign.id.str() +
                                           "\" on another level; each level is another person's"};
    }
    if (who.ownReviews.contains(campaign.unit)) {
        return std::string();
    }
    for (auto const& [lender, units] : who.lentReviews) {
        if (units.contains(campaign.unit) && !isExcluded(campaign, lender)) {
            return lender;
        }
    }
    return Error{Errc::permission,
                 "the right that was lent to you is its author's own; another "
                 "reviewer approves this campaign"};
}

std::vector<store::Account> whoMayApprove(store::Tx const& tx, Reviewed const& now,
                                          access::UnitTree const& units, Instant at) {
    std::vector<store::Account> out;
    auto const delegations = tx.delegations().all();
    auto const accounts = tx.accounts().all();
    auto const& unit = now.campaign.unit;
    auto const may = [&](store::Account const& account) {
        return isReviewer(account, unit, units) && !isExcluded(now.campaign, account.id.str());
    };
    auto const hasLent = [&](store::Account const& account) {
        return std::ranges::any_of(delegations, [&](store::Delegation const& lent) {
            auto const lender = tx.accounts().find(lent.from);
            return lent.to == account.id && lent.begins <= at && at < lent.ends && !lent.endedAt &&
                   lender && may(*lender);
        });
    };
    for (auto const& account : accounts) {
        auto const id = account.id.str();
        bool const able =
            !account.disabled && !account.program && (may(account) || hasLent(account));
        if (able && !isExcluded(now.campaign, id) && !hasApproved(now, id)) {
            out.push_back(account);
        }
    }
    return out;
}

}  // namespace tocsin::schedule
