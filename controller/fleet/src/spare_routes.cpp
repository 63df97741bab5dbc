// SPDX-License-Identifier: Apache-2.0
#include "spare_routes.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "spare_files.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::fleet {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr std::size_t kMostScreens = 200;
constexpr std::size_t kMostSpares = 1'000;
constexpr char kNewSchema[] =
    R"({"type":"object","required":["code"],"properties":{"code":{"type":"string"},"screens":{"type":"array","items":{"type":"string"}},"unit":{"type":"string"},"tag":{"type":"string"}}})";
constexpr char kSpareSchema[] =
    R"({"type":"object","required":["player","online"],"properties":{"player":{"type":"string"},"code":{"type":["string","null"]},"online":{"type":"boolean"},"screens":{"type":"array","items":{"type":"string"}},"unit":{"type":"string"},"tag":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"stands_in_for":{"type":"integer"},"files":{"type":["object","null"]},"added":{"type":"string"}}})";

struct Wish {
    std::string code;
    store::Spare spare;
};

Wish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"code", "screens", "unit", "tag"});
    Wish out;
    out.code = in.at("code").string(16);
    if (auto const screens = in.find("screens")) {
        for (auto const& screen : screens->array(kMostScreens)) {
            out.spare.screens.push_back(screen.string(64));
        }
    }
    out.spare.unit = in.find("unit") ? in.at("unit").string(64) : "";
    out.spare.tag = in.find("tag") ? in.at("tag").string(64) : "";
    if (!out.spare.screens.empty() && (!out.spare.unit.empty() || !out.spare.tag.empty())) {
        in.fail("name the screens, or a unit, or a tag");
    }
    return out;
}

Result<> checkScope(store::Tx const& tx, store::Spare const& spare, Principal const& who) {
    for (auto const& id : spare.screens) {
        auto const screen = tx.screens().find(ScreenId(id));
        if (!screen) {
            return Error{Errc::notFound,
                         "there is no screen \"" + id + "\"; see tocsin screen list"};
        }
    }
    if (!spare.unit.empty() && !tx.units().find(spare.unit)) {
        return Error{Errc::notFound,
                     "there is no unit \"" + spare.unit + "\"; see tocsin unit list"};
    }
    if (!hasSpare(tx, spare, who)) {
        return Error{Errc::permission,
                     spare.screens.empty() && spare.unit.empty()
                         ? "a spare for all units takes the right edit-screens for all of them; "
                           "name screens or a unit of yours"
                         : "you do not have the right edit-screens for all that it would stand in "
                           "for"};
    }
    return {};
}

/// Codes that spares show now, and how far they have come.
struct Present {
    std::map<messages::PublicKey, std::string> codes;
    std::map<messages::PublicKey, messages::SpareReport> reports;
};

Present presentIn(Fleet::State const& state) {
    Present out;
    std::scoped_lock const lock(state.mutex);
    for (auto const& [code, player] : state.waiting) {
        out.codes.emplace(player.key, code);
    }
    out.reports = state.spareReports;
    return out;
}

boost::json::object spareJson(store::Tx const& tx, store::Spare const& spare,
                              Present const& present) {
    auto const screens = tx.screens().all();
    auto const standsIn = std::count_if(screens.begin(), screens.end(), [&](auto const& screen) {
        return standsInFor(spare, screen);
    });
    boost::json::object out{
        {"player", spare.player.fingerprint()},
        {"code", nullptr},
        {"online", present.codes.contains(spare.player)},
        {"screens", boost::json::array(spare.screens.begin(), spare.screens.end())},
        {"unit", spare.unit},
        {"tag", spare.tag},
        {"width", spare.width},
        {"height", spare.height},
        {"stands_in_for", standsIn},
        {"files", nullptr},
        {"who", spare.who},
        {"added", formatInstant(spare.added)}};
    if (auto const code = present.codes.find(spare.player); code != present.codes.end()) {
        out["code"] = code->second;
    }
    if (auto const report = present.reports.find(spare.player); report != present.reports.end()) {
        out["files"] =
            boost::json::object{{"wanted", report->second.wanted}, {"here", report->second.here}};
    }
    return out;
}

