// SPDX-License-Identifier: Apache-2.0
// Review (审核): a submitted campaign is approved on one to three levels, each by another person
// than its author and than those of the other levels, or it is returned with a reason.
#include <algorithm>

#include "approval_code.hpp"
#include "campaign_steps.hpp"
#include "review_sheet.hpp"
#include "reviewed.hpp"
#include "schedule_json.hpp"
#include "state.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/store/people.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::schedule {
namespace {

using access::Permission;
using store::Approval;
using store::Campaign;
using store::CampaignState;

constexpr std::size_t kReasonBytes = 1'000;
/// Of a digest that is named: so many that nobody finds another content for them.
constexpr std::size_t kLeastDigits = 16, kMostDigits = 64;

/// What a person says when they approve.
Granting grantingIn(access::Request const& request) {
    Granting out;
    if (request.body.empty()) {
        return out;
    }
    return messages::readJson(request.body,
                              [&](messages::JsonReader const& in) {
                                  in.onlyKeys({"remark", "sheet"});
                                  auto const remark = in.find("remark");
                                  auto const sheet = in.find("sheet");
                                  out.remark = remark ? remark->string(kReasonBytes) : "";
                                  out.sheet = sheet ? sheet->string(kMostDigits) : "";
                                  return out;
                              })
        .value();
}

/// Errc::conflict if what was looked at, where somebody says that, is not what is there now.
Result<> checkSheet(store::Tx const& tx, Reviewed const& now, ScheduleSettings const& settings,
                    std::string const& sheet) {
    if (sheet.empty()) {
        return {};
    }
    if (sheet.size() < kLeastDigits || sheet.size() > kMostDigits ||
        sheet.find_first_not_of("0123456789abcdef") != std::string::npos) {
        return Error{Errc::invalid,
                     "sheet: \"" + shownAsUtf8(sheet) +
                         "\" is no digest of a review sheet; give its first 16 or all 64 digits, "
                         "as tocsin review show says them"};
    }
    if (sheetDigest(tx, now, settings).hex().starts_with(sheet)) {
        return {};
    }
    return Error{Errc::conflict,
                 "campaign \"" + now.campaign.id.str() +
                     "\" is not what you looked at any more, and nothing was approved; look at it "
                     "again (tocsin review show " +
                     now.campaign.id.str() + ")"};
}

}  // namespace

Result<Reviewed> Schedule::State::toBeApproved(access::Principal const& who, std::string const& id,
                                               std::string const& sheet) {
    Result<Reviewed> out = Error{};
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        out = reviewed(tx, id, settings, signer);
        if (!out) {
            return {};
        }
        if (out->campaign.state != CampaignState::submitted) {
            return Error{Errc::conflict, wrongStep(out->campaign)};
        }
        if (auto const right = rightOf(who, *out); !right) {
            return right.error();
        }
        return checkSheet(tx, *out, settings, sheet);
    });
    return read ? std::move(out) : read.error();
}

Result<access::Response> Schedule::State::approve(access::Principal const& who,
                                                  access::Request const& request) {
    auto const granting = grantingIn(request);
    auto const before = toBeApproved(who, request.parameters.at("id"), granting.sheet);
    return before ? grant(who, *before, granting) : before.error();
}

Result<access::Response> Schedule::State::grant(access::Principal const& who,
                                                Reviewed const& before, Granting const& granting) {
    auto const id = before.campaign.id.str();
    auto const right = rightOf(who, before);
    if (!right) {
        return right.error();
    }
    Approval approval;
    approval.campaign = before.campaign.id;
    approval.revision = before.campaign.revision;
    approval.content = toJson(before.envelope);
    approval.envelope = messages::sha256(approval.content);
    approval.level = before.granted + 1;
    approval.reason = granting.remark;
    approval.by = store::AccountId(who.name);
    approval.behalf = store::AccountId(*right);
    approval.at = now();
    if (granting.paper) {
        approval.onPaper = true;
        approval.scan = granting.paper->scan;
        approval.scanType = granting.paper->scanType;
        approval.signedBy = granting.paper->signedBy;
        approval.signedOn = granting.paper->signedOn;
    }
    // Before the transaction: the signer is another process.
    auto const granted = signedApproval(std::move(approval), before.levels, signer);
    if (!granted) {
        return granted.error();
    }
    bool const last = granted->level >= before.levels;
    Campaign campaign;
    auto const change = [&](store::Tx& tx) -> Result<> {
        auto current = reviewed(tx, id, settings, signer);
        if (!current) {
            return current.error();
        }
        campaign = current->campaign;
        if (campaign != before.campaign || current->envelope != before.envelope ||
            current->granted != before.granted) {
            return Error{Errc::conflict,
                         "campaign \"" + id + "\" was changed in this moment; look at it again"};
        }
        if (auto same = checkSheet(tx, *current, settings, granting.sheet); !same) {
            return same;
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
                        std::to_string(before.levels) + ", envelope " + granted->envelope.hex() +
                        (right->empty() ? "" : ", on behalf of " + *right) +
                        (granting.sheet.empty() ? "" : ", sheet " + granting.sheet) +
                        (granted->onPaper ? ", on paper signed by " + granted->signedBy + " on " +
                                                granted->signedOn + ", scan " + granted->scan->hex()
                                          : "");
    if (auto const stored = store.write(change, {who.name, "campaign.approve", id, detail});
        !stored) {
        return stored.error();
    }
    return answerAfterStep(campaign, last ? replan(std::nullopt) : Result<>(),
                           {granted->level, before.levels});
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
        if (auto may =
                access::askGuard(request.guard, tx, leavingScreens(tx, campaign, settings.times));
            !may) {
            return may;
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
                            {"code", approvalCode(messages::sha256(content))},
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
