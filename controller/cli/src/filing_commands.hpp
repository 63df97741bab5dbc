// SPDX-License-Identifier: Apache-2.0
// What command lines about filings ask for, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::cli {

/// Which draft: an activity and what of it. A week without an issue is the last one that is over.
struct FilingOf {
    std::string activity, kind, unit, from, to;
    std::optional<int> issue;
};

struct FilingDue {
    std::string activity, unit;
};
struct FilingList {
    std::string activity;
};
/// Of a frozen one by its number; without it (0) the draft.
struct FilingShow {
    std::int64_t number = 0, revision = 0;
    FilingOf draft;
};
struct FilingText {
    std::int64_t number = 0, revision = 0;
    FilingOf draft;
    std::string length, language;
};
struct FilingGet {
    std::int64_t number = 0, revision = 0;
    FilingOf draft;
    std::string format = "docx", out, language;
};
struct FilingFill {
    std::string form, out;
    std::int64_t number = 0, revision = 0;
    FilingOf draft;
};
/// What is absent stays as it is; an empty text is drafted again.
struct FilingEdit {
    FilingOf draft;
    std::optional<std::string> overview, highlights, shortcomings, filledBy, reviewedBy, signedBy;
    std::optional<std::vector<std::string>> pictures;
    bool picturesByRule = false;
};
struct FilingFreeze {
    FilingOf draft;
    std::string reason;
};
/// All files of a draft into a folder; frozen before if that is said.
struct FilingMake {
    FilingOf draft;
    std::string folder = ".", reason, language;
    bool freeze = false;
};

/// A package for whoever inspects, of these days or of the whole activity.
struct InspectionMake {
    std::string activity, unit, from, to, note, language, out;
    int days = 7;
};
struct InspectionList {
    std::string activity;
};
struct InspectionShow {
    std::int64_t number = 0;
};
struct InspectionGet {
    std::int64_t number = 0;
    std::string out;
};
struct InspectionRevoke {
    std::int64_t number = 0;
};

}  // namespace tocsin::cli
