// SPDX-License-Identifier: Apache-2.0
// The picture that shows the pairing code.
#pragma once

#include <string>

#include "tocsin/media/frame.hpp"
#include "tocsin/player/player.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// "配对码 ABC123", or only the code where there is no room for more.
[[nodiscard]] Result<media::FramePtr> pairingNotice(std::string const& code, Size size, Rate rate);

}  // namespace tocsin::player
