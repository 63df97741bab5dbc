// SPDX-License-Identifier: Apache-2.0
// Which pictures a request is about, and which of them its caller may see.
#pragma once

#include <string>

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::proof {

/// Of the query's names screen, campaign, warning, from, to, limit and after. Errc::invalid.
[[nodiscard]] Result<store::PictureQuery> readPictureQuery(access::Request const& request);
/// "<milliseconds>-<number>" of the last picture of a page: what `after` takes.
[[nodiscard]] std::string cursorOf(store::KeptPicture const& last);
/// Leaves out screens of units whose pictures the caller may not see.
void onlyWhatMaySee(store::Tx const& tx, access::Principal const& who, store::PictureQuery& query);

}  // namespace tocsin::proof
