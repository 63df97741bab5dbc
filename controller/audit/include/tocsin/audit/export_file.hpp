// SPDX-License-Identifier: Apache-2.0
// An export of the audit trail that proves itself: a file of lines,
//   {"format":"tocsin-audit-export/1","before":…,"first":n,"last":n,"heads":n}
//   key sets and signed heads, as signed_heads.hpp has them,
//   rows, as trail_file.hpp has them.
// "before" is the head of the rows before the first; "" if that is row 1. The last row is one that
// a head was signed for, so that a signature covers every row.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/audit/signed_heads.hpp"
#include "tocsin/audit/trail_check.hpp"

namespace tocsin::audit {

struct ExportParts {
    std::optional<Head> before;
    std::int64_t first = 1, last = 0;  ///< last < first: no rows
    std::vector<std::string> heads;    ///< lines of key sets and heads
    std::vector<std::string> rows;     ///< lines
};
[[nodiscard]] std::string exportText(ExportParts const& parts);

/// What signed heads say of a trail beside its own digests.
struct SignedCover {
    std::size_t heads = 0;             ///< that hold
    std::size_t revoked = 0;           ///< not counted, because their key is revoked
    std::optional<SignedHead> newest;  ///< of them
    std::string root;                  ///< fingerprint; empty: there are none
};
[[nodiscard]] SignedCover coverOf(HeadLines const& lines);

struct ExportCheck {
    TrailCheck trail;
    SignedCover cover;
    /// The first thing that is not right; `number` is the row's, or 0 where it is no row. The
    /// sentence names the line.
    std::optional<Break> broken;
};

/// Whether the text begins as an export of this kind does; otherwise it is one of rows alone.
[[nodiscard]] bool isSignedExport(std::string_view text);
/// Every byte counts: what is not written as exportText() writes it is told. `root`: whose key sets
/// alone are believed, by fingerprint; empty: the export's own.
[[nodiscard]] ExportCheck checkExport(std::string_view text, std::optional<Head> const& known,
                                      std::string const& root);

/// checkJson() of trail_file.hpp with "signed": {"heads", "revoked", "newest": toText(), "at",
/// "root", "uncovered": rows after the newest head}.
[[nodiscard]] boost::json::object coveredJson(TrailCheck const& check, SignedCover const& cover,
                                              std::optional<Break> const& broken);

}  // namespace tocsin::audit
