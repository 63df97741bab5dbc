// SPDX-License-Identifier: Apache-2.0
// The scorecard of units (考核): whether they filed in time, and what their accepted filings say of
// coverage, landing and completion. Closing of faults is not in it: there is no ledger of faults.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "board.hpp"
#include "rollup_rows.hpp"
#include "tocsin/documents/document.hpp"

namespace tocsin::filing {

struct UnitScore {
    BoardUnit unit;
    int due = 0;      ///< filings whose deadline is over
    int onTime = 0;   ///< of these: sent by their deadline, and standing
    int late = 0;     ///< of these: sent after it, and standing
    int missing = 0;  ///< of these: not filed, or returned and not filed again
    int returns = 0;  ///< how often a filing was returned, of all
    PlaySums plays;   ///< of accepted filings: the final's, or else of all weeks
    bool fromFinal = false;
    bool operator==(UnitScore const&) const = default;
};

struct Scorecard {
    std::string activity, title, zone;
    Instant at;
    std::vector<UnitScore> units;
    bool operator==(Scorecard const&) const = default;
};

/// The content of a filing's revision; nothing if it is not there.
using ContentOf =
    std::function<std::optional<std::string>(std::int64_t number, std::int64_t revision)>;

/// Sums of screens over weeks are sums of screens a week. A content that cannot be read counts
/// nothing.
[[nodiscard]] Scorecard scored(Board const& board, ContentOf const& contentOf);

/// numerator / denominator with four decimals, cut off, "0.9876"; empty for 0/0.
[[nodiscard]] std::string rateText(std::int64_t numerator, std::int64_t denominator);

/// {"activity","title","at","units":[{"unit","name","due","on_time","late","missing","returned",
/// "screens","covered","landed","planned","complete","counted","basis","on_time_rate","coverage","landing",
/// "completion"}]}; rates that are 0/0 are left out.
[[nodiscard]] boost::json::object toJson(Scorecard const& card);
[[nodiscard]] std::string toCsv(Scorecard const& card, documents::Language language);
/// Errc::invalid for an unknown zone.
[[nodiscard]] Result<documents::Document> toDocument(Scorecard const& card,
                                                     documents::Language language);

}  // namespace tocsin::filing
