// SPDX-License-Identifier: Apache-2.0
// The figures of a bundle: plays and shown time by screen, asset, campaign, result and evidence
// tier, made from the signed rows and from nothing else.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/attest/enrolment.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::attest {

/// A line of the report, with words as they stand in it.
struct PlayFigures {
    std::string screen, asset, campaign, result, tier;
    std::int64_t plays = 0, shownMs = 0;
    bool operator==(PlayFigures const&) const = default;
};

class PlaySums {
public:
    /// Of plays that begin in [from, to).
    PlaySums(Instant from, Instant to) : from_(from), to_(to) {}

    /// Gap records, and what begins outside the period, are not counted.
    void add(ScreenId const& screen, messages::PlayRecord const& record);
    [[nodiscard]] bool isWithin(messages::PlayRecord const& record) const {
        return record.start >= from_ && record.start < to_;
    }
    [[nodiscard]] std::int64_t plays() const noexcept { return plays_; }
    /// By screen, asset, campaign, result and tier.
    [[nodiscard]] std::vector<PlayFigures> figures() const;

private:
    struct Sum {
        std::int64_t plays = 0, shownMs = 0;
    };
    using Key =
        std::tuple<ScreenId, Digest, CampaignId, messages::PlayResult, messages::EvidenceTier>;

    Instant from_, to_;
    std::int64_t plays_ = 0;
    std::map<Key, Sum> sums_;
};

/// report.json and report.csv.
[[nodiscard]] std::string reportJson(BundleFacts const& facts,
                                     std::vector<PlayFigures> const& figures);
[[nodiscard]] std::string reportTable(std::vector<PlayFigures> const& figures, Names const& names,
                                      Enrolment const& enrolment);
struct ReportRead {
    Instant from, to;
    std::vector<PlayFigures> figures;
};
[[nodiscard]] Result<ReportRead> parseReport(std::string_view json);

}  // namespace tocsin::attest
