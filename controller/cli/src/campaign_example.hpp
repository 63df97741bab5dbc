// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

/// A campaign file for whoever has never written one: with comments in `language`, for the whole
/// month after `today`, to be edited and applied.
[[nodiscard]] std::string exampleCampaign(Language language, std::chrono::year_month_day today);

}  // namespace tocsin::cli
