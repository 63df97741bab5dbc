// SPDX-License-Identifier: Apache-2.0
// A day's plays as CSV.
#include <fmt/format.h>

#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {

std::string renderPlanCsv(Json const& plan) {
    std::string out = "start,end,asset,campaign,reason\n";
    for (auto const& play : elements(plan, "plays")) {
        out += fmt::format("{},{},{},{},{}\n", csvField(text(play, "start")),
                           csvField(text(play, "end")), csvField(text(play, "asset")),
                           csvField(text(play, "campaign")), csvField(text(play, "reason")));
    }
    return out;
}

}  // namespace tocsin::cli
