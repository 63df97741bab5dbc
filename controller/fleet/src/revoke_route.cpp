// SPDX-License-Identifier: Apache-2.0
// Revoking in one step: the key, the token, and the sessions that are open.
#include "revoke_route.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "enrolment.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr char kWishSchema[] = R"({"type":"object","properties":{"reason":{"type":"string"}}})";
constexpr char kAnswerSchema[] =
    R"({"type":"object","required":["screen","player"],"properties":{"screen":{"type":"string"},"player":{"type":["string","null"]},"online":{"type":"boolean"}}})";

Result<std::string> reasonIn(std::string const& body) {
    if (body.empty()) {
        return std::string();
    }
    return messages::readJson(body, [](messages::JsonReader const& in) {
        in.onlyKeys({"reason"});
        auto const reason = in.find("reason");
        return reason ? reason->string(500) : std::string();
    });
}

Result<Response> revoke(StatePtr const& state, Principal const& who, Request const& request) {
    ScreenId const screen(request.parameters.at("id"));
    auto const reason = reasonIn(request.body);
    if (!reason) {
        return reason.error();
    }
    bool const online = state->isOnline(screen);
    auto const revoked = revokePlayer(state->store, who.name, screen, *reason, state->clock.now());
    if (!revoked) {
        return revoked.error();
    }
    boost::json::object out{{"screen", screen.str()}, {"player", nullptr}, {"online", false}};
    if (*revoked) {
        out["player"] = (*revoked)->player.fingerprint();
        out["online"] = online;
        asio::post(state->io, [state, revocation = **revoked] { state->revoked(revocation); });
    }
    return access::jsonResponse(out);
}

}  // namespace

access::Route revokeRoute(StatePtr const& state) {
    return {"POST",
            "/api/v1/screens/{id}/revoke",
            access::Permission::editScreens,
            "The screen's player is believed no longer, and its open token is worth nothing",
            kWishSchema,
            kAnswerSchema,
            access::BodyPolicy::text,
            [state](Principal const& who, Request const& request) {
                return revoke(state, who, request);
            }};
}

}  // namespace tocsin::fleet
