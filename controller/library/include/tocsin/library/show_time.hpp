// SPDX-License-Identifier: Apache-2.0
// How long a picture or a slogan may be shown at a time; a film has its own length.
#pragma once

#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::library {

inline constexpr media::Limits kShowSeconds{1, 3'600};

}  // namespace tocsin::library
