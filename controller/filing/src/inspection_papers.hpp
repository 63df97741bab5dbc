// SPDX-License-Identifier: Apache-2.0
// What an inspection package (迎检资料包) holds, put together from what is there: the plan, who
// approved what, plays, faults, the summary, work records, what was filed, and pictures. A part of
// which there is nothing says so.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "filing_state.hpp"
#include "tocsin/access/principal.hpp"

namespace tocsin::filing {

inline constexpr std::size_t kInspectionParts = 9;

/// "1-计划" …, also the folder.
[[nodiscard]] std::string inspectionPart(std::size_t part, documents::Language language);

struct InspectionWish {
    store::Activity activity;
    std::string unit;  ///< handle; empty: the whole site
    std::string firstDay, lastDay;
    bool whole = true;  ///< the days are the activity's
    documents::Language language = documents::Language::chinese;
};

struct InspectionPaper {
    std::size_t part = 0;  ///< 0 to kInspectionParts - 1
    std::string name;      ///< within its folder; no two papers of a part share one
    std::string bytes;
};

struct InspectionPapers {
    std::vector<InspectionPaper> papers;  ///< by part
    /// What a part lacks, or why a file is not in it: one line each.
    std::array<std::vector<std::string>, kInspectionParts> notes;
    std::int64_t leftOut = 0;  ///< files that had no room
};

/// Counts from what the store has now, with the rights of `who`. Blocks, for as long as documents
/// take to be made. Errors are those of counting and printing.
[[nodiscard]] Result<InspectionPapers> inspectionPapers(FilingBook::State const& book,
                                                        access::Principal const& who,
                                                        InspectionWish const& wish);

}  // namespace tocsin::filing
