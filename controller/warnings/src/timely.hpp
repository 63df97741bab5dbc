// SPDX-License-Identifier: Apache-2.0
// 及时率: how many of the screens that a warning is for had it on glass within the set seconds.
#pragma once

#include <boost/json/object.hpp>
#include <map>

#include "state.hpp"

namespace tocsin::warnings {

struct Timely {
    Milliseconds within{};
    std::int64_t screens = 0;
    std::int64_t inTime = 0;
    bool operator==(Timely const&) const = default;
};

/// Counted from the revision that brought what is shown: from its issue, or from when it begins if
/// that is later.
[[nodiscard]] Timely timelyOf(Stored const& warning,
                              std::map<ScreenId, messages::WarningReceipt> const& receipts,
                              Milliseconds within);
[[nodiscard]] boost::json::object timelyJson(Timely const& timely);

}  // namespace tocsin::warnings
