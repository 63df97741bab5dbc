// SPDX-License-Identifier: Apache-2.0
// Lenient access to JSON members, and the few forms in which numbers are shown.
#include "fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::cli {

Json const& member(Json const& object, std::string_view key) {
    static Json const null;
    auto const* members = object.if_object();
    auto const* found = members != nullptr ? members->if_contains(key) : nullptr;
    return found != nullptr ? *found : null;
}

std::string text(Json const& object, std::string_view key) {
    auto const& value = member(object, key);
    if (auto const* string = value.if_string()) {
        return std::string(*string);
    }
    return value.is_int64() || value.is_uint64() ? boost::json::serialize(value) : std::string();
}

std::int64_t integer(Json const& object, std::string_view key) {
    auto const& value = member(object, key);
    if (auto const* number = value.if_int64()) {
        return *number;
    }
    // What was parsed is unsigned only beyond the signed range; what was made here may be anyway.
    auto const* number = value.if_uint64();
    return number != nullptr && std::in_range<std::int64_t>(*number)
               ? static_cast<std::int64_t>(*number)
               : 0;
}

bool flag(Json const& object, std::string_view key) {
    auto const* value = member(object, key).if_bool();
    return value != nullptr && *value;
}

std::vector<Json> elements(Json const& object, std::string_view key) {
    auto const* array = member(object, key).if_array();
    return array != nullptr ? std::vector<Json>(array->begin(), array->end()) : std::vector<Json>{};
}

std::string joined(Json const& object, std::string_view key, std::string_view separator) {
    std::string out;
    for (auto const& element : elements(object, key)) {
        if (auto const* string = element.if_string()) {
            out += (out.empty() ? std::string() : std::string(separator)) +
                   shortName(std::string(*string));
        }
    }
    return out;
}

std::string clockText(std::int64_t milliseconds) {
    auto const seconds = std::max<std::int64_t>(milliseconds, 0) / 1000;
    auto const hours = seconds / 3600;
    return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, seconds / 60 % 60, seconds % 60)
                     : fmt::format("{:02}:{:02}", seconds / 60, seconds % 60);
}

std::string shortName(std::string const& name) {
    return Digest::fromHex(name) ? name.substr(0, 12) : name;
}

}  // namespace tocsin::cli
