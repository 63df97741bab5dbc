// SPDX-License-Identifier: Apache-2.0
// Freezing a sum: it becomes a filing of the unit, which is sent on as any other.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tocsin/access/principal.hpp"
#include "tocsin/store/filings.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::filing {

/// Writes the files of a filing, whose number and revision are those that it will have; what it has
/// of forms comes out.
using FormsOf = std::function<Result<std::vector<store::FilingForm>>(store::Filing const&)>;

struct RollUpWish {
    std::string activity, kind, unit;
    int issue = 0;
    std::string reason;  ///< of a revision
};

/// Where a filing of this unit and period is there, it becomes the next revision of that, and needs
/// a reason. Errc::permission without submit-reports for the unit, Errc::conflict without the
/// reason or if another filing was frozen meanwhile, Errc::exhausted for the hundredth of the unit
/// within a day; and as rolledUp().
[[nodiscard]] Result<store::Filing> freezeRollUp(store::Store& store, access::Principal const& who,
                                                 RollUpWish const& wish, FormsOf const& formsOf,
                                                 Instant now);

}  // namespace tocsin::filing
