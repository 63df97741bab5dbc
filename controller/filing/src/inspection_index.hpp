// SPDX-License-Identifier: Apache-2.0
// The contents page of an inspection package: in the package, and behind its link. One page that
// needs nothing else and prints on A4.
#pragma once

#include <functional>
#include <string>

#include "inspection_papers.hpp"
#include "tocsin/documents/document.hpp"
#include "tocsin/store/inspections.hpp"

namespace tocsin::filing {

/// What the page says above its list, from the row that is or will be stored.
struct IndexHead {
    std::string unitName;
    std::string zone;         ///< of the times on it
    bool behindLink = false;  ///< says until when the link holds
    documents::Language language = documents::Language::chinese;
};

/// `hrefOf`: where a file of the list is found from the page, by its place in `inspection.files`;
/// it is escaped here. Notes stand in the package's page alone: `notes` may be null.
[[nodiscard]] std::string inspectionIndex(
    store::Inspection const& inspection, IndexHead const& head,
    std::array<std::vector<std::string>, kInspectionParts> const* notes,
    std::function<std::string(std::size_t)> const& hrefOf);

/// The page for a link that is not known, over or revoked: it does not say which.
[[nodiscard]] std::string goneLinkPage();

/// A step of a path as it stands in a URL (RFC 3986); '/' stays.
[[nodiscard]] std::string urlPath(std::string const& path);

}  // namespace tocsin::filing
