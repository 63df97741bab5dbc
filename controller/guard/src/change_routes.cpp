// SPDX-License-Identifier: Apache-2.0
// Routes of held changes.
#include "state.hpp"

namespace tocsin::guard {
namespace {

using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

#define TOCSIN_CHANGE \
    R"({"type":"object","required":["id","who","what","what_zh","screens","route","asked","expires","mine","can_confirm","why_not"],"properties":{"id":{"type":"string"},"who":{"type":"string"},"what":{"type":"string"},"what_zh":{"type":"string"},"screens":{"type":"integer"},"route":{"type":"string"},"asked":{"type":"string","format":"date-time"},"expires":{"type":"string","format":"date-time"},"mine":{"type":"boolean"},"can_confirm":{"type":"boolean"},"why_not":{"type":["string","null"]},"reaches":{"type":"array","items":{"type":"object","required":["id","name","unit"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"unit":{"type":"string"}}}},"request":{"type":"object","properties":{"method":{"type":"string"},"path":{"type":"string"},"query":{"type":"object"},"body":{"type":"string"}}}}})"
constexpr char kChange[] = TOCSIN_CHANGE;
constexpr char kChanges[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":)" TOCSIN_CHANGE
    "}}}";
constexpr char kDone[] =
    R"({"type":"object","required":["change","answer"],"properties":{"answer":{"type":["object","null"]},"change":)" TOCSIN_CHANGE
    "}}";
#undef TOCSIN_CHANGE

}  // namespace

Result<Response> MassChanges::State::list(Principal const& who) const {
    boost::json::array items;
    auto const now = settings.now();
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& change : tx.heldChanges().all()) {
            if (change.expires > now && maySee(who, change)) {
                items.push_back(changeJson(change, who));
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> MassChanges::State::show(Principal const& who, std::string const& id) const {
    auto const change = find(id);
    if (!change) {
        return change.error();
    }
    if (!maySee(who, *change)) {
        return noSuchChange(id);
    }
    boost::json::object out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        out = wholeJson(tx, *change, who);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(out);
}

access::Routes MassChanges::routes() {
    auto const state = state_;
    auto const all = std::string("/api/v1/changes");
    auto const one = all + "/{id}";
    access::Routes out{
        {"GET", all, Permission::signedIn, "Changes of many screens that wait for a second person",
         "", kChanges, BodyPolicy::none,
         [state](Principal const& who, Request const&) { return state->list(who); }},
        {"GET", one, Permission::signedIn, "One of them, with the screens it would reach", "",
         kChange, BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return state->show(who, request.parameters.at("id"));
         }},
        {"POST", one + "/confirm", Permission::signedIn,
         "Carry it out, as another person with the same right than the one who asked for it", "",
         kDone, BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return state->confirm(who, request.parameters.at("id"));
         }},
        {"POST", one + "/cancel", Permission::signedIn, "Give it up", "", kChange, BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return state->cancel(who, request.parameters.at("id"));
         }}};
    for (auto& route : out) {
        route.reach = access::filtered();
        if (route.pattern == one + "/confirm") {
            route.secondFactor = true;
            route.mayAtAll = [state](Principal const& who, Request const& request) -> Result<> {
                auto const change = state->confirmable(who, request.parameters.at("id"));
                return change ? Result<>() : change.error();
            };
        }
    }
    return out;
}

}  // namespace tocsin::guard
