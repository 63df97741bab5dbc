// SPDX-License-Identifier: Apache-2.0
#include "fetch_order.hpp"

#include <map>

#include "asset_properties.hpp"
#include "tocsin/library/show_time.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/outbound/outbound.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kMostText = 4'096;

/// The body's members by the names that an upload's metadata have for them, and the address.
struct Said {
    std::string url;
    std::map<std::string, std::string> metadata;
    AssetProperties properties;
};

Said readMembers(messages::JsonReader const& in) {
    in.onlyKeys(propertyKeys({"url", "name", "handle", "seconds", "unit", "fit"}));
    Said said;
    said.url = in.at("url").string(kMostText);
    said.properties = readProperties(in);
    said.metadata = namesOf(said.properties);
    constexpr std::pair<char const*, char const*> kTexts[] = {
        {"name", "filename"}, {"handle", "handle"}, {"unit", "unit"}};
    for (auto const& [member, key] : kTexts) {
        if (auto const text = in.find(member)) {
            said.metadata[key] = text->string(kMostText);
        }
    }
    if (auto const seconds = in.find("seconds")) {
        said.metadata["seconds"] =
            std::to_string(seconds->integer(kShowSeconds.least, kShowSeconds.most));
    }
    return said;
}

}  // namespace

Result<FetchOrder> readFetch(std::string const& body) {
    auto said = messages::readJson(body, readMembers);
    if (!said) {
        return said.error();
    }
    if (!said->properties.addTags.empty() || !said->properties.removeTags.empty()) {
        return Error{Errc::invalid, "tags: of a file that is to come, write all its tags"};
    }
    // Before the tags stand in one text with commas between.
    auto checked = said->properties;
    checked.category.reset();
    if (auto fine = withProperties({}, checked); !fine) {
        return fine.error();
    }
    auto const name = outbound::Outbound::fileName(said->url);
    auto const source = outbound::Outbound::shown(said->url);
    if (!name || !source) {
        return name ? source.error() : name.error();
    }
    said->metadata.emplace("filename", *name);
    said->metadata.emplace(kSourceKey, *source);
    auto order = orderFrom(said->metadata);
    if (!order) {
        return order.error();
    }
    return FetchOrder{said->url, *std::move(order), formatMetadata(said->metadata)};
}

}  // namespace tocsin::library
