// SPDX-License-Identifier: Apache-2.0
// The keys of a slogan's style, as requests give them.
#pragma once

#include <string_view>
#include <vector>

#include "tocsin/media/slogan.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::library {

/// Takes what `in` says into `style` and leaves the rest as it is; fails like a JsonReader.
void readSloganStyle(messages::JsonReader const& in, media::SloganStyle& style);
/// All of them, but for the text.
[[nodiscard]] std::vector<std::string_view> sloganStyleKeys();

}  // namespace tocsin::library

/// Their schemas, for objects that have further properties in front and behind.
#define TOCSIN_STYLE_SCHEMAS \
    R"("motion":{"enum":["still","scroll-left","scroll-up","pages"]},"colour":{"type":"string"},"background":{"type":"string"},"outline":{"type":"string"},"outline_width":{"type":"integer"},"edges":{"enum":["auto","sharp","smooth"]},"lettering":{"enum":["auto","bitmap","outline"]},"align":{"enum":["left","centre","right"]},"lines":{"type":"integer"},"letter_pixels":{"type":"integer"},"size_percent":{"type":"integer"},"pixels_per_second":{"type":"integer"},"page_seconds":{"type":"integer"})"
