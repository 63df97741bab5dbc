// SPDX-License-Identifier: Apache-2.0
// Routes of screens: adding, pairing, tokens, retiring.
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <map>

#include "carry_routes.hpp"
#include "change_route.hpp"
#include "command_routes.hpp"
#include "enrolment.hpp"
#include "import_route.hpp"
#include "order_routes.hpp"
#include "pairing.hpp"
#include "revoke_route.hpp"
#include "screen_json.hpp"
#include "shot_route.hpp"
#include "spare_routes.hpp"
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
    R"({"type":"object","required":["id","name","width","height","zone","bound","retired"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"unit":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"width":{"type":"integer"},"height":{"type":"integer"},"zone":{"type":"string"},"seed":{"type":"string"},"opening":{"type":"array","items":{"type":"object"}},"bound":{"type":"boolean"},"player":{"type":["string","null"]},"decode_rate":{"type":"integer"},"retired":{"type":"boolean"},"added":{"type":"string"},"token":{"type":"string"},"token_expires":{"type":["string","null"]},"cloned":{"type":["object","null"]},"revoked":{"type":["object","null"]},"place":{"type":["object","null"],"properties":{"latitude":{"type":"number","minimum":-90,"maximum":90},"longitude":{"type":"number","minimum":-180,"maximum":180}}},"code":{"type":"string"},"location":{"type":"string"},"type":{"type":"string"},"responsible":{"type":"string"},"phone":{"type":"string"},"serial":{"type":"string"},"offline_site":{"type":"boolean"}}})";
constexpr char kNewScreenSchema[] =
    R"({"type":"object","required":["id","width","height"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"unit":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"width":{"type":"integer","minimum":8,"maximum":8192},"height":{"type":"integer","minimum":8,"maximum":8192},"zone":{"type":"string"},"seed":{"type":"string"},"opening":{"type":"array","items":{"type":"object"}},"place":{"type":["object","null"],"properties":{"latitude":{"type":"number","minimum":-90,"maximum":90},"longitude":{"type":"number","minimum":-180,"maximum":180}}},"code":{"type":"string"},"location":{"type":"string"},"type":{"type":"string"},"responsible":{"type":"string"},"phone":{"type":"string"},"serial":{"type":"string"},"offline_site":{"type":"boolean"}}})";
constexpr char kPairSchema[] =
    R"({"type":"object","required":["code"],"properties":{"code":{"type":"string"},"replace":{"type":"boolean"}}})";
constexpr char kTokenWishSchema[] =
    R"({"type":"object","properties":{"replace":{"type":"boolean"},"days":{"type":"integer","minimum":1,"maximum":365}}})";
constexpr char kTokenSchema[] =
    R"({"type":"object","required":["token"],"properties":{"id":{"type":"string"},"token":{"type":"string"},"expires":{"type":"string"}}})";

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

/// What is known of a screen's player beside its record.
boost::json::object shownJson(Fleet::State const& state, store::Tx const& tx,
                              store::Screen const& screen) {
    auto out = screenJson(screen);
    out["cloned"] = nullptr;
    out["revoked"] = nullptr;
    auto const cloned = screen.player ? state.clones.of(*screen.player) : std::nullopt;
    if (cloned) {
        out["cloned"] = boost::json::object{
            {"since", formatInstant(cloned->since)},
            {"peers", boost::json::array(cloned->peers.begin(), cloned->peers.end())}};
    }
    auto const revoked = screen.player ? std::nullopt : tx.revocations().newestOf(screen.id);
    if (revoked) {
        out["revoked"] = boost::json::object{{"at", formatInstant(revoked->at)},
                                             {"player", revoked->player.fingerprint()},
                                             {"who", revoked->who},
                                             {"reason", revoked->reason}};
    }
    return out;
}

