// SPDX-License-Identifier: Apache-2.0
// What an editor may choose.
#pragma once

#include "tocsin/media/slogan.hpp"

namespace tocsin::media::detail {

/// Errc::invalid names the field and what is allowed. Fonts are not asked.
[[nodiscard]] Result<> checkStyle(SloganStyle const& style);

}  // namespace tocsin::media::detail
