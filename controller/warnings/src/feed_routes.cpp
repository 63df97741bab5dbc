// SPDX-License-Identifier: Apache-2.0
// Feeds of warnings at the API: how they are, and to have one polled at once.
#include "answers.hpp"
#include "feeds_state.hpp"

namespace tocsin::warnings {
namespace {

namespace json = boost::json;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Feeds::State>;

constexpr char kFeedSchema[] =
    R"({"type":"object","required":["name","url","every_seconds","state","polls","failures","error","silent_seconds","findings"],"properties":{"name":{"type":"string"},"url":{"type":"string"},"every_seconds":{"type":"integer"},"state":{"enum":["new","good","failing","silent"]},"polling":{"type":"boolean"},"polls":{"type":"integer"},"last_poll":{"type":["string","null"]},"last_good":{"type":["string","null"]},"next_poll":{"type":["string","null"]},"http_status":{"type":["integer","null"]},"kind":{"type":["string","null"]},"entries":{"type":"integer"},"taken":{"type":"integer"},"waiting":{"type":"integer"},"refused":{"type":"integer"},"failures":{"type":"integer"},"error":{"type":"string"},"silent_seconds":{"type":"integer"},"findings":{"type":"array","items":{"type":"object"}}}})";
constexpr char kListSchema[] =
    R"({"type":"object","required":["now","items"],"properties":{"now":{"type":"string"},"items":{"type":"array","items":{"type":"object"}}}})";

std::string_view stateOf(FeedFacts const& feed) {
    return feed.isSilent       ? "silent"
           : feed.failures > 0 ? "failing"
           : feed.lastGood     ? "good"
                               : "new";
}

json::object feedJson(FeedFacts const& feed) {
    return {
        {"name", feed.name},
        {"url", feed.url},
        {"every_seconds", feed.every.count()},
        {"state", stateOf(feed)},
        {"polling", feed.polling},
        {"polls", feed.polls},
        {"last_poll", instantOrNull(feed.lastPoll)},
        {"last_good", instantOrNull(feed.lastGood)},
        {"next_poll", instantOrNull(feed.nextPoll)},
        {"http_status", feed.status == 0 ? json::value(nullptr) : json::value(feed.status)},
        {"kind", feed.kind.empty() ? json::value(nullptr) : json::value(feed.kind)},
        {"entries", feed.entries},
        {"taken", feed.taken},
        {"waiting", feed.waiting},
        {"refused", feed.refused},
        {"failures", feed.failures},
        {"error", feed.error},
        {"silent_seconds", std::chrono::duration_cast<std::chrono::seconds>(feed.silent).count()},
        {"findings", findingsJson(feed.findings)}};
}

Result<Response> list(StatePtr const& state) {
    json::array items;
    for (auto const& feed : state->facts()) {
        items.push_back(feedJson(feed));
    }
    return access::jsonResponse(
        json::object{{"now", formatInstant(state->settings.now())}, {"items", std::move(items)}});
}

Result<Response> poll(StatePtr const& state, Principal const& who, Request const& request) {
    auto const& name = request.parameters.at("name");
    if (auto const may = state->pollable(name); !may) {
        return may.error();
    }
    auto const noted = state->store.write([](store::Tx&) -> Result<> { return {}; },
                                          {who.name, "feed.poll", name, ""});
    if (!noted) {
        return noted.error();
    }
    auto const feed = state->pollNow(name);
    return feed ? Result<Response>(access::jsonResponse(feedJson(*feed), 202)) : feed.error();
}

}  // namespace

access::Routes feedRoutes(StatePtr const& state) {
    access::Route listing{"GET",
                          "/api/v1/warning-feeds",
                          Permission::viewWarnings,
                          "Feeds of warnings that the controller asks for, and how they are",
                          "",
                          kListSchema,
                          BodyPolicy::none,
                          [state](Principal const&, Request const&) { return list(state); }};
    access::Route polling{"POST",
                          "/api/v1/warning-feeds/{name}/poll",
                          Permission::raiseWarnings,
                          "Ask for a feed now; the answer is from before that",
                          "",
                          kFeedSchema,
                          BodyPolicy::none,
                          [state](Principal const& who, Request const& request) {
                              return poll(state, who, request);
                          }};
    polling.success = {202};
    access::Routes out;
    // They are the site's, and of no unit.
    out.push_back(std::move(listing).reaching(access::filtered()));
    out.push_back(std::move(polling).reaching(access::filtered()));
    return out;
}

}  // namespace tocsin::warnings
