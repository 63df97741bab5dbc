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
    int weeks = 0;  ///< accepted weekly reports that `plays` sums up; 0 with a final
    int rank = 0;   ///< from 1, the same for the same rates; 0: nothing was due of it yet
    bool operator==(UnitScore const&) const = default;
};

struct Scorecard {
    std::string activity, title, zone;
    Instant at;
    std::vector<UnitScore> units;   ///< by rank, those without one last
    std::string firstDay, lastDay;  ///< of all periods, both inclusive; empty without periods
    bool operator==(Scorecard const&) const = default;
};

/// The content of a filing's revision; nothing if it is not there.
using ContentOf =
    std::function<std::optional<std::string>(std::int64_t number, std::int64_t revision)>;

/// Sums of screens over weeks are sums of screens a week. A content that cannot be read counts
/// nothing. Units are ranked by their rates as they are printed, one after the other: filed in
/// time, completion, landing, coverage; a rate that is not known comes after all that are.
[[nodiscard]] Scorecard scored(Board const& board, ContentOf const& contentOf);

/// numerator / denominator with four decimals, cut off, "0.9876"; empty for 0/0.
[[nodiscard]] std::string rateText(std::int64_t numerator, std::int64_t denominator);

/// {"activity","title","from","to","at","units":[{"rank","unit","name","due","on_time","late","missing","returned",
/// "screens","covered","landed","planned","complete","counted","basis","weeks","on_time_rate",
/// "coverage","landing","completion"}]}; rates that are 0/0 are left out, and so is a rank of 0.
[[nodiscard]] boost::json::object toJson(Scorecard const& card);
[[nodiscard]] std::string toCsv(Scorecard const& card, documents::Language language);
/// To be filed on paper: who came where, what each rate is made of, formulas, signatures.
/// Errc::invalid for an unknown zone.
[[nodiscard]] Result<documents::Document> toDocument(Scorecard const& card,
                                                     documents::Language language);

}  // namespace tocsin::filing
