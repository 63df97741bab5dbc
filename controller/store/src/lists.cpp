// SPDX-License-Identifier: Apache-2.0
#include "lists.hpp"

#include <boost/json.hpp>

#include "read_list.hpp"

namespace tocsin::store {
namespace json = boost::json;

std::string listText(std::vector<std::string> const& texts) {
    json::array out;
    for (auto const& text : texts) {
        out.emplace_back(text);
    }
    return json::serialize(out);
}

std::string listText(std::vector<Digest> const& digests) {
    json::array out;
    for (auto const& digest : digests) {
        out.emplace_back(digest.hex());
    }
    return json::serialize(out);
}

std::string listText(std::vector<playlists::Opening> const& opening) {
    json::array out;
    for (auto const& rule : opening) {
        out.push_back(json::object{{"days", rule.days.bits},
                                   {"from_ms", rule.hours.from.count()},
                                   {"to_ms", rule.hours.to.count()}});
    }
    return json::serialize(out);
}

std::string listText(std::vector<CampaignPart> const& parts) {
    json::array out;
    for (auto const& part : parts) {
        out.push_back(json::object{{"playlist", part.playlist}, {"items", part.items}});
    }
    return json::serialize(out);
}

std::vector<std::string> textsFrom(std::string_view list) {
    return readList(list, [](messages::JsonReader const& item) { return item.string(); });
}

std::vector<Digest> digestsFrom(std::string_view list) {
    return readList(list, [](messages::JsonReader const& item) { return item.digest(); });
}

std::vector<CampaignPart> partsFrom(std::string_view list) {
    return readList(list, [](messages::JsonReader const& item) {
        return CampaignPart{
            item.at("playlist").string(),
            static_cast<std::size_t>(item.at("items").integer(0, std::int64_t{kMostItems}))};
    });
}

std::vector<playlists::Opening> openingFrom(std::string_view list) {
    return readList(list, [](messages::JsonReader const& item) {
        constexpr std::int64_t dayMs = 86'400'000;
        playlists::Opening rule;
        rule.days.bits = static_cast<std::uint8_t>(item.at("days").integer(0, 0x7f));
        rule.hours.from = Milliseconds(item.at("from_ms").integer(0, dayMs));
        rule.hours.to = Milliseconds(item.at("to_ms").integer(0, dayMs));
        return rule;
    });
}

}  // namespace tocsin::store