Result<Response> addSpare(StatePtr const& state, Principal const& who, Request const& request) {
    auto wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    auto const shown = state->showing(wish->code);
    if (!shown) {
        return shown.error();
    }
    auto& spare = wish->spare;
    spare.player = shown->key;
    spare.width = shown->width;
    spare.height = shown->height;
    spare.who = who.name;
    spare.added = state->clock.now();
    auto const present = presentIn(*state);
    boost::json::object added;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            if (auto good = checkScope(tx, spare, who); !good) {
                return good;
            }
            if (auto free = mayTakeSpare(tx, spare.player, who); !free) {
                return free;
            }
            if (auto believed = mayBeBelieved(tx, spare.player); !believed) {
                return believed;
            }
            if (tx.screens().findByPlayer(spare.player)) {
                return Error{Errc::conflict, "the player that showed this code drives a screen"};
            }
            if (tx.spares().all().size() >= kMostSpares) {
                return Error{Errc::conflict, "there are " + std::to_string(kMostSpares) +
                                                 " spares already; remove some"};
            }
            tx.spares().put(spare);
            added = spareJson(tx, spare, present);
            return {};
        },
        {who.name, "spare.add", spare.player.fingerprint(),
         spare.screens.empty() ? "unit \"" + spare.unit + "\", tag \"" + spare.tag + "\""
                               : std::to_string(spare.screens.size()) + " screens"});
    if (!written) {
        return written.error();
    }
    state->refreshSpares();
    return access::jsonResponse(added, 201);
}

Result<Response> listSpares(StatePtr const& state, Principal const& who) {
    auto const present = presentIn(*state);
    boost::json::array items;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& spare : tx.spares().all()) {
            if (hasSpare(tx, spare, who)) {
                items.push_back(spareJson(tx, spare, present));
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> removeSpare(StatePtr const& state, Principal const& who, Request const& request) {
    auto const& fingerprint = request.parameters.at("player");
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            for (auto const& spare : tx.spares().all()) {
                if (spare.player.fingerprint() == fingerprint && hasSpare(tx, spare, who)) {
                    tx.spares().remove(spare.player);
                    return {};
                }
            }
            return Error{Errc::notFound,
                         "there is no spare \"" + fingerprint + "\"; see tocsin spare list"};
        },
        {who.name, "spare.remove", fingerprint, ""});
    if (!written) {
        return written.error();
    }
    state->refreshSpares();
    return access::jsonResponse(boost::json::object{{"removed", fingerprint}});
}

}  // namespace

bool hasSpare(store::Tx const& tx, store::Spare const& spare, Principal const& who) {
    if (spare.screens.empty()) {
        return who.may(Permission::editScreens, spare.unit);
    }
    return std::all_of(spare.screens.begin(), spare.screens.end(), [&](std::string const& id) {
        auto const screen = tx.screens().find(ScreenId(id));
        return screen && who.may(Permission::editScreens, screen->unit);
    });
}

Result<> mayTakeSpare(store::Tx const& tx, messages::PublicKey const& player,
                      Principal const& who) {
    auto const spare = tx.spares().find(player);
    if (!spare || hasSpare(tx, *spare, who)) {
        return {};
    }
    return Error{Errc::permission, "the player that shows this code is a spare of another unit"};
}

access::Routes spareRoutes(StatePtr const& state) {
    using access::BodyPolicy;
    auto const list =
        std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
        kSpareSchema + "}}}";
    access::Routes routes{
        {"GET", "/api/v1/spares", Permission::editScreens, "Spares and how far they have come", "",
         list, BodyPolicy::none,
         [state](Principal const& who, Request const&) { return listSpares(state, who); }},
        {"POST", "/api/v1/spares", Permission::editScreens,
         "The player that shows this code is a spare for screens, a unit or a tag", kNewSchema,
         kSpareSchema, BodyPolicy::text,
         [state](Principal const& who, Request const& request) {
             return addSpare(state, who, request);
         }},
        {"DELETE", "/api/v1/spares/{player}", Permission::editScreens, "It is no spare any more",
         "",
         R"({"type":"object","required":["removed"],"properties":{"removed":{"type":"string"}}})",
         BodyPolicy::none, [state](Principal const& who, Request const& request) {
             return removeSpare(state, who, request);
         }}};
    routes[1].success = {201};
    return access::withReach(std::move(routes),
                             {{"GET /api/v1/spares", access::filtered()},
                              {"POST /api/v1/spares", access::filtered()},
                              {"DELETE /api/v1/spares/{player}", access::filtered()}});
}

}  // namespace tocsin::fleet
