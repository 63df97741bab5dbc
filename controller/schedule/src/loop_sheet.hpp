// SPDX-License-Identifier: Apache-2.0
// The check sheet (核对单) that goes with a loop to a screen without a player: what is in it, and
// lines for the hand that puts it up. Plays of such a screen are recorded by hand, and the sheet
// says so. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "loop_render.hpp"

namespace tocsin::schedule {

struct LoopSheet {
    LoopPlan const& plan;
    LoopWish const& wish;
    RenderedLoop const& made;
    Instant when;    ///< it was rendered
    std::string by;  ///< who asked for it
};

/// "tocsin-loop/1": {"screen", "date", "from", "to", "released", "made", "by", "loop", "files",
/// "items", "assets", "findings", "fill_in", "proof": "manual", "statement", "statement_zh"}.
/// Errc::invalid for a zone that is not known.
[[nodiscard]] Result<boost::json::object> sheetJson(LoopSheet const& sheet);

/// The same to print on A4, Chinese first with English beneath; one file that loads nothing. All
/// text from outside is escaped.
[[nodiscard]] Result<std::string> sheetHtml(LoopSheet const& sheet);

}  // namespace tocsin::schedule
