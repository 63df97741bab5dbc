// SPDX-License-Identifier: Apache-2.0
// The files of a content's pictures, as many as a package holds.
#pragma once

#include <boost/json.hpp>

#include "filing_state.hpp"
#include "tocsin/filing/filing_document.hpp"

namespace tocsin::filing {

struct TakenPictures {
    PictureFiles files;
    /// {"digest","screen","why"}: "gone" (past its keeping) or "size" (the package would be too
    /// large).
    boost::json::array leftOut;
};

/// In the content's order, until the package would be too large: each picture is in it four times,
/// in three documents and by itself.
[[nodiscard]] TakenPictures picturesOf(FilingBook::State const& state,
                                       boost::json::object const& content);

}  // namespace tocsin::filing
