// SPDX-License-Identifier: Apache-2.0
// Still slogans: the largest lettering that fits.
#pragma once

#include "tocsin/media/slogan.hpp"

namespace tocsin::media::detail {

/// Errc::invalid if no legible size fits.
[[nodiscard]] Result<FramePtr> renderStill(SloganStyle const& style, int width, int height);

}  // namespace tocsin::media::detail
