// SPDX-License-Identifier: Apache-2.0
#include "approval_record.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/messages/key_set.hpp"

namespace tocsin::schedule {
namespace {

/// What the record says; everything by which an approval counts.
struct Said {
    std::string campaign, by;
    Digest envelope;
    std::int64_t level = 0, levels = 0;
    bool onPaper = false;
    std::optional<Digest> scan{};
    std::string signedBy{}, signedOn{};
};

std::string payloadOf(store::Approval const& approval, int levels) {
    return boost::json::serialize(boost::json::object{
        {"campaign", approval.campaign.str()},
        {"revision", approval.revision},
        {"envelope", approval.envelope.hex()},
        {"level", approval.level},
        {"levels", levels},
        {"by", approval.by.str()},
        {"behalf", approval.behalf.str()},
        {"at", formatInstant(approval.at)},
        {"on_paper", approval.onPaper},
        {"scan", approval.scan ? boost::json::value(approval.scan->hex()) : nullptr},
        {"signed_by", approval.signedBy},
        {"signed_on", approval.signedOn}});
}

Said readSaid(messages::JsonReader const& in) {
    Said out{in.at("campaign").string(), in.at("by").string(), in.at("envelope").digest(),
             in.at("level").integer(1, kMostLevels), in.at("levels").integer(1, kMostLevels)};
    out.onPaper = in.at("on_paper").boolean();
    if (auto const scan = in.find("scan")) {
        out.scan = scan->digest();
    }
    // Records from before there were approvals on paper have no signer.
    auto const signedBy = in.find("signed_by"), signedOn = in.find("signed_on");
    out.signedBy = signedBy ? signedBy->string() : "";
    out.signedOn = signedOn ? signedOn->string() : "";
    return out;
}

/// An approval on paper is one by what was signed: who, when, and which scan.
bool samePaper(Said const& said, store::Approval const& row) {
    bool const whole = said.scan && !said.signedBy.empty() && !said.signedOn.empty();
    return said.onPaper == row.onPaper && said.scan == row.scan && said.signedBy == row.signedBy &&
           said.signedOn == row.signedOn && (whole || !said.onPaper);
}

/// Nothing if the row does not hold: void, a return, unsigned, altered, or of less than `now`.
std::optional<Said> holding(store::Approval const& row, ApprovalEnvelope const& now,
                            messages::PublicKey const& key) {
    if (!row.granted || row.voidedAt || messages::sha256(row.content) != row.envelope) {
        return std::nullopt;
    }
    auto const envelope = messages::parseEnvelope(row.record);
    auto const payload = envelope ? messages::opened(*envelope, messages::kApprovalKind, key)
                                  : Result<std::string>(envelope.error());
    auto const said = payload ? messages::readJson(*payload, readSaid) : payload.error();
    if (!said || said->campaign != row.campaign.str() || said->envelope != row.envelope ||
        said->level != row.level || said->by != row.by.str() || !samePaper(*said, row)) {
        return std::nullopt;
    }
    auto const approved = parseApprovalEnvelope(row.content);
    if (!approved || beyond(*approved, now)) {
        return std::nullopt;
    }
    return *said;
}

struct Standing {
    int granted = 0;  ///< levels in a row
    std::int64_t levels = kMostLevels;
};

Standing standing(std::vector<store::Approval> const& rows, ApprovalEnvelope const& now,
                  messages::PublicKey const& key) {
    Standing out;
    std::set<std::string> persons;
    for (auto const& row : rows) {
        auto const said = holding(row, now, key);
        if (said && said->level == out.granted + 1 && persons.insert(said->by).second) {
            ++out.granted;
            out.levels = said->levels;
        }
    }
    return out;
}

}  // namespace

Result<store::Approval> signedApproval(store::Approval approval, int levels,
                                       keys::Signer const& signer) {
    auto const sealed = keys::seal(signer, keys::Role::approval, messages::kApprovalKind,
                                   payloadOf(approval, levels));
    if (!sealed) {
        return sealed.error();
    }
    approval.record = messages::toJson(*sealed);
    return approval;
}

bool completes(std::vector<store::Approval> const& rows, ApprovalEnvelope const& now,
               messages::PublicKey const& key) {
    auto const stands = standing(rows, now, key);
    return stands.granted > 0 && stands.granted >= stands.levels;
}

void dropUnapproved(Situation& situation, store::Tx const& tx, messages::PublicKey const& key,
                    VoidedApprovals const& voided) {
    for (auto* const list : {&situation.campaigns, &situation.overlays}) {
        std::erase_if(*list, [&](RunningCampaign const& one) {
            auto const campaign = tx.campaigns().find(one.file.id);
            auto const file = campaign ? readCampaignFile(campaign->file, one.file.id.str(),
                                                          one.file.id, situation.times, nullptr)
                                       : Result<CampaignFile>(Error{});
            auto rows = tx.approvals().of(one.file.id);
            std::erase_if(rows, [&](auto const& row) { return voided.contains(row); });
            bool const holds = file && completes(rows, envelopeOf(tx, *campaign, *file), key);
            if (!holds) {
                situation.problems.push_back(
                    "campaign " + one.file.id.str() +
                    " stands as approved, but no signed approval covers what it is now; it is not "
                    "planned: return it and have it approved anew");
            }
            return !holds;
        });
        for (auto const& one : *list) {
            situation.approved.insert(one.items.begin(), one.items.end());
        }
    }
}

int levelsGranted(std::vector<store::Approval> const& rows, ApprovalEnvelope const& now,
                  messages::PublicKey const& key) {
    return standing(rows, now, key).granted;
}

}  // namespace tocsin::schedule
