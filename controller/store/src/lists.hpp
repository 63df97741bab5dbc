// SPDX-License-Identifier: Apache-2.0
// Lists that live inside a row, as JSON text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/store/records.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::store {

[[nodiscard]] std::string listText(std::vector<std::string> const& texts);
[[nodiscard]] std::string listText(std::vector<Digest> const& digests);
[[nodiscard]] std::string listText(std::vector<playlists::Opening> const& opening);
[[nodiscard]] std::string listText(std::vector<CampaignPart> const& parts);

// Throw Failure(Errc::damaged) for text that the functions above cannot have written.
[[nodiscard]] std::vector<std::string> textsFrom(std::string_view list);
[[nodiscard]] std::vector<Digest> digestsFrom(std::string_view list);
[[nodiscard]] std::vector<playlists::Opening> openingFrom(std::string_view list);
[[nodiscard]] std::vector<CampaignPart> partsFrom(std::string_view list);

}  // namespace tocsin::store
