// SPDX-License-Identifier: Apache-2.0
// An activity's theme in the office's list of themes, by which slogans are checked to the letter.
#pragma once

#include "tocsin/store/activities.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::activities {

/// Sets the entry of `now`, and takes out that of `before` if it is another and nobody else says
/// it. Errc::conflict if the list has another theme under the title that is not this activity's.
[[nodiscard]] Result<> enterTheme(store::Tx& tx, store::Activity const* before,
                                  store::Activity const& now);

}  // namespace tocsin::activities
