// SPDX-License-Identifier: Apache-2.0
// Pictures by which a screen says who it is: the pairing code, and its name.
#pragma once

#include <string>

#include "tocsin/media/compositor.hpp"
#include "tocsin/media/frame.hpp"
#include "tocsin/player/player.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// "配对码 ABC123" and below it the fingerprint of the controller's root, which whoever pairs the
/// player compares; where there is no room for so much, less, and at least the code. A spare's says
/// "备机" instead.
[[nodiscard]] Result<media::FramePtr> pairingNotice(std::string const& code,
                                                    std::string const& root, bool spare, Size size,
                                                    Rate rate);

/// The screen's name on a band across the middle of the picture.
[[nodiscard]] Result<media::Layer> nameLayer(std::string const& name, Size size, Rate rate);

}  // namespace tocsin::player
