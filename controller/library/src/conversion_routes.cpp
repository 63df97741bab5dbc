// SPDX-License-Identifier: Apache-2.0
// How far conversions are, and orders to pause them, to go on, and to try again.
#include <map>

#include "conversions_state.hpp"
#include "find_asset.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::library {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::ConversionState;

#define TOCSIN_CONVERSION_SCHEMA \
    R"({"type":"object","required":["media","kind","state","progress"],"properties":{"media":{"type":"string"},"kind":{"enum":["master","rendition"]},"width":{"type":"integer"},"height":{"type":"integer"},"fit":{"enum":["contain","cover","stretch"]},"state":{"enum":["waiting","running","paused","done","failed"]},"progress":{"type":"number"},"needs":{"type":"array","items":{"type":"string"}},"reason":{"type":"string"},"digest":{"type":["string","null"]},"bytes":{"type":"integer"},"asked":{"type":"string","format":"date-time"},"touched":{"type":"string","format":"date-time"}}})"
constexpr char kList[] =
    R"({"type":"object","properties":{"items":{"type":"array","items":)" TOCSIN_CONVERSION_SCHEMA
    "}}}";
constexpr char kOrder[] = R"({"type":"object","properties":{"media":{"type":"string"}}})";
constexpr char kCount[] = R"({"type":"object","properties":{"conversions":{"type":"integer"}}})";

/// The schema without the words for the client: of screens only in renditions.
json::object toJson(store::Conversion const& what, std::string const& handle, bool isRunning,
                    double share) {
    bool const rendition = what.screens.width > 0;
    json::object out{{"media", handle}, {"kind", rendition ? "rendition" : "master"}};
    if (rendition) {
        out["width"] = what.screens.width;
        out["height"] = what.screens.height;
        out["fit"] = toString(what.screens.fit);
    }
    // One that was paused a moment ago may still be held by its thread.
    bool const works = isRunning && what.state == ConversionState::waiting;
    out["state"] = works ? std::string_view("running") : toString(what.state);
    out["progress"] = share;
    out["needs"] = json::array(what.needs.begin(), what.needs.end());
    out["reason"] = what.reason;
    out["digest"] = what.result ? json::value(what.result->hex()) : json::value(nullptr);
    out["bytes"] = what.bytes;
    out["asked"] = formatInstant(what.asked);
    out["touched"] = formatInstant(what.touched);
    return out;
}

/// The word of a request for orders, or all assets.
Result<std::optional<std::string>> readOrder(Request const& request) {
    if (request.body.empty()) {
        return std::optional<std::string>();
    }
    return messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"media"});
        auto const media = in.find("media");
        return media ? std::optional(media->string(256)) : std::nullopt;
    });
}

}  // namespace

/// Those of one asset, or all that are not done.
Result<Response> Conversions::list(Principal const& who, std::optional<std::string> const& media) {
    std::vector<std::pair<store::Conversion, std::string>> found;
    auto const looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        std::vector<store::Conversion> all;
        if (media) {
            auto const asset = findAsset(tx, *media);
            if (!asset) {
                return asset.error();
            }
            all = tx.conversions().of(asset->content.asset);
        } else {
            for (auto const wanted :
                 {ConversionState::waiting, ConversionState::paused, ConversionState::failed}) {
                auto more = tx.conversions().in(wanted);
                all.insert(all.end(), more.begin(), more.end());
            }
        }
        for (auto& what : all) {
            auto const asset = tx.assets().find(what.asset);
            if (asset &&
                (media || (!asset->retired &&
                           who.uses(Permission::viewMedia, tx.uploads().chargedTo(what.asset))))) {
                found.emplace_back(std::move(what), asset->handle);
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    json::array items;
    for (auto const& [what, handle] : found) {
        items.push_back(toJson(what, handle, state_->isRunning(what), state_->shareOf(what)));
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}});
}

Result<Response> Conversions::order(Principal const& who, Request const& request,
                                    std::vector<ConversionState> const& from, ConversionState to) {
    auto const media = readOrder(request);
    if (!media) {
        return media.error();
    }
    auto const count = state_->setStates(who, *media, from, to);
    if (!count) {
        return count.error();
    }
    return access::jsonResponse(json::object{{"conversions", *count}});
}

access::Routes Conversions::routes() {
    auto const all = std::string("/api/v1/conversions");
    access::Routes routes;
    routes.push_back({"GET", all, Permission::viewMedia,
                      "Conversions that are under way, wait, are paused or failed", "", kList,
                      access::BodyPolicy::none, [this](Principal const& who, Request const&) {
                          return list(who, std::nullopt);
                      }});
    routes.push_back({"GET", "/api/v1/media/{handle}/conversions", Permission::viewMedia,
                      "Conversions of one asset, the house master first", "", kList,
                      access::BodyPolicy::none,
                      [this](Principal const& who, Request const& request) {
                          return list(who, request.parameters.at("handle"));
                      }});
    auto const addOrder = [&](char const* verb, char const* summary,
                              std::vector<ConversionState> from, ConversionState to) {
        routes.push_back(
            {"POST", all + verb, Permission::editMedia, summary, kOrder, kCount,
             access::BodyPolicy::text,
             [this, from = std::move(from), to](Principal const& who, Request const& request) {
                 return order(who, request, from, to);
             }});
    };
    addOrder("/pause", "Pause the conversions of an asset, or all", {ConversionState::waiting},
             ConversionState::paused);
    addOrder("/resume", "Go on with paused conversions where they were", {ConversionState::paused},
             ConversionState::waiting);
    addOrder("/again", "Try failed conversions again", {ConversionState::failed},
             ConversionState::waiting);
    using access::filtered;
    return access::withReach(std::move(routes), {{"GET /api/v1/conversions", filtered()},
                                                 {"GET /api/v1/media/{handle}/conversions",
                                                  access::shared("asset", "handle")},
                                                 {"POST /api/v1/conversions/pause", filtered()},
                                                 {"POST /api/v1/conversions/resume", filtered()},
                                                 {"POST /api/v1/conversions/again", filtered()}});
}

}  // namespace tocsin::library
