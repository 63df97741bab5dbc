// SPDX-License-Identifier: Apache-2.0
// Review (审核): a submitted campaign is approved on one to three levels, each by another person
// than its author and than those of the other levels, or it is returned with a reason.
#include <algorithm>

#include "approval_record.hpp"
#include "campaign_steps.hpp"
#include "schedule_json.hpp"
#include "state.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::schedule {
namespace {

using access::Permission;
using store::Approval;
using store::Campaign;
using store::CampaignState;

constexpr std::size_t kReasonBytes = 1'000;

/// A campaign with what was approved of it, from one snapshot.
struct Reviewed {
    Campaign campaign;
    ApprovalEnvelope envelope;
    std::vector<Approval> rows;
    int granted = 0;
    int levels = 1;
};

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

Result<Reviewed> reviewed(store::Tx const& tx, std::string const& id,
                          ScheduleSettings const& settings, keys::Signer const& signer) {
    Reviewed out;
    auto const campaign = tx.campaigns().find(CampaignId(id));
    if (!campaign) {
        return noCampaign(id);
    }
    out.campaign = *campaign;
    auto const file = readCampaignFile(campaign->file, id, campaign->id, settings.times, nullptr);
    if (!file) {
        return file.error();
    }
    out.envelope = envelopeOf(tx, *campaign, *file);
    out.rows = tx.approvals().of(campaign->id);
    out.granted = levelsGranted(out.rows, out.envelope, signer.publicKey(keys::Role::approval));
    out.levels = levelsFor(tx, *campaign, settings.review);
    return out;
}

/// Whose right the caller uses: their own (empty), or that of somebody who lent it, who is not
/// among those that may not approve either.
Result<std::string> rightOf(access::Principal const& who, Reviewed const& now) {
    auto const& campaign = now.campaign;
    auto const excluded = [&](std::string const& person) {
        return campaign.owner == person || campaign.submitter == person;
    };
    if (excluded(who.name)) {
        return Error{Errc::permission, "campaign \"" + campaign.id.str() +
                                           "\" is your own work; another reviewer approves it"};
    }
    for (auto const& row : now.rows) {
        bool const counts = row.granted && !row.voidedAt;
        if (counts && (row.by.str() == who.name || row.behalf.str() == who.name)) {
            return Error{Errc::permission,
                         "you have approved campaign \"" + campaign.id.str() +
                             "\" on another level; each level is another person's"};
        }
    }
    if (who.ownReviews.contains(campaign.unit)) {
        return std::string();
    }
    for (auto const& [lender, units] : who.lentReviews) {
        if (units.contains(campaign.unit) && !excluded(lender)) {
            return lender;
        }
    }
    return Error{Errc::permission,
                 "the right that was lent to you is its author's own; another "
                 "reviewer approves this campaign"};
}

boost::json::object approvalJson(Approval const& row) {
    return {{"number", row.number},
            {"revision", row.revision},
            {"level", row.level},
            {"granted", row.granted},
            {"by", row.by.str()},
            {"behalf", row.behalf.empty() ? boost::json::value(nullptr)
                                          : boost::json::value(row.behalf.str())},
            {"at", formatInstant(row.at)},
            {"reason", row.reason},
            {"on_paper", row.onPaper},
            {"envelope", row.envelope.hex()},
            {"voided", row.voidedAt ? boost::json::value(formatInstant(*row.voidedAt)) : nullptr},
            {"void_reason", row.voidReason}};
}

std::string remarkIn(access::Request const& request) {
    if (request.body.empty()) {
        return {};
    }
    return messages::readJson(request.body,
                              [](messages::JsonReader const& in) {
                                  in.onlyKeys({"remark"});
                                  auto const remark = in.find("remark");
                                  return remark ? remark->string(kReasonBytes) : std::string();
                              })
        .value();
}

}  // namespace

