// SPDX-License-Identifier: Apache-2.0
// What the office should know of a campaign's slogans before they are released.
#pragma once

#include "state.hpp"

namespace tocsin::schedule {

/// Whether they can be read at the sizes of the campaign's screens, or of its place on them, and
/// whether their words are right: the codes of library::SloganReviews, each sentence once with all
/// screens it is true of; "slogan-unchecked" if the media worker fails. `situation` knows the
/// campaign.
[[nodiscard]] ScreenFindings sloganFindings(Situation const& situation,
                                            RunningCampaign const& campaign,
                                            library::Library& library);

}  // namespace tocsin::schedule
