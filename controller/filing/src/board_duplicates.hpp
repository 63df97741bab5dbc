// SPDX-License-Identifier: Apache-2.0
// Screens that stand in the filings of two units: one of them counts it wrongly.
#pragma once

#include <string>
#include <vector>

#include "rollup.hpp"

namespace tocsin::filing {

/// A screen in a filing.
struct ScreenPlace {
    std::string unit, unitName;  ///< whose filing
    std::int64_t number = 0, revision = 0;
    std::string screen, name, serial;
    std::string origin;  ///< controller that counts it; empty: this one
    bool operator==(ScreenPlace const&) const = default;
};
struct DuplicateScreen {
    bool sameId = false;  ///< the same screen of one controller; else only the same serial number
    std::string what;     ///< the id, or the serial number
    std::vector<ScreenPlace> places;
    bool operator==(DuplicateScreen const&) const = default;
};

/// By id, then serial; of filings of one period. A filing that was summed from another one of them
/// holds its screens rightly. A content that cannot be read has none.
[[nodiscard]] std::vector<DuplicateScreen> duplicatesIn(RollUpHead const& head,
                                                        std::vector<RollUpMember> filings);
[[nodiscard]] boost::json::object toJson(DuplicateScreen const& duplicate);

}  // namespace tocsin::filing
