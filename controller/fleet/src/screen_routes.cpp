// SPDX-License-Identifier: Apache-2.0
// Routes of screens: adding, pairing, tokens, retiring.
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>

#include "enrolment.hpp"
#include "order_routes.hpp"
#include "screen_json.hpp"
#include "shot_route.hpp"
#include "state.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr char kScreenSchema[] =
    R"({"type":"object","required":["id","name","width","height","zone","bound","retired"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"unit":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"width":{"type":"integer"},"height":{"type":"integer"},"zone":{"type":"string"},"seed":{"type":"string"},"opening":{"type":"array","items":{"type":"object"}},"bound":{"type":"boolean"},"player":{"type":["string","null"]},"decode_rate":{"type":"integer"},"retired":{"type":"boolean"},"added":{"type":"string"},"token":{"type":"string"}}})";
constexpr char kNewScreenSchema[] =
    R"({"type":"object","required":["id","width","height"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"unit":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"width":{"type":"integer","minimum":8,"maximum":8192},"height":{"type":"integer","minimum":8,"maximum":8192},"zone":{"type":"string"},"seed":{"type":"string"},"opening":{"type":"array","items":{"type":"object"}}}})";
constexpr char kPairSchema[] =
    R"({"type":"object","required":["code"],"properties":{"code":{"type":"string"}}})";
constexpr char kTokenSchema[] =
    R"({"type":"object","required":["token"],"properties":{"token":{"type":"string"}}})";

Error noSuchScreen(ScreenId const& id) {
    return {Errc::notFound, "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
}

ScreenId named(Request const& request) {
    return ScreenId(request.parameters.at("id"));
}

/// Replanning after a change of screens; the change itself stands even if this fails.
void replan(Fleet::State& state, ScreenId const& screen) {
    if (auto const planned = state.schedule.replan(screen); !planned) {
        spdlog::error("replan failed screen={} err=\"{}\"", screen.str(), planned.error().message);
    }
}

Result<Response> listScreens(StatePtr const& state, Principal const& who) {
    boost::json::array items;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& screen : tx.screens().all()) {
            if (who.may(Permission::viewScreens, screen.unit)) {
                items.push_back(screenJson(screen));
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> showScreen(StatePtr const& state, Request const& request) {
    std::optional<store::Screen> screen;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        screen = tx.screens().find(named(request));
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (!screen) {
        return noSuchScreen(named(request));
    }
    return access::jsonResponse(screenJson(*screen));
}

Result<Response> addScreen(StatePtr const& state, Principal const& who, Request const& request) {
    auto screen = messages::readJson(request.body, readScreen);
    if (!screen) {
        return screen.error();
    }
    if (!who.may(Permission::editScreens, screen->unit)) {
        return Error{
            Errc::permission,
            screen->unit.empty()
                ? "say which unit the screen is to belong to"
                : "you do not have the right edit-screens for the unit \"" + screen->unit + "\""};
    }
    auto const token = makeToken(state->signer.issued().set.root);
    screen->tokenDigest = token.digest;
    screen->added = state->clock.now();
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            if (tx.screens().find(screen->id)) {
                return Error{Errc::conflict, "there is a screen \"" + screen->id.str() +
                                                 "\" already; choose another id"};
            }
            // Whoever may add screens everywhere may name a unit that is not there yet.
            if (!screen->unit.empty() && !tx.units().find(screen->unit)) {
                tx.units().put({screen->unit, screen->unit, "", ""});
            }
            tx.screens().put(*screen);
            return {};
        },
        {who.name, "screen.add", screen->id.str(), screen->name});
    if (!written) {
        return written.error();
    }
    replan(*state, screen->id);
    auto body = screenJson(*screen);
    body["token"] = token.text;
    return access::jsonResponse(body, 201);
}

/// Loads the screen, changes it, stores it in the same transaction.
Result<store::Screen> changeIn(store::Tx& tx, ScreenId const& id,
                               std::function<Result<>(store::Screen&)> const& apply) {
    auto screen = tx.screens().find(id);
    if (!screen) {
        return noSuchScreen(id);
    }
    if (auto applied = apply(*screen); !applied) {
        return applied.error();
    }
    tx.screens().put(*screen);
    return std::move(*screen);
}

Result<Response> newToken(StatePtr const& state, Principal const& who, Request const& request) {
    auto const token = makeToken(state->signer.issued().set.root);
    auto const id = named(request);
    auto const give = [&](store::Screen& screen) -> Result<> {
        if (screen.retired) {
            return Error{Errc::conflict,
                         "screen " + screen.id.str() + " is retired; no player can be bound to it"};
        }
        screen.tokenDigest = token.digest;
        return {};
    };
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const changed = changeIn(tx, id, give);
            return changed ? Result<>() : changed.error();
        },
        {who.name, "screen.token", id.str(), ""});
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(boost::json::object{{"id", id.str()}, {"token", token.text}});
}

