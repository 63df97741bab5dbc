// SPDX-License-Identifier: Apache-2.0
// Bundles of proof at the API: asking for one, how far it is, its file.
#include <boost/json.hpp>

#include "bundles_state.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::proof {
namespace {

namespace json = boost::json;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

constexpr char kWish[] =
    R"({"type":"object","required":["from","to"],"properties":{"from":{"type":"string"},"to":{"type":"string"}}})";
constexpr char kBundle[] =
    R"({"type":"object","required":["bundle","state","progress"],"properties":{"bundle":{"type":"string"},"by":{"type":"string"},"asked":{"type":"string","format":"date-time"},)"
    R"("from":{"type":"string","format":"date-time"},"to":{"type":"string","format":"date-time"},"state":{"enum":["waiting","making","done","failed"]},"progress":{"type":"number"},)"
    R"("message":{"type":"string"},"bytes":{"type":"integer"},"sha256":{"type":"string"},"batches":{"type":"integer"},"rows":{"type":"integer"},"plays":{"type":"integer"}}})";

/// A day in the site's zone, or an instant; the last day is within the period.
Instant boundAt(messages::JsonReader const& in, std::string const& zone, bool isEnd) {
    auto const text = in.string(64);
    if (auto const instant = parseInstant(text)) {
        return *instant;
    }
    auto const day = playlists::parseDate(text);
    auto const bounds =
        day ? playlists::dayBounds(zone, *day) : Result<playlists::DayBounds>(day.error());
    if (!bounds) {
        in.fail("expected a day like 2026-06-01, or an instant like 2026-06-01T00:00:00+08:00");
    }
    return isEnd ? bounds->end : bounds->begin;
}

Result<BundleWish> readWish(std::string const& body, std::string const& zone) {
    return messages::readJson(body, [&](messages::JsonReader const& in) {
        in.onlyKeys({"from", "to"});
        BundleWish wish;
        wish.from = boundAt(in.at("from"), zone, false);
        wish.to = boundAt(in.at("to"), zone, true);
        if (wish.to <= wish.from) {
            in.at("to").fail("the period ends before it begins");
        }
        return wish;
    });
}

json::object toJson(Bundle const& bundle) {
    json::object out{{"bundle", bundle.id},
                     {"by", bundle.wish.by},
                     {"asked", formatInstant(bundle.asked)},
                     {"from", formatInstant(bundle.wish.from)},
                     {"to", formatInstant(bundle.wish.to)},
                     {"state", toString(bundle.state)},
                     {"progress", bundle.share},
                     {"message", bundle.message}};
    if (bundle.state == BundleState::done) {
        out["bytes"] = bundle.made.bytes;
        out["sha256"] = bundle.made.digest.hex();
        out["batches"] = bundle.made.batches;
        out["rows"] = bundle.made.rows;
        out["plays"] = bundle.made.plays;
    }
    return out;
}

Result<Response> answer(Result<Bundle> const& bundle, int status = 200) {
    return bundle ? Result<Response>(access::jsonResponse(toJson(*bundle), status))
                  : bundle.error();
}

Result<Response> sendFile(Result<Bundle> const& bundle, std::filesystem::path const& file) {
    if (!bundle) {
        return bundle.error();
    }
    if (bundle->state != BundleState::done) {
        return Error{Errc::conflict, "the bundle is not done yet"};
    }
    Response response;
    response.contentType = "application/zip";
    response.file = access::FileBody{file, bundle->made.digest};
    return response;
}

}  // namespace

access::Routes Bundles::routes() {
    auto* const state = state_.get();
    auto const one = std::string("/api/v1/proof/bundles/{bundle}");
    access::Routes out;
    out.push_back({"POST", "/api/v1/proof/bundles", Permission::viewReports,
                   "Have a bundle made that proves the plays of a period, offline and by itself",
                   kWish, kBundle, BodyPolicy::text,
                   [state](Principal const& who, Request const& request) -> Result<Response> {
                       auto wish = readWish(request.body, state->settings.zone);
                       if (!wish) {
                           return wish.error();
                       }
                       wish->by = who.name;
                       wish->units = who.unitsFor(Permission::viewReports);
                       return answer(state->order(*wish), 201);
                   }});
    out.back().success = {201};
    out.push_back({"GET", one, Permission::viewReports, "How far a bundle is", "", kBundle,
                   BodyPolicy::none,
                   [state](Principal const& who, Request const& request) -> Result<Response> {
                       return answer(state->find(request.parameters.at("bundle"), who));
                   }});
    out.push_back({"GET", one + "/file", Permission::viewReports, "The bundle's file", "", "",
                   BodyPolicy::none,
                   [state](Principal const& who, Request const& request) -> Result<Response> {
                       auto const& id = request.parameters.at("bundle");
                       return sendFile(state->find(id, who), state->fileOf(id));
                   }});
    out.back().responseTypes = {"application/zip"};
    out.back().success = {200, 206};
    out.push_back({"DELETE", one, Permission::viewReports, "Give a bundle up, or remove its file",
                   "", "", BodyPolicy::none,
                   [state](Principal const& who, Request const& request) -> Result<Response> {
                       auto const removed =
                           state->remove(request.parameters.at("bundle"), who.name);
                       return removed ? Result<Response>(access::jsonResponse(json::object{}))
                                      : removed.error();
                   }});
    using access::filtered;
    return access::withReach(std::move(out),
                             {{"POST /api/v1/proof/bundles", filtered()},
                              {"GET /api/v1/proof/bundles/{bundle}", filtered()},
                              {"GET /api/v1/proof/bundles/{bundle}/file", filtered()},
                              {"DELETE /api/v1/proof/bundles/{bundle}", filtered()}});
}

}  // namespace tocsin::proof
