// SPDX-License-Identifier: Apache-2.0
// The review sheet as one page for a browser: pictures and clips in it, no script, nothing that is
// asked for from anywhere, in Chinese and English side by side.
#pragma once

#include <functional>
#include <string>

#include "fields.hpp"

namespace tocsin::cli {

/// `fetch` gives the bytes behind a path of the controller, "" if they are not to be had. Whatever
/// names and texts the sheet holds, they are shown as they are and become no part of the page.
[[nodiscard]] std::string reviewPage(Json const& sheet,
                                     std::function<std::string(std::string const&)> const& fetch);

}  // namespace tocsin::cli
