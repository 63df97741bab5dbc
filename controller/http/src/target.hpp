// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::http {

/// A request target in origin form, "/path?key=value". The path stays percent-encoded (route
/// patterns decode their parameters), the query is decoded.
struct Target {
    std::string path;
    std::map<std::string, std::string> query;
};

/// Errc::invalid for another form, a broken escape, text that is not UTF-8 or has zeros, or
/// more than 64 query members.
[[nodiscard]] Result<Target> parseTarget(std::string_view text);

}  // namespace tocsin::http
