// SPDX-License-Identifier: Apache-2.0
// Warnings as the API tells them.
#pragma once

#include <boost/json.hpp>
#include <map>

#include "state.hpp"
#include "templates.hpp"

namespace tocsin::warnings {

/// What became of a warning on one screen: of its newest revision, but the first frame is that of
/// the revision that brought what is shown.
using Receipts = std::map<ScreenId, messages::WarningReceipt>;

/// A warning with all that is told of it.
struct Told {
    Stored stored;
    Receipts receipts;
    std::map<ScreenId, store::Screen> screens;  ///< for details only
    Chosen meant;                               ///< of one that waits: whom it would reach
    std::optional<CapSignature> signature;
};
[[nodiscard]] boost::json::value instantOrNull(std::optional<Instant> const& at);
/// Errc::notFound.
[[nodiscard]] Result<Told> readTold(Warnings::State const& state, std::string const& id);

/// Of the CAP message that the warning says; nothing: it came from none, or that has none.
[[nodiscard]] std::optional<CapSignature> signatureOf(store::Tx const& tx, Stored const& warning);
[[nodiscard]] boost::json::value signatureJson(std::optional<CapSignature> const& signature);
[[nodiscard]] boost::json::object summaryJson(Stored const& warning, Receipts const& receipts);
[[nodiscard]] Receipts receiptsOf(store::Tx const& tx, Stored const& warning);
/// Screens of units that `who` may not see are only counted.
[[nodiscard]] boost::json::object detailJson(Warnings::State const& state,
                                             access::Principal const& who, Told const& told);
[[nodiscard]] boost::json::object previewJson(Wanted const& wanted, bool byOne,
                                              access::Principal const& who, Chosen const& chosen);
[[nodiscard]] boost::json::object templateJson(Template const& made);
[[nodiscard]] boost::json::object capJson(CapTaken const& taken, bool withFindings);
[[nodiscard]] boost::json::array findingsJson(std::vector<CapFinding> const& findings);

}  // namespace tocsin::warnings
