// SPDX-License-Identifier: Apache-2.0
// Rows of the audit trail as JSON, one object a line in a file:
//   {"number":1,"at":"2026-06-01T08:00:00.000Z","who":…,"action":…,"subject":…,"detail":…,
//    "chain":64 hexadecimal digits}
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "tocsin/audit/trail_check.hpp"

namespace tocsin::audit {

[[nodiscard]] boost::json::object rowJson(store::AuditRow const& row);
/// Errc::invalid names what is wrong with the line.
[[nodiscard]] Result<store::AuditRow> rowFrom(std::string_view line);

/// {"rows", "head": toText(), "whole"} and, of one that is not whole, {"row", "message",
/// "message_zh"}.
[[nodiscard]] boost::json::object checkJson(TrailCheck const& check);

/// The check of a whole file's text. Errc::invalid with the number of the line that is no row.
[[nodiscard]] Result<TrailCheck> checkTrailFile(std::string_view text,
                                                std::optional<Head> const& known);

}  // namespace tocsin::audit
