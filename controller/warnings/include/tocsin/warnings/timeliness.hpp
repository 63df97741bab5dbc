// SPDX-License-Identifier: Apache-2.0
// 及时率 of a period, for reports: warnings on glass within the set seconds, of warnings times
// screens.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tocsin/store/store.hpp"

namespace tocsin::warnings {

struct Timeliness {
    Milliseconds within{};
    std::int64_t warnings = 0;  ///< distinct, that were for one of the screens
    std::int64_t screens = 0;   ///< warnings times screens
    std::int64_t inTime = 0;
    std::vector<std::string> ids{};  ///< of `warnings`, each once, in the order they were raised
};

/// Of warnings that were raised in [from, to) and released, without drills, on the screens that
/// `counts` says; each counted from the revision that brought what it shows. Errc::damaged for a
/// row that cannot be read.
[[nodiscard]] Result<Timeliness> timelinessOf(store::Tx const& tx, Instant from, Instant to,
                                              Milliseconds within,
                                              std::function<bool(ScreenId const&)> const& counts);

}  // namespace tocsin::warnings
