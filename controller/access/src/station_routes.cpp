// SPDX-License-Identifier: Apache-2.0
// Duty stations (值守工位): computers at which a PIN is a second factor.
#include "people_state.hpp"

namespace tocsin::access {
namespace {

boost::json::object stationJson(store::Station const& station) {
    return {{"id", station.id},
            {"name", station.name},
            {"unit", station.unit},
            {"registered", formatInstant(station.registered)},
            {"last_used", instantOrNull(station.used)}};
}

Result<Response> list(PeopleState const& state, Principal const& who) {
    boost::json::array items;
    auto const read = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& station : tx.stations().all()) {
            if (who.may(Permission::manageAccounts, station.unit)) {
                items.push_back(stationJson(station));
            }
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> add(PeopleState const& state, Principal const& who, Request const& request) {
    auto const wish = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"name", "unit"});
        auto const unit = in.find("unit");
        return std::pair(in.at("name").string(200), unit ? unit->string(64) : std::string());
    });
    if (!wish) {
        return wish.error();
    }
    if (!who.may(Permission::manageAccounts, wish->second)) {
        return Error{Errc::permission, "you do not administer this unit; name one of yours"};
    }
    auto const secret = makeSecret("td_");
    store::Station const station{makeId(),     secret.digest, wish->first,
                                 wish->second, state->now(),  std::nullopt};
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            tx.stations().put(station);
            return {};
        },
        {who.name, "station.register", station.id, station.name});
    if (!written) {
        return written.error();
    }
    auto out = stationJson(station);
    out["station"] = secret.text;
    auto response = jsonResponse(out, 201);
    response.headers["Cache-Control"] = "no-store";
    return response;
}

Result<Response> revoke(PeopleState const& state, Principal const& who, Request const& request) {
    auto const id = request.parameters.at("id");
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const station = tx.stations().find(id);
            if (!station || !who.may(Permission::manageAccounts, station->unit)) {
                return Error{Errc::notFound,
                             "there is no station \"" + id + "\"; see tocsin station list"};
            }
            tx.stations().remove(id);
            return {};
        },
        {who.name, "station.revoke", id, ""});
    if (!written) {
        return written.error();
    }
    Response response;
    response.status = 204;
    return response;
}

#define TOCSIN_STATION \
    R"({"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"unit":{"type":"string"},"registered":{"type":"string"},"last_used":{"type":["string","null"]},"station":{"type":"string"}}})"
constexpr char kStation[] = TOCSIN_STATION;
constexpr char kList[] =
    R"({"type":"object","properties":{"items":{"type":"array","items":)" TOCSIN_STATION "}}}";
constexpr char kWish[] =
    R"({"type":"object","required":["name"],"properties":{"name":{"type":"string"},"unit":{"type":"string"}}})";

}  // namespace

Routes stationRoutes(PeopleState const& state) {
    Routes routes;
    auto const all = std::string("/api/v1/stations");
    routes.push_back(Route{
        "GET", all, Permission::manageAccounts, "Duty stations", "", kList, BodyPolicy::none,
        [state](Principal const& who, Request const&) {
            return list(state, who);
        }}.reaching(filtered()));
    routes.push_back(Route{
        "POST", all, Permission::manageAccounts,
        "Register a duty station; the answer alone has its text", kWish, kStation, BodyPolicy::text,
        [state](Principal const& who, Request const& request) {
            return add(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {201};
    routes.push_back(Route{
        "DELETE", all + "/{id}", Permission::manageAccounts,
        "A PIN counts at this computer no longer", "", "", BodyPolicy::none,
        [state](Principal const& who, Request const& request) {
            return revoke(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {204};
    return routes;
}

}  // namespace tocsin::access