Result<Response> listScreens(StatePtr const& state, Principal const& who) {
    boost::json::array items;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& screen : tx.screens().all()) {
            if (who.may(Permission::viewScreens, screen.unit)) {
                items.push_back(shownJson(*state, tx, screen));
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
    std::optional<boost::json::object> shown;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        if (auto const screen = tx.screens().find(named(request))) {
            shown = shownJson(*state, tx, *screen);
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (!shown) {
        return noSuchScreen(named(request));
    }
    return access::jsonResponse(*shown);
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
    screen->tokenExpires = screen->added + std::chrono::days(kUsualTokenDays);
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

/// What a change of one screen reaches.
access::Reached reachOf(store::Screen const& screen, std::string const& english,
                        std::string const& chinese) {
    return {{screen.id},
            {screen.unit},
            "screen " + screen.id.str() + " " + english,
            "屏幕 " + screen.id.str() + chinese,
            screen.player ? screen.player->fingerprint() : ""};
}

/// The screen has a player, or had one that somebody revoked: it goes to another's hands.
bool changesHands(store::Tx const& tx, store::Screen const& screen) {
    return screen.player || tx.revocations().newestOf(screen.id);
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

struct TokenWish {
    bool replace = false;
    int days = kUsualTokenDays;
};

TokenWish readTokenWish(messages::JsonReader const& in) {
    in.onlyKeys({"replace", "days"});
    TokenWish out;
    if (auto const replace = in.find("replace")) {
        out.replace = replace->boolean();
    }
    if (auto const days = in.find("days")) {
        out.days = static_cast<int>(days->integer(kTokenDays.first, kTokenDays.second));
    }
    return out;
}

Result<Response> newToken(StatePtr const& state, Principal const& who, Request const& request) {
    auto const wish = request.body.empty() ? Result<TokenWish>(TokenWish{})
                                           : messages::readJson(request.body, readTokenWish);
    if (!wish) {
        return wish.error();
    }
    auto const expires = state->clock.now() + std::chrono::days(wish->days);
    auto const token = makeToken(state->signer.issued().set.root);
    auto const id = named(request);
    auto const give = [&](store::Screen& screen) -> Result<> {
        if (screen.retired) {
            return Error{Errc::conflict,
                         "screen " + screen.id.str() + " is retired; no player can be bound to it"};
        }
        auto free = mayBeReplaced(screen, std::nullopt, wish->replace,
                                  [&](ScreenId const& one) { return state->isOnline(one); });
        if (!free) {
            return free;
        }
        screen.tokenDigest = token.digest;
        screen.tokenExpires = expires;
        screen.tokenReplaces = wish->replace;
        return {};
    };
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            // Whoever uses the token takes the screen from the player that it has.
            auto const screen = tx.screens().find(id);
            auto const reached = screen && changesHands(tx, *screen)
                                     ? reachOf(*screen, "may be taken over by another player",
                                               "可由另一台播放端接管")
                                     : access::Reached{};
            if (auto may = access::askGuard(request.guard, tx, reached); !may) {
                return may;
            }
            auto const changed = changeIn(tx, id, give);
            return changed ? Result<>() : changed.error();
        },
        {who.name, "screen.token", id.str(), wish->replace ? "in place of its player" : ""});
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(boost::json::object{
        {"id", id.str()}, {"token", token.text}, {"expires", formatInstant(expires)}});
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
            auto const found = tx.screens().find(id);
            auto const reached = found ? reachOf(*found, "is retired and goes dark", "停用并熄屏")
                                       : access::Reached{};
            if (auto may = access::askGuard(request.guard, tx, reached); !may) {
                return may;
            }
            auto changed = changeIn(tx, id, [](store::Screen& screen) -> Result<> {
                screen.retired = true;
                screen.tokenDigest.reset();
                screen.tokenExpires.reset();
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
    struct Pairing {
        std::string code;
        bool replace = false;
    };
    auto const asked = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"code", "replace"});
        auto const replace = in.find("replace");
        return Pairing{in.at("code").string(16), replace && replace->boolean()};
    });
    if (!asked) {
        return asked.error();
    }
    auto const shown = state->showing(asked->code);
    if (!shown) {
        return shown.error();
    }
    auto const screen =
        bindByPerson(state, who, request, named(request), shown->key, asked->replace);
    return screen ? Result<Response>(access::jsonResponse(screenJson(*screen))) : screen.error();
}