Result<access::Response> Schedule::State::approve(access::Principal const& who,
                                                  access::Request const& request) {
    auto const id = request.parameters.at("id");
    auto const remark = remarkIn(request);
    Result<Reviewed> before = Error{};
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        before = reviewed(tx, id, settings, signer);
        return {};
    });
    if (!read || !before) {
        return read ? before.error() : read.error();
    }
    if (before->campaign.state != CampaignState::submitted) {
        return Error{Errc::conflict, wrongStep(before->campaign)};
    }
    auto const right = rightOf(who, *before);
    if (!right) {
        return right.error();
    }
    Approval approval;
    approval.campaign = before->campaign.id;
    approval.revision = before->campaign.revision;
    approval.content = toJson(before->envelope);
    approval.envelope = messages::sha256(approval.content);
    approval.level = before->granted + 1;
    approval.reason = remark;
    approval.by = store::AccountId(who.name);
    approval.behalf = store::AccountId(*right);
    approval.at = now();
    // Before the transaction: the signer is another process.
    auto const granted = signedApproval(std::move(approval), before->levels, signer);
    if (!granted) {
        return granted.error();
    }
    bool const last = granted->level >= before->levels;
    Campaign campaign;
    auto const change = [&](store::Tx& tx) -> Result<> {
        auto current = reviewed(tx, id, settings, signer);
        if (!current) {
            return current.error();
        }
        campaign = current->campaign;
        if (campaign != before->campaign || current->envelope != before->envelope ||
            current->granted != before->granted) {
            return Error{Errc::conflict,
                         "campaign \"" + id + "\" was changed in this moment; look at it again"};
        }
        if (auto fine = checkItems(tx, campaign, CampaignState::approved); !fine) {
            return fine;
        }
        tx.approvals().add(*granted);
        if (last) {
            campaign.state = CampaignState::approved;
            campaign.changed = now();
            tx.campaigns().put(campaign);
        }
        return {};
    };
    auto const detail = "level " + std::to_string(granted->level) + " of " +
                        std::to_string(before->levels) + ", envelope " + granted->envelope.hex() +
                        (right->empty() ? "" : ", on behalf of " + *right);
    if (auto const stored = store.write(change, {who.name, "campaign.approve", id, detail});
        !stored) {
        return stored.error();
    }
    return answerAfterStep(campaign, last ? replan(std::nullopt) : Result<>(),
                           {granted->level, before->levels});
}

Result<access::Response> Schedule::State::giveBack(access::Principal const& who,
                                                   access::Request const& request) {
    auto const id = request.parameters.at("id");
    auto const reason = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"reason"});
        return in.at("reason").string(kReasonBytes);
    });
    if (!reason) {
        return reason.error();
    }
    if (reason->find_first_not_of(" \t\r\n") == std::string::npos) {
        return Error{Errc::invalid, "reason: say what the author should change"};
    }
    Campaign campaign;
    bool wasShown = false;
    auto const change = [&](store::Tx& tx) -> Result<> {
        auto const found = reviewed(tx, id, settings, signer);
        if (!found) {
            return found.error();
        }
        campaign = found->campaign;
        wasShown = campaign.state == CampaignState::approved;
        if (!wasShown && campaign.state != CampaignState::submitted) {
            return Error{Errc::conflict, wrongStep(campaign)};
        }
        Approval row;
        row.campaign = campaign.id;
        row.revision = campaign.revision;
        row.content = toJson(found->envelope);
        row.envelope = messages::sha256(row.content);
        row.level = std::min(found->granted + 1, found->levels);
        row.granted = false;
        row.reason = *reason;
        row.by = store::AccountId(who.name);
        row.at = now();
        tx.approvals().voidAll(campaign.id, now(), "returned");
        tx.approvals().add(row);
        campaign.state = CampaignState::draft;
        campaign.changed = now();
        tx.campaigns().put(campaign);
        return {};
    };
    if (auto const stored = store.write(change, {who.name, "campaign.return", id, *reason});
        !stored) {
        return stored.error();
    }
    return answerAfterStep(campaign, wasShown ? replan(std::nullopt) : Result<>(), {});
}

Result<access::Response> Schedule::State::approvals(access::Request const& request) {
    Result<Reviewed> found = Error{};
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        found = reviewed(tx, request.parameters.at("id"), settings, signer);
        return {};
    });
    if (!read || !found) {
        return read ? found.error() : read.error();
    }
    boost::json::array items;
    for (auto const& row : found->rows) {
        items.push_back(approvalJson(row));
    }
    auto const content = toJson(found->envelope);
    return access::jsonResponse(
        boost::json::object{{"campaign", found->campaign.id.str()},
                            {"state", std::string(store::toString(found->campaign.state))},
                            {"granted", found->granted},
                            {"levels", found->levels},
                            {"envelope", messages::sha256(content).hex()},
                            {"content", boost::json::parse(content)},
                            {"items", std::move(items)}});
}

Result<access::Response> Schedule::State::waitingForReview(access::Principal const& who) {
    boost::json::array items;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const situation = readSituation(tx, settings.times);
        for (auto const& campaign : tx.campaigns().all()) {
            if (campaign.state != CampaignState::submitted ||
                !who.may(Permission::approveCampaigns, campaign.unit)) {
                continue;
            }
            auto const found = reviewed(tx, campaign.id.str(), settings, signer);
            if (!found) {
                continue;  // the list of campaigns says what is wrong with it
            }
            auto row = campaignJson(campaign, situation);
            row["granted"] = found->granted;
            row["levels"] = found->levels;
            auto const right = rightOf(who, *found);
            row["mine"] = right.has_value();
            row["why_not"] =
                right ? boost::json::value(nullptr) : boost::json::value(right.error().message);
            items.push_back(std::move(row));
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

}  // namespace tocsin::schedule
