// SPDX-License-Identifier: Apache-2.0
// A [[slogan]] table of a campaign file.
#pragma once

#include "campaign_file.hpp"
#include "tocsin/config/toml_reader.hpp"

namespace tocsin::schedule {

/// Adds the slogan to `file`; what is wrong becomes a problem of the table.
void readSloganTable(config::TomlTable const& table, CampaignFile& file);

}  // namespace tocsin::schedule
