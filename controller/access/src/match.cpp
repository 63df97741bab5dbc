// SPDX-License-Identifier: Apache-2.0
// Matching of route patterns.
#include <boost/url/pct_string_view.hpp>
#include <string_view>
#include <utility>

#include "tocsin/access/route.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::access {
namespace {

/// Cuts the first segment off `rest`; "/a/b" gives "a" and leaves "/b".
std::string_view nextSegment(std::string_view& rest) {
    rest.remove_prefix(1);
    auto const end = rest.find('/');
    auto const segment = rest.substr(0, end);
    rest.remove_prefix(segment.size());
    return segment;
}

/// Nothing for a broken escape, an embedded zero or bytes that are not UTF-8.
std::optional<std::string> percentDecoded(std::string_view text) {
    auto const checked = boost::urls::make_pct_string_view(text);
    if (!checked) {
        return std::nullopt;
    }
    auto decoded = checked->decode();
    bool const isText = decoded.find('\0') == std::string::npos && isUtf8(decoded);
    return isText ? std::optional(std::move(decoded)) : std::nullopt;
}

/// Whether somebody who took it for a part of a path would be led elsewhere. A '/' of its own is
/// all right: names have it.
bool leadsOut(std::string_view value) {
    while (true) {
        auto const end = value.find('/');
        auto const step = value.substr(0, end);
        if (step == "." || step == "..") {
            return true;
        }
        if (end == std::string_view::npos) {
            return false;
        }
        value.remove_prefix(end + 1);
    }
}

}  // namespace

std::optional<std::map<std::string, std::string>> match(std::string const& pattern,
                                                        std::string const& path) {
    std::map<std::string, std::string> parameters;
    std::string_view wanted = pattern;
    std::string_view given = path;
    while (!wanted.empty() && !given.empty() && wanted.front() == '/' && given.front() == '/') {
        auto const segment = nextSegment(wanted);
        auto const value = nextSegment(given);
        if (segment.size() > 2 && segment.front() == '{' && segment.back() == '}') {
            auto decoded = percentDecoded(value);
            if (!decoded || decoded->empty() || leadsOut(*decoded)) {
                return std::nullopt;
            }
            parameters.emplace(std::string(segment.substr(1, segment.size() - 2)),
                               std::move(*decoded));
        } else if (segment != value) {
            return std::nullopt;
        }
    }
    if (!wanted.empty() || !given.empty()) {
        return std::nullopt;
    }
    return parameters;
}

}  // namespace tocsin::access
