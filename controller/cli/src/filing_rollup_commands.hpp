// SPDX-License-Identifier: Apache-2.0
// What command lines about sent filings ask for, as values. Texts are empty where nothing was said.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin::cli {

struct FilingStepOrder {
    std::string step;                       ///< submit, accept, return, outside
    std::int64_t number = 0, revision = 0;  ///< revision 0: its newest
    std::string reason, channel, receipt, at;
};
/// Who has filed what; what is overdue alone, or screens that two units have filed.
struct FilingBoard {
    std::string activity, unit, at;
    bool overdue = false;
    std::string duplicates;  ///< plan, week, final: of this kind
    int issue = 0;
};
struct FilingRemind {
    std::string activity, unit, language;
};
/// Looks at a sum, or freezes it.
struct FilingRollUp {
    std::string activity, kind, unit, reason;
    int issue = 0;
    bool freeze = false;
};
struct FilingScore {
    std::string activity, unit, at, format, out, language;
};
struct FilingExport {
    std::int64_t number = 0, revision = 0;
    std::string out;
};
struct FilingImport {
    std::string file;
};
/// Lists keys, or says which a unit has.
struct FilingTrust {
    std::string unit;
    std::vector<std::string> keys;
    bool none = false;
};

}  // namespace tocsin::cli
