// SPDX-License-Identifier: Apache-2.0
#include "property_reading.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::library {
namespace {

using Member = std::optional<std::string> AssetProperties::*;

/// What is one text each.
constexpr std::array<std::pair<char const*, Member>, 10> kTexts{
    {{"category", &AssetProperties::category},
     {"usable_from", &AssetProperties::usableFrom},
     {"usable_until", &AssetProperties::usableUntil},
     {"fit", &AssetProperties::fit},
     {"title", &AssetProperties::title},
     {"description", &AssetProperties::description},
     {"folder", &AssetProperties::folder},
     {"owner", &AssetProperties::owner},
     {"licence", &AssetProperties::licence},
     {"licence_until", &AssetProperties::licenceUntil}}};
constexpr std::size_t kMostBytes = 8'192;
constexpr std::size_t kMostTags = 200;

/// A text, or null for none; absent: nothing is said.
std::optional<std::string> textIn(messages::JsonReader const& in, std::string_view key) {
    auto const* const found = in.value().as_object().if_contains(key);
    if (found == nullptr) {
        return std::nullopt;
    }
    return found->is_null() ? "" : in.at(key).string(kMostBytes);
}

std::vector<std::string> textsIn(messages::JsonReader const& in) {
    std::vector<std::string> out;
    for (auto const& item : in.array(kMostTags)) {
        out.push_back(item.string(kMostBytes));
    }
    return out;
}

}  // namespace

std::vector<std::string_view> propertyKeys(std::initializer_list<std::string_view> further) {
    std::vector<std::string_view> out(further);
    for (auto const& [key, member] : kTexts) {
        if (member != &AssetProperties::fit) {
            out.emplace_back(key);
        }
    }
    out.insert(out.end(), {"tags", "add_tags", "remove_tags"});
    return out;
}

AssetProperties readProperties(messages::JsonReader const& in) {
    AssetProperties out;
    for (auto const& [key, member] : kTexts) {
        out.*member = textIn(in, key);
    }
    if (in.value().as_object().contains("tags")) {
        auto const tags = in.find("tags");
        out.tags = tags ? textsIn(*tags) : std::vector<std::string>();
    }
    if (auto const tags = in.find("add_tags")) {
        out.addTags = textsIn(*tags);
    }
    if (auto const tags = in.find("remove_tags")) {
        out.removeTags = textsIn(*tags);
    }
    return out;
}

std::vector<access::QueryName> propertyNames() {
    std::vector<access::QueryName> out;
    for (auto const& [key, member] : kTexts) {
        out.push_back({key});
    }
    out.push_back({"tags"});
    return out;
}

AssetProperties namedProperties(std::map<std::string, std::string> const& named) {
    AssetProperties out;
    auto const asked = [&](char const* key) {
        auto const found = named.find(key);
        return found == named.end() ? std::nullopt : std::optional(found->second);
    };
    for (auto const& [key, member] : kTexts) {
        out.*member = asked(key);
    }
    if (auto const tags = asked("tags")) {
        out.tags = partedByCommas(*tags);
    }
    return out;
}

std::map<std::string, std::string> namesOf(AssetProperties const& properties) {
    std::map<std::string, std::string> out;
    for (auto const& [key, member] : kTexts) {
        if (auto const& value = properties.*member) {
            out[key] = *value;
        }
    }
    for (auto const& tag : properties.tags.value_or(std::vector<std::string>())) {
        auto& tags = out["tags"];
        tags += (tags.empty() ? "" : ",") + tag;
    }
    return out;
}

std::vector<std::string> partedByCommas(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.find(',', begin), text.size());
        if (end > begin) {
            out.emplace_back(text.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return out;
}

}  // namespace tocsin::library
