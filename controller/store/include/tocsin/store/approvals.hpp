// SPDX-License-Identifier: Apache-2.0
// What was approved, by whom, on which level (审核).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/store/people.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

/// One person's yes or no to a submitted campaign.
struct Approval {
    std::int64_t number = 0;  ///< given by the store, ascending
    CampaignId campaign;
    std::int64_t revision = 0;
    Digest envelope;      ///< of the canonical description of what was approved
    std::string content;  ///< that description, JSON text
    int level = 1;        ///< 1 to 3
    bool granted = true;  ///< false: returned 退回
    std::string reason;   ///< of a return; of an approval whatever was remarked
    AccountId by;
    AccountId behalf;  ///< whose rights were used by delegation, or empty
    Instant at;
    bool onPaper = false;        ///< 线下审批
    std::optional<Digest> scan;  ///< of the signed paper's file
    std::string scanType;        ///< "application/pdf", "image/jpeg" or "image/png"
    std::string signedBy;        ///< who signed the paper, as it says; empty: not on paper
    std::string signedOn;        ///< "2026-06-01", when, as the paper says
    std::string record;          ///< the signed record, JSON text of its envelope
    std::optional<Instant> voidedAt;
    std::string voidReason;
    bool operator==(Approval const&) const = default;
};

class Approvals {
public:
    virtual ~Approvals() = default;
    /// All of a campaign, the oldest first.
    [[nodiscard]] virtual std::vector<Approval> of(CampaignId const& campaign) const = 0;
    [[nodiscard]] virtual std::optional<Approval> find(std::int64_t number) const = 0;
    /// Those of all campaigns whose `envelope` is from `least` to `most`, both inclusive, the
    /// oldest first.
    [[nodiscard]] virtual std::vector<Approval> ofEnvelopes(Digest const& least,
                                                            Digest const& most) const = 0;
    /// Adds it and gives it its number.
    virtual std::int64_t add(Approval const& approval) = 0;
    /// The signed records of all approvals, of any campaign, that are void.
    [[nodiscard]] virtual std::vector<std::string> voidedRecords() const = 0;
    /// What was approved up to now holds no longer.
    virtual void voidAll(CampaignId const& campaign, Instant at, std::string const& reason) = 0;
};

}  // namespace tocsin::store
