// SPDX-License-Identifier: Apache-2.0
// Orders to screens at the API.
#include "order_routes.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"

namespace tocsin::fleet {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr std::size_t kMostScreens = 20'000;
constexpr char kOrderSchema[] =
    R"({"type":"object","properties":{"screens":{"type":"array","items":{"type":"string"}},"all":{"type":"boolean"},"reason":{"type":"string"}}})";
constexpr char kOrderedSchema[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["screen","blanked","online"],"properties":{"screen":{"type":"string"},"blanked":{"type":"boolean"},"online":{"type":"boolean"}}}}}})";
constexpr char kIdentifySchema[] =
    R"({"type":"object","required":["screen"],"properties":{"screen":{"type":"string"}}})";

struct Order {
    std::vector<ScreenId> screens;
    bool all = false;
    std::string reason;
};

Order readOrder(messages::JsonReader const& in) {
    in.onlyKeys({"screens", "all", "reason"});
    Order out;
    if (auto const all = in.find("all")) {
        out.all = all->boolean();
    }
    if (auto const screens = in.find("screens")) {
        for (auto const& screen : screens->array(kMostScreens)) {
            ScreenId id(screen.string(64));
            if (std::find(out.screens.begin(), out.screens.end(), id) == out.screens.end()) {
                out.screens.push_back(std::move(id));
            }
        }
    }
    if (out.all == !out.screens.empty()) {
        in.fail("name the screens, or say \"all\": true");
    }
    if (auto const reason = in.find("reason")) {
        out.reason = reason->string(500);
    }
    return out;
}

/// Those that are named, or all that the caller may order. Errc::permission for one of another
/// unit.
Result<std::vector<ScreenId>> screensOf(store::Store const& store, Principal const& who,
                                        Order const& order) {
    std::vector<ScreenId> out = order.screens;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& id : order.screens) {
            auto const screen = tx.screens().find(id);
            if (screen && !who.may(Permission::blankScreens, screen->unit)) {
                return Error{Errc::permission, "screen " + id.str() + " belongs to another unit"};
            }
        }
        if (!order.all) {
            return {};
        }
        for (auto const& screen : tx.screens().all()) {
            if (!screen.retired && who.may(Permission::blankScreens, screen.unit)) {
                out.push_back(screen.id);
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

/// Who stopped screens may let them go on; to undo the stop of somebody else on many of them takes
/// two.
access::Reached stoppedByOthers(store::Tx const& tx, std::string const& who,
                                std::vector<ScreenId> const& screens) {
    access::Reached out;
    for (auto const& id : screens) {
        auto const order = tx.screenOrders().find(id);
        if (!order || !order->blanked || order->who == who) {
            continue;
        }
        auto const screen = tx.screens().find(id);
        out.screens.push_back(id);
        out.before += id.str() + " " + order->who + " " + formatInstant(order->since) + "\n";
        out.units.insert(screen ? screen->unit : "");
    }
    auto const number = std::to_string(out.screens.size());
    out.english = number + (out.screens.size() == 1 ? " screen" : " screens") +
                  " that somebody else has stopped (blank) go on";
    out.chinese = "恢复他人停播的 " + number + " 块屏";
    return out;
}

Result<Response> order(StatePtr const& state, Principal const& who, Request const& request,
                       bool blanked) {
    auto const asked = messages::readJson(request.body, readOrder);
    if (!asked) {
        return asked.error();
    }
    auto const screens = screensOf(state->store, who, *asked);
    if (!screens) {
        return screens.error();
    }
    boost::json::array items;
    if (!screens->empty()) {
        Orders::Before before;
        if (!blanked) {
            before = [&](store::Tx& tx) {
                return access::askGuard(request.guard, tx, stoppedByOthers(tx, who.name, *screens));
            };
        }
        auto commands = state->orders.blank(who.name, *screens, blanked, asked->reason, before);
        if (!commands) {
            return commands.error();
        }
        state->sendCommands(std::move(*commands));
    }
    for (auto const& screen : *screens) {
        items.push_back(boost::json::object{
            {"screen", screen.str()}, {"blanked", blanked}, {"online", state->isOnline(screen)}});
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> identify(StatePtr const& state, Principal const& who, Request const& request) {
    ScreenId const screen(request.parameters.at("id"));
    if (!state->isOnline(screen)) {
        auto const known = state->store.read([&](store::Tx const& tx) -> Result<> {
            return tx.screens().find(screen)
                       ? Result<>(
                             Error{Errc::conflict,
                                   "screen " + screen.str() +
                                       " is offline: no player is connected; see tocsin status"})
                       : Result<>(
                             Error{Errc::notFound, "there is no screen \"" + screen.str() + "\""});
        });
        return known.error();
    }
    auto command = state->orders.identify(who.name, screen);
    if (!command) {
        return command.error();
    }
    state->sendCommands({std::move(*command)});
    return access::jsonResponse(boost::json::object{{"screen", screen.str()}});
}

}  // namespace

access::Routes orderRoutes(StatePtr const& state) {
    using access::BodyPolicy;
    access::Routes routes{
        {"POST", "/api/v1/screens/blank", Permission::blankScreens,
         "Screens are black at once, and until they are told to go on", kOrderSchema,
         kOrderedSchema, BodyPolicy::text,
         [state](Principal const& who, Request const& request) {
             return order(state, who, request, true);
         }},
        {"POST", "/api/v1/screens/unblank", Permission::blankScreens,
         "Screens go on with their plans", kOrderSchema, kOrderedSchema, BodyPolicy::text,
         [state](Principal const& who, Request const& request) {
             return order(state, who, request, false);
         }},
        {"POST", "/api/v1/screens/{id}/identify", Permission::editScreens,
         "The screen shows its name over the picture for ten seconds", "", kIdentifySchema,
         BodyPolicy::none, [state](Principal const& who, Request const& request) {
             return identify(state, who, request);
         }}};
    routes = access::withGuard(std::move(routes), {"POST /api/v1/screens/unblank"});
    return access::withReach(std::move(routes),
                             {{"POST /api/v1/screens/blank", access::filtered()},
                              {"POST /api/v1/screens/unblank", access::filtered()},
                              {"POST /api/v1/screens/{id}/identify", access::row("screen", "id")}});
}

}  // namespace tocsin::fleet
