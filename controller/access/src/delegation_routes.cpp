// SPDX-License-Identifier: Apache-2.0
// A reviewer who is away puts the right to approve into another's hands, for some days.
#include <algorithm>

#include "people_state.hpp"
#include "tocsin/access/role.hpp"

namespace tocsin::access {
namespace {

constexpr std::chrono::hours kLongest{24 * 92};

boost::json::object delegationJson(store::Delegation const& delegation, Instant now) {
    auto const end = delegation.endedAt.value_or(delegation.ends);
    char const* const state = now < delegation.begins && !delegation.endedAt ? "ahead"
                              : now < end                                    ? "holds"
                                                                             : "over";
    return {{"id", delegation.id},
            {"from", delegation.from.str()},
            {"to", delegation.to.str()},
            {"begins", formatInstant(delegation.begins)},
            {"ends", formatInstant(delegation.ends)},
            {"reason", delegation.reason},
            {"ended", instantOrNull(delegation.endedAt)},
            {"state", state}};
}

bool reviews(store::Account const& account) {
    return std::any_of(account.grants.begin(), account.grants.end(),
                       [](store::Grant const& grant) { return grant.role == "reviewer"; });
}

/// Own ones, those to oneself, and for an administrator all.
bool concerns(Principal const& who, store::Delegation const& delegation) {
    return delegation.from.str() == who.name || delegation.to.str() == who.name ||
           who.may(Permission::manageAccounts, "") || who.may(Permission::viewAudit, "");
}

Result<Response> list(PeopleState const& state, Principal const& who) {
    boost::json::array items;
    auto const read = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& delegation : tx.delegations().all()) {
            if (concerns(who, delegation)) {
                items.push_back(delegationJson(delegation, state->now()));
            }
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return jsonResponse(boost::json::object{{"items", std::move(items)}});
}

store::Delegation readWish(messages::JsonReader const& in) {
    in.onlyKeys({"to", "begins", "ends", "reason"});
    store::Delegation out;
    out.to = store::AccountId(in.at("to").string(64));
    out.begins = in.at("begins").instant();
    out.ends = in.at("ends").instant();
    out.reason = in.at("reason").string(1'000);
    return out;
}

Result<> checkPeople(store::Tx const& tx, store::Delegation const& wish) {
    auto const from = tx.accounts().find(wish.from);
    auto const to = tx.accounts().find(wish.to);
    if (!from || !reviews(*from)) {
        return Error{Errc::permission, "only a reviewer has a right to approve that can be lent"};
    }
    if (!to || to->disabled || to->program) {
        return Error{Errc::invalid, "there is no person with the account \"" + wish.to.str() +
                                        "\" who could approve"};
    }
    auto with = to->grants;
    with.push_back({"reviewer", ""});
    return checkGrants(with);
}

Result<Response> add(PeopleState const& state, Principal const& who, Request const& request) {
    auto wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    auto const now = state->now();
    if (wish->ends <= wish->begins || wish->ends <= now || wish->ends - wish->begins > kLongest) {
        return Error{Errc::invalid,
                     "begins, ends: a right is lent for at most 92 days, which end in the future"};
    }
    if (wish->to.str() == who.name) {
        return Error{Errc::invalid, "to: name somebody else"};
    }
    wish->id = makeId();
    wish->from = store::AccountId(who.name);
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            if (auto fine = checkPeople(tx, *wish); !fine) {
                return fine;
            }
            tx.delegations().put(*wish);
            return {};
        },
        {who.name, "delegation.add", wish->to.str(),
         formatInstant(wish->begins) + " to " + formatInstant(wish->ends) + ": " + wish->reason});
    if (!written) {
        return written.error();
    }
    return jsonResponse(delegationJson(*wish, now), 201);
}

Result<Response> end(PeopleState const& state, Principal const& who, Request const& request) {
    auto const id = request.parameters.at("id");
    auto const now = state->now();
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto delegation = tx.delegations().find(id);
            bool const mayEnd = delegation && (delegation->from.str() == who.name ||
                                               who.may(Permission::manageAccounts, ""));
            if (!mayEnd) {
                return Error{Errc::notFound, "there is no delegation \"" + id + "\" of yours"};
            }
            if (!delegation->endedAt) {
                delegation->endedAt = now;
                tx.delegations().put(*delegation);
            }
            return {};
        },
        {who.name, "delegation.end", id, ""});
    if (!written) {
        return written.error();
    }
    Response response;
    response.status = 204;
    return response;
}

#define TOCSIN_DELEGATION \
    R"({"type":"object","properties":{"id":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"},"begins":{"type":"string"},"ends":{"type":"string"},"reason":{"type":"string"},"ended":{"type":["string","null"]},"state":{"enum":["ahead","holds","over"]}}})"
constexpr char kDelegation[] = TOCSIN_DELEGATION;
constexpr char kList[] =
    R"({"type":"object","properties":{"items":{"type":"array","items":)" TOCSIN_DELEGATION "}}}";
constexpr char kWish[] =
    R"({"type":"object","required":["to","begins","ends","reason"],"properties":{"to":{"type":"string"},"begins":{"type":"string"},"ends":{"type":"string"},"reason":{"type":"string"}}})";

}  // namespace

void lend(Principal& who, store::Tx const& tx, UnitTree const& tree, Instant now) {
    who.ownReviews = who.unitsFor(Permission::approveCampaigns);
    for (auto const& delegation : tx.delegations().all()) {
        auto const ends = delegation.endedAt.value_or(delegation.ends);
        if (delegation.to.str() != who.name || now < delegation.begins || now >= ends) {
            continue;
        }
        auto const lender = tx.accounts().find(delegation.from);
        if (!lender || lender->disabled) {
            continue;
        }
        for (auto const& grant : lender->grants) {
            if (grant.role != "reviewer") {
                continue;
            }
            auto const units = tree.from(grant.unit);
            who.lentReviews[delegation.from.str()].add(units);
            for (auto const permission : permissionsOf(Role::reviewer)) {
                who.permissions[permission].add(units);
            }
        }
    }
}

Routes delegationRoutes(PeopleState const& state) {
    Routes routes;
    auto const all = std::string("/api/v1/delegations");
    routes.push_back(Route{
        "GET", all, Permission::signedIn, "Rights to approve that are lent, by or to the caller",
        "", kList, BodyPolicy::none, [state](Principal const& who, Request const&) {
            return list(state, who);
        }}.reaching(filtered()));
    routes.push_back(Route{
        "POST", all, Permission::approveCampaigns,
        "Lend the own right to approve to another person for some days", kWish, kDelegation,
        BodyPolicy::text, [state](Principal const& who, Request const& request) {
            return add(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {201};
    routes.back().secondFactor = true;
    routes.push_back(Route{
        "DELETE", all + "/{id}", Permission::signedIn, "Call a delegation off", "", "",
        BodyPolicy::none, [state](Principal const& who, Request const& request) {
            return end(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {204};
    return routes;
}

}  // namespace tocsin::access