/// The screen's player stays bound and connected: it still has plays to deliver, and is told to go
/// dark by the last manifest.
Result<Response> retireScreen(StatePtr const& state, Principal const& who, Request const& request) {
    auto const id = named(request);
    auto const now = state->clock.now();
    std::optional<store::Screen> retired;
    auto const done = state->schedule.endPlan(
        id,
        [&](store::Tx& tx) -> Result<> {
            auto changed = changeIn(tx, id, [](store::Screen& screen) -> Result<> {
                screen.retired = true;
                screen.tokenDigest.reset();
                return {};
            });
            if (!changed) {
                return changed.error();
            }
            tx.bindings().end(id, now);
            retired = std::move(*changed);
            return {};
        },
        {who.name, "screen.retire", id.str(), ""});
    if (!done) {
        return done.error();
    }
    return access::jsonResponse(screenJson(*retired));
}

Result<Response> pairScreen(StatePtr const& state, Principal const& who, Request const& request) {
    auto code = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"code"});
        return in.at("code").string(16);
    });
    if (!code) {
        return code.error();
    }
    for (auto& c : *code) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;  // as people type it
    }
    std::optional<messages::PublicKey> key;
    {
        std::scoped_lock const lock(state->mutex);
        if (auto const found = state->waiting.find(*code); found != state->waiting.end()) {
            key = found->second.key;
        }
    }
    if (!key) {
        return Error{Errc::notFound,
                     "no player shows the code " + *code + "; read it again from the screen"};
    }
    auto const screen =
        bindPlayer(state->store, who.name, named(request), *key, state->clock.now());
    if (!screen) {
        return screen.error();
    }
    {
        std::scoped_lock const lock(state->mutex);
        state->waiting.erase(*code);
    }
    replan(*state, screen->id);
    asio::post(state->io, [state, bound = *screen, key = *key] { state->bound(bound, key); });
    return access::jsonResponse(screenJson(*screen));
}

Result<Response> listWaiting(StatePtr const& state) {
    boost::json::array items;
    std::scoped_lock const lock(state->mutex);
    for (auto const& [code, player] : state->waiting) {
        items.push_back(boost::json::object{{"code", code},
                                            {"fingerprint", player.key.fingerprint()},
                                            {"width", player.width},
                                            {"height", player.height},
                                            {"peer", player.peer},
                                            {"since", formatInstant(player.since)}});
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

}  // namespace

access::Routes Fleet::routes() {
    auto const state = state_;
    auto const list =
        std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
        kScreenSchema + "}}}";
    using access::BodyPolicy;
    access::Routes routes;
    routes.push_back({"GET", "/api/v1/screens", Permission::viewScreens, "All screens", "", list,
                      BodyPolicy::none, [state](Principal const& who, Request const&) {
                          return listScreens(state, who);
                      }});
    routes.push_back({"POST", "/api/v1/screens", Permission::editScreens,
                      "Add a screen; the answer has its one-time token", kNewScreenSchema,
                      kScreenSchema, BodyPolicy::text,
                      [state](Principal const& who, Request const& request) {
                          return addScreen(state, who, request);
                      }});
    routes.back().success = {201};
    routes.push_back(
        {"GET", "/api/v1/screens/{id}", Permission::viewScreens, "One screen", "", kScreenSchema,
         BodyPolicy::none,
         [state](Principal const&, Request const& request) { return showScreen(state, request); }});
    routes.push_back({"POST", "/api/v1/screens/{id}/pair", Permission::editScreens,
                      "Bind the player that shows this code", kPairSchema, kScreenSchema,
                      BodyPolicy::text, [state](Principal const& who, Request const& request) {
                          return pairScreen(state, who, request);
                      }});
    routes.push_back({"POST", "/api/v1/screens/{id}/token", Permission::editScreens,
                      "A new one-time token", "", kTokenSchema, BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return newToken(state, who, request);
                      }});
    routes.push_back({"POST", "/api/v1/screens/{id}/retire", Permission::editScreens,
                      "Retire a screen", "", kScreenSchema, BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return retireScreen(state, who, request);
                      }});
    routes.push_back(shotRoute(state));
    for (auto& route : orderRoutes(state)) {
        routes.push_back(std::move(route));
    }
    routes.push_back({"GET", "/api/v1/pairing", Permission::editScreens,
                      "Players that wait to be paired", "", "", BodyPolicy::none,
                      [state](Principal const&, Request const&) { return listWaiting(state); }});
    using access::filtered;
    using access::row;
    return access::withReach(std::move(routes),
                             {{"GET /api/v1/screens", filtered()},
                              {"POST /api/v1/screens", filtered()},
                              {"GET /api/v1/screens/{id}", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/pair", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/token", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/retire", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/shot", row("screen", "id")},
                              {"GET /api/v1/pairing", filtered()}});
}

}  // namespace tocsin::fleet
