// SPDX-License-Identifier: Apache-2.0
// Properties of assets as requests say them: members of a JSON body, or names in a query or
// in the metadata of an upload.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::library {

/// The JSON members that readProperties() knows, with `further` ones before them; but for "fit",
/// which not every kind of asset takes.
[[nodiscard]] std::vector<std::string_view> propertyKeys(
    std::initializer_list<std::string_view> further = {});
/// null and "" take away. Throws Failure as JsonReader does.
[[nodiscard]] AssetProperties readProperties(messages::JsonReader const& in);

/// The names in a query, or in the metadata of an upload, that namedProperties() knows.
[[nodiscard]] std::vector<access::QueryName> propertyNames();
/// Tags stand in `tags`, with commas between; other names mean nothing.
[[nodiscard]] AssetProperties namedProperties(std::map<std::string, std::string> const& named);
/// The names and values that namedProperties() makes the same of; changes of tags have none.
[[nodiscard]] std::map<std::string, std::string> namesOf(AssetProperties const& properties);

/// Texts between commas; none for "".
[[nodiscard]] std::vector<std::string> partedByCommas(std::string_view text);

/// Of the members that readProperties() knows, as the inside of "properties" of a JSON Schema.
#define TOCSIN_PROPERTY_SCHEMAS \
    R"("category":{"type":["string","null"]},"usable_from":{"type":["string","null"],"format":"date"},"usable_until":{"type":["string","null"],"format":"date"},"title":{"type":["string","null"]},"description":{"type":["string","null"]},"folder":{"type":["string","null"]},"owner":{"type":["string","null"]},"licence":{"type":["string","null"]},"licence_until":{"type":["string","null"],"format":"date"},"tags":{"type":["array","null"],"items":{"type":"string"}},"add_tags":{"type":"array","items":{"type":"string"}},"remove_tags":{"type":"array","items":{"type":"string"}})"

}  // namespace tocsin::library
