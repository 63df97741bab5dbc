// SPDX-License-Identifier: Apache-2.0
// The media and campaigns that the integration tests share: every asset has its own colour, so that
// a recording tells what was on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "support/site.hpp"

namespace tocsin::integration {

using test::PlannedPlay;
using test::Site;

struct Rgb {
    int red = 0, green = 0, blue = 0;
};

/// Colour of the corner pixels of each asset, by handle.
[[nodiscard]] std::map<std::string, Rgb> const& assetColours();

/// Adds two films (8 s, with sound), a picture, and releases two campaigns with slogans for
/// everything tagged `tag`: films by plays per hour inside a daypart around 10:00, and slogans and
/// the picture as filler. All items are a few seconds long.
void releaseSafetyCampaign(Site& site, std::string const& tag);

/// Pixel (x, y) of frame `index` of a raw recording.
[[nodiscard]] Rgb pixelOf(std::filesystem::path const& raw, int width, int height,
                          std::size_t index, int x, int y);
[[nodiscard]] bool near(Rgb const& a, Rgb const& b);

}  // namespace tocsin::integration
