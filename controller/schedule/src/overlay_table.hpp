// SPDX-License-Identifier: Apache-2.0
// What a campaign file says of content that lies over all content.
#pragma once

#include "campaign_file.hpp"
#include "tocsin/config/toml_reader.hpp"

namespace tocsin::schedule {

/// The file's `placement`; programme, with a problem, if the word is unknown.
[[nodiscard]] Placement readPlacement(config::TomlTable const& root);

/// The [overlay] table, and what an overlay cannot have: counts and an order, which belong to the
/// timeline. Items and slogans of `file` are read already. `known` absent: kinds of assets are not
/// checked. Problems go to the tables' list.
void readOverlay(config::TomlTable const& root, CampaignFile& file, Known const* known);

}  // namespace tocsin::schedule
