// SPDX-License-Identifier: Apache-2.0
// The part of a campaign file that says when and how often.
#pragma once

#include <string>
#include <vector>

#include "campaign_file.hpp"
#include "tocsin/config/toml_reader.hpp"

namespace tocsin::schedule {

/// Class, days, dayparts, order, limits, pacing and key dates; without id and items. Problems go to
/// the table's list.
[[nodiscard]] playlists::ProgrammeCampaign readRules(config::TomlTable const& root,
                                                     SiteTimes const& times);

/// Days and dayparts alone: when something is on that has no place in the timeline.
[[nodiscard]] playlists::ProgrammeCampaign readTimes(config::TomlTable const& root,
                                                     SiteTimes const& times);

/// make_good and its cap a day.
[[nodiscard]] MakeGood readMakeGood(config::TomlTable const& root,
                                    playlists::ProgrammeCampaign const& rules);

/// The [[fixed]] tables; each must name one of `items`.
[[nodiscard]] std::vector<FileEvent> readFixed(config::TomlTable const& root,
                                               std::vector<std::string> const& items);

}  // namespace tocsin::schedule
