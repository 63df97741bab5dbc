// SPDX-License-Identifier: Apache-2.0
// Screens without a network at the API: what is carried to them, and what is carried back.
#include "carry_routes.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "carry_bundle.hpp"
#include "carry_ingest.hpp"
#include "pairing.hpp"
#include "screen_json.hpp"

namespace tocsin::fleet {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr std::size_t kMostRefusedShown = 100;
constexpr char kBundleSchema[] =
    R"({"type":"object","required":["screen","index","keys","messages","content"],"properties":{"screen":{"type":"string"},"screen_name":{"type":"string"},"player":{"type":["string","null"]},"issued":{"type":"string"},"expires":{"type":["string","null"]},"index":{"type":"string"},"keys":{"type":"string"},"messages":{"type":"string"},"content":{"type":"array","items":{"type":"object","required":["digest","bytes"],"properties":{"digest":{"type":"string"},"bytes":{"type":"integer"},"name":{"type":"string"}}}}}})";
constexpr char kTakenSchema[] =
    R"({"type":"object","required":["screen","player","rows_new","rows_known","rows_waiting","pictures_new","pictures_known","refused"],"properties":{"screen":{"type":"string"},"player":{"type":"string"},"rows_new":{"type":"integer"},"rows_known":{"type":"integer"},"rows_waiting":{"type":"integer"},"pictures_new":{"type":"integer"},"pictures_known":{"type":"integer"},"refused":{"type":"array","items":{"type":"object","required":["line","code","message"],"properties":{"line":{"type":"integer"},"code":{"type":"string"},"message":{"type":"string"}}}}}})";
constexpr char kBindSchema[] =
    R"({"type":"object","required":["request","code"],"properties":{"request":{"type":"string"},"code":{"type":"string"},"replace":{"type":"boolean"}}})";

ScreenId named(Request const& request) {
    return ScreenId(request.parameters.at("id"));
}

boost::json::object bundleJson(CarryBundle const& bundle) {
    boost::json::array content;
    for (auto const& file : bundle.list.content) {
        content.push_back(boost::json::object{
            {"digest", file.digest.hex()}, {"bytes", file.bytes}, {"name", file.name}});
    }
    boost::json::object out{{"screen", bundle.list.screen.str()},
                            {"screen_name", bundle.list.screenName},
                            {"player", nullptr},
                            {"issued", formatInstant(bundle.list.issued)},
                            {"expires", nullptr},
                            {"index", bundle.index},
                            {"keys", bundle.keys},
                            {"messages", bundle.lines},
                            {"content", std::move(content)}};
    if (bundle.list.player) {
        out["player"] = bundle.list.player->fingerprint();
    }
    if (bundle.expires) {
        out["expires"] = formatInstant(*bundle.expires);
    }
    return out;
}

Result<Response> sendBundle(StatePtr const& state, Request const& request) {
    auto const bundle = carryBundle(*state, named(request));
    return bundle ? Result<Response>(access::jsonResponse(bundleJson(*bundle))) : bundle.error();
}

Result<Response> sendFile(StatePtr const& state, Request const& request) {
    auto const digest = Digest::fromHex(request.parameters.at("digest"));
    if (!digest) {
        return Error{Errc::notFound, "content is addressed by 64 lower-case hexadecimal digits"};
    }
    if (auto const carried = isCarried(*state, named(request), *digest); !carried) {
        return carried.error();
    }
    auto const file = state->contentFile
                          ? state->contentFile(*digest)
                          : Result<std::filesystem::path>(
                                Error{Errc::unavailable, "this controller keeps no content"});
    if (!file) {
        return file.error();
    }
    Response out;
    out.contentType = "application/octet-stream";
    out.file = access::FileBody{*file, *digest};
    return out;
}

boost::json::object takenJson(CarriedIn const& taken) {
    boost::json::array refused;
    for (auto const& one : taken.refused) {
        if (refused.size() < kMostRefusedShown) {
            refused.push_back(boost::json::object{
                {"line", one.line}, {"code", one.code}, {"message", one.message}});
        }
    }
    return {{"screen", taken.head.screen.str()},
            {"player", taken.head.player.fingerprint()},
            {"rows_new", taken.rowsNew},
            {"rows_known", taken.rowsKnown},
            {"rows_waiting", taken.rowsWaiting},
            {"pictures_new", taken.picturesNew},
            {"pictures_known", taken.picturesKnown},
            {"refused", std::move(refused)}};
}

/// For the audit trail: "player 1f…: 400 plays, 2 pictures, 1 line refused".
std::string described(CarriedIn const& taken) {
    auto out = "player " + taken.head.player.fingerprint() + ": " + std::to_string(taken.rowsNew) +
               " plays, " + std::to_string(taken.picturesNew) + " pictures";
    if (!taken.refused.empty()) {
        out += ", " + std::to_string(taken.refused.size()) +
               " refused: " + taken.refused.front().message;
    }
    return out.substr(0, 500);
}

Result<Response> take(StatePtr const& state, Principal const& who, Request const& request) {
    auto const screen = named(request);
    auto const taken = takeCarried(*state, screen, request.body);
    if (!taken) {
        return taken.error();
    }
    // The plays are in the ledger by their own transactions; this says who brought them.
    auto const noted =
        state->store.write([](store::Tx&) -> Result<> { return {}; },
                           {who.name, "carry.import", screen.str(), described(*taken)});
    if (!noted) {
        return noted.error();
    }
    return access::jsonResponse(takenJson(*taken));
}

struct BindWish {
    std::string request, code;
    bool replace = false;
};

BindWish readBindWish(messages::JsonReader const& in) {
    in.onlyKeys({"request", "code", "replace"});
    auto const replace = in.find("replace");
    return {in.at("request").string(16 << 10), in.at("code").string(16),
            replace && replace->boolean()};
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text;
}

/// A person has read the code on the screen: so the request is that player's.
Result<Response> bind(StatePtr const& state, Principal const& who, Request const& request) {
    auto const wish = messages::readJson(request.body, readBindWish);
    if (!wish) {
        return wish.error();
    }
    auto const enrolment = messages::openedEnrolment(wish->request);
    if (!enrolment) {
        return Error{Errc::invalid, "this is no request of a player: " + enrolment.error().message};
    }
    if (upper(wish->code) != messages::enrolmentCode(enrolment->player)) {
        return Error{Errc::conflict, "the request is not by the player that shows the code " +
                                         upper(wish->code) + "; compare the code on the screen"};
    }
    auto const screen =
        bindByPerson(state, who, request, named(request), enrolment->player, wish->replace);
    return screen ? Result<Response>(access::jsonResponse(screenJson(*screen))) : screen.error();
}

}  // namespace

