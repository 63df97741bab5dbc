// SPDX-License-Identifier: Apache-2.0
// Weekly reports that are made by themselves: on the morning after a week, a draft of its report
// goes to those who have to check it. Nobody's signature is given by that: freezing stays a
// person's.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tocsin/store/store.hpp"

namespace tocsin::filing {

/// So long after its week a draft is made: most players have told by then what they showed.
inline constexpr std::chrono::hours kDraftAfter{8};

struct DueDraft {
    std::string key;  ///< the same for the same week of the same activity
    std::string activity;
    int issue = 0;
    std::string unit;  ///< the activity's
    Instant due;       ///< when the report has to be filed
    bool operator==(DueDraft const&) const = default;
};

/// Of weeks that ended kDraftAfter before `now` or earlier and are not due yet, of activities that
/// are not retired; without weeks whose report is frozen already.
[[nodiscard]] std::vector<DueDraft> draftsDue(store::Tx const& tx, Instant now);

struct WeeklyDraft {
    std::string subject, text;      ///< of the mail that brings it
    std::string name, type, bytes;  ///< the report as DOCX
};

}  // namespace tocsin::filing