/// Spares of other units are nobody's business.
Result<Response> listWaiting(StatePtr const& state, Principal const& who) {
    std::map<messages::PublicKey, bool> spares;  // and whether they are the caller's
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& spare : tx.spares().all()) {
            spares.emplace(spare.player, hasSpare(tx, spare, who));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    boost::json::array items;
    std::scoped_lock const lock(state->mutex);
    for (auto const& [code, player] : state->waiting) {
        auto const spare = spares.find(player.key);
        if (spare != spares.end() && !spare->second) {
            continue;
        }
        items.push_back(boost::json::object{{"code", code},
                                            {"fingerprint", player.key.fingerprint()},
                                            {"width", player.width},
                                            {"height", player.height},
                                            {"peer", player.peer},
                                            {"since", formatInstant(player.since)},
                                            {"spare", spare != spares.end()}});
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

}  // namespace

Result<store::Screen> bindByPerson(StatePtr const& state, Principal const& who,
                                   Request const& request, ScreenId const& id,
                                   messages::PublicKey const& key, bool replace) {
    // A screen that has another player is taken from it.
    auto const before = [&](store::Tx& tx, store::Screen const& found) {
        if (auto may = mayTakeSpare(tx, key, who); !may) {
            return may;
        }
        bool const taken = found.player != key && changesHands(tx, found);
        auto const name = key.fingerprint();
        return access::askGuard(
            request.guard, tx,
            taken ? reachOf(found, "is taken over by player " + name, "由播放端 " + name + " 接管")
                  : access::Reached{});
    };
    auto screen = bindPlayer(
        state->store, who.name, id, key, state->clock.now(), replace,
        [&](ScreenId const& one) { return state->isOnline(one); }, before);
    if (!screen) {
        return screen;
    }
    {
        std::scoped_lock const lock(state->mutex);
        std::erase_if(state->waiting, [&](auto const& entry) { return entry.second.key == key; });
    }
    // At once: the plan is there, and what another machine wants of it comes afterwards.
    asio::post(state->io, [state, bound = *screen, key] { state->bound(bound, key); });
    replan(*state, screen->id);
    return screen;
}

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
                      "A new one-time token", kTokenWishSchema, kTokenSchema, BodyPolicy::text,
                      [state](Principal const& who, Request const& request) {
                          return newToken(state, who, request);
                      }});
    routes.push_back({"POST", "/api/v1/screens/{id}/retire", Permission::editScreens,
                      "Retire a screen", "", kScreenSchema, BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return retireScreen(state, who, request);
                      }});
    routes.push_back(shotRoute(state));
    routes.push_back(importRoute(state));
    routes.push_back(changeRoute(state, kScreenSchema));
    routes.push_back(revokeRoute(state));
    for (auto& route : spareRoutes(state)) {
        routes.push_back(std::move(route));
    }
    for (auto& route : orderRoutes(state)) {
        routes.push_back(std::move(route));
    }
    for (auto& route : carryRoutes(state)) {
        routes.push_back(std::move(route));
    }
    for (auto& route : commandRoutes(state)) {
        routes.push_back(std::move(route));
    }
    routes.push_back(
        {"GET", "/api/v1/pairing", Permission::editScreens, "Players that wait to be paired", "",
         "", BodyPolicy::none,
         [state](Principal const& who, Request const&) { return listWaiting(state, who); }});
    routes = access::withGuard(std::move(routes),
                               {"POST /api/v1/screens/{id}/pair", "POST /api/v1/screens/{id}/token",
                                "POST /api/v1/screens/{id}/retire", "POST /api/v1/screens/import",
                                "PATCH /api/v1/screens/{id}"});
    using access::filtered;
    using access::row;
    return access::withReach(std::move(routes),
                             {{"GET /api/v1/screens", filtered()},
                              {"POST /api/v1/screens", filtered()},
                              {"GET /api/v1/screens/{id}", row("screen", "id")},
                              {"PATCH /api/v1/screens/{id}", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/pair", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/token", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/retire", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/revoke", row("screen", "id")},
                              {"POST /api/v1/screens/import", filtered()},
                              {"POST /api/v1/screens/{id}/shot", row("screen", "id")},
                              {"GET /api/v1/pairing", filtered()}});
}

}  // namespace tocsin::fleet
