// SPDX-License-Identifier: Apache-2.0
// What activities and work records keep as lists inside their rows, as JSON text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/store/activities.hpp"

namespace tocsin::store {

[[nodiscard]] std::string listText(std::vector<KeyDate> const& dates);
[[nodiscard]] std::string listText(std::vector<CampaignId> const& campaigns);
[[nodiscard]] std::string listText(std::vector<PartText> const& parts);
[[nodiscard]] std::string listText(std::vector<WorkPicture> const& pictures);

// Throw Failure(Errc::damaged) for text that the functions above cannot have written.
[[nodiscard]] std::vector<KeyDate> keyDatesFrom(std::string_view list);
[[nodiscard]] std::vector<CampaignId> campaignsFrom(std::string_view list);
[[nodiscard]] std::vector<PartText> partTextsFrom(std::string_view list);
[[nodiscard]] std::vector<WorkPicture> workPicturesFrom(std::string_view list);

}  // namespace tocsin::store