access::Routes carryRoutes(StatePtr const& state) {
    using access::BodyPolicy;
    access::Routes routes{
        {"GET", "/api/v1/screens/{id}/carry", Permission::editScreens,
         "What is carried to a screen without a network, signed", "", kBundleSchema,
         BodyPolicy::none,
         [state](Principal const&, Request const& request) { return sendBundle(state, request); }},
        {"GET", "/api/v1/screens/{id}/carry/{digest}", Permission::editScreens,
         "A file of content that is carried to the screen", "", "", BodyPolicy::none,
         [state](Principal const&, Request const& request) { return sendFile(state, request); }},
        {"POST", "/api/v1/screens/{id}/carry", Permission::editScreens,
         "What the screen's player wrote for the ledger: one of its files", "", kTakenSchema,
         BodyPolicy::text,
         [state](Principal const& who, Request const& request) {
             return take(state, who, request);
         }},
        {"POST", "/api/v1/screens/{id}/carry/player", Permission::editScreens,
         "Bind the player whose request was carried here and that shows this code", kBindSchema, "",
         BodyPolicy::text, [state](Principal const& who, Request const& request) {
             return bind(state, who, request);
         }}};
    routes[1].responseTypes = {"application/octet-stream"};
    routes[2].requestType = "application/x-ndjson";
    routes = access::withGuard(std::move(routes), {"POST /api/v1/screens/{id}/carry/player"});
    using access::row;
    return access::withReach(std::move(routes),
                             {{"GET /api/v1/screens/{id}/carry", row("screen", "id")},
                              {"GET /api/v1/screens/{id}/carry/{digest}", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/carry", row("screen", "id")},
                              {"POST /api/v1/screens/{id}/carry/player", row("screen", "id")}});
}

}  // namespace tocsin::fleet
