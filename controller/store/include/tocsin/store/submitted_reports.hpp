// SPDX-License-Identifier: Apache-2.0
// Reports that were submitted: frozen as they were, for good. A corrected one is another revision
// under the same number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

/// A screen that a report is of, and the interval that was counted of it.
struct ReportedScreen {
    ScreenId screen;
    Instant from, to;
    bool operator==(ReportedScreen const&) const = default;
};

struct SubmittedReport {
    std::int64_t number = 0;    ///< from 1; the same for all revisions. Given by the store if 0
    std::int64_t revision = 0;  ///< from 1; given by the store
    std::string kind;           ///< "plays" or "seconds"
    std::string title;          ///< as the office calls it
    std::string unit;           ///< handle; empty: the whole site
    std::string from, to;       ///< as they were asked for
    std::vector<std::string> by;
    Instant asOf;                 ///< 截止时刻
    std::int64_t lastBatch = 0;   ///< Ledger::newestBatch() of what it was made from
    std::string who, reason;      ///< reason: of a revision
    Digest digest;                ///< SHA-256 of `json`
    std::string json, csv, page;  ///< as they were made; empty in lists
    Digest csvDigest, pageDigest;
    std::vector<ReportedScreen> screens;  ///< by screen; empty in lists
    bool operator==(SubmittedReport const&) const = default;
};

class SubmittedReports {
public:
    virtual ~SubmittedReports() = default;
    /// All revisions without what they say, the newest first.
    [[nodiscard]] virtual std::vector<SubmittedReport> all() const = 0;
    /// Its newest revision if none is said.
    [[nodiscard]] virtual std::optional<SubmittedReport> find(
        std::int64_t number, std::optional<std::int64_t> revision) const = 0;
    /// How many were submitted for this unit since `t`, revisions too.
    [[nodiscard]] virtual std::int64_t countSince(std::string const& unit, Instant t) const = 0;
    /// As it is stored, with its number and revision. None is ever changed or removed.
    virtual SubmittedReport add(SubmittedReport report) = 0;
};

}  // namespace tocsin::store
