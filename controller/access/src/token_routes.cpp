// SPDX-License-Identifier: Apache-2.0
// Tokens of programs and scripts: with an end, and with no more rights than the account has.
#include <algorithm>

#include "people_state.hpp"

namespace tocsin::access {
namespace {

constexpr std::size_t kMostOfAccount = 50;

boost::json::object tokenJson(store::ApiToken const& token) {
    boost::json::array scope;
    for (auto const& word : token.scope) {
        scope.emplace_back(word);
    }
    return {{"id", token.id},
            {"name", token.name},
            {"account", token.account.str()},
            {"scope", std::move(scope)},
            {"created", formatInstant(token.created)},
            {"expires", formatInstant(token.expires)},
            {"last_used", instantOrNull(token.used)}};
}

/// Own ones, and those of accounts that the caller administers.
bool concerns(store::Tx const& tx, Principal const& who, store::ApiToken const& token) {
    if (token.account.str() == who.name) {
        return true;
    }
    auto const account = tx.accounts().find(token.account);
    return who.may(Permission::manageAccounts) && account && mayManage(who, *account).has_value();
}

Result<Response> list(PeopleState const& state, Principal const& who, Request const& request) {
    auto const only = request.query.find("account");
    boost::json::array items;
    auto const read = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& token : tx.apiTokens().all()) {
            auto const wanted = only == request.query.end() ? token.account.str() == who.name
                                                            : token.account.str() == only->second;
            if (wanted && concerns(tx, who, token)) {
                items.push_back(tokenJson(token));
            }
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return jsonResponse(boost::json::object{{"items", std::move(items)}});
}

struct Wish {
    std::string name, account;
    std::vector<std::string> scope;
    std::int64_t days = 0;
};

Wish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"name", "scope", "days", "account"});
    Wish out;
    out.name = in.at("name").string(200);
    out.days = in.at("days").integer(1, 400);
    if (auto const account = in.find("account")) {
        out.account = account->string(64);
    }
    if (auto const scope = in.find("scope")) {
        for (auto const& word : scope->array(64)) {
            auto text = word.string(64);
            if (!permissionFrom(text)) {
                word.fail("\"" + text + "\" is no right; GET /api/v1/session tells those you have");
            }
            out.scope.push_back(std::move(text));
        }
    }
    return out;
}

Result<> mayMakeFor(Principal const& who, store::Account const& account) {
    if (account.id.str() == who.name) {
        return {};
    }
    if (!account.program) {
        return Error{Errc::permission,
                     "only " + account.id.str() +
                         " can make tokens for that account; yours are your own, and "
                         "those of programs that you administer"};
    }
    if (!who.may(Permission::manageAccounts)) {
        return Error{Errc::permission, "this needs the right manage-accounts"};
    }
    return mayManage(who, account);
}

/// A token has no right that its account does not have, whatever its scope says; whoever asks for
/// one hears so at once, and not from the first request that is refused.
Result<> hasAll(store::Tx const& tx, store::Account const& account,
                std::vector<std::string> const& scope) {
    auto const has = principalOf(account, UnitTree(tx.units().all()), {});
    for (auto const& word : scope) {
        auto const right = permissionFrom(word);
        if (!right || !has.may(*right)) {
            return Error{Errc::permission, "scope: account " + account.id.str() +
                                               " does not have the right " + word +
                                               "; leave it out, or have a role with it given to "
                                               "the account first"};
        }
    }
    return {};
}

Result<Response> create(PeopleState const& state, Principal const& who, Request const& request) {
    auto const wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    if (!who.person) {
        return Error{Errc::permission, "a token cannot make tokens; sign in"};
    }
    auto const secret = makeSecret("tt_");
    store::ApiToken token;
    token.id = makeId();
    token.secret = secret.digest;
    token.name = wish->name;
    token.account = store::AccountId(wish->account.empty() ? who.name : wish->account);
    token.scope = wish->scope;
    token.created = state->now();
    token.expires = token.created + std::chrono::hours(24 * wish->days);
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const account = tx.accounts().find(token.account);
            if (!account) {
                return noAccount(token.account.str());
            }
            if (auto may = mayMakeFor(who, *account); !may) {
                return may;
            }
            if (auto has = hasAll(tx, *account, token.scope); !has) {
                return has;
            }
            auto const all = tx.apiTokens().all();
            auto const had = std::count_if(all.begin(), all.end(), [&](auto const& other) {
                return other.account == token.account;
            });
            if (static_cast<std::size_t>(had) >= kMostOfAccount) {
                return Error{Errc::conflict, "the account has 50 tokens; revoke one first"};
            }
            tx.apiTokens().put(token);
            return {};
        },
        {who.name, "token.create", token.account.str(),
         token.name + " (" + token.id + "), " + std::to_string(wish->days) + " days"});
    if (!written) {
        return written.error();
    }
    auto out = tokenJson(token);
    out["token"] = secret.text;
    auto response = jsonResponse(out, 201);
    response.headers["Cache-Control"] = "no-store";
    return response;
}

Result<Response> revoke(PeopleState const& state, Principal const& who, Request const& request) {
    auto const id = request.parameters.at("id");
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const token = tx.apiTokens().find(id);
            if (!token || !concerns(tx, who, *token)) {
                return Error{Errc::notFound, "there is no token \"" + id + "\" of yours"};
            }
            tx.apiTokens().remove(id);
            return {};
        },
        {who.name, "token.revoke", id, ""});
    if (!written) {
        return written.error();
    }
    Response response;
    response.status = 204;
    return response;
}

#define TOCSIN_TOKEN \
    R"({"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"account":{"type":"string"},"scope":{"type":"array","items":{"type":"string"}},"created":{"type":"string"},"expires":{"type":"string"},"last_used":{"type":["string","null"]},"token":{"type":"string"}}})"
constexpr char kToken[] = TOCSIN_TOKEN;
constexpr char kList[] =
    R"({"type":"object","properties":{"items":{"type":"array","items":)" TOCSIN_TOKEN "}}}";
constexpr char kWish[] =
    R"({"type":"object","required":["name","days"],"properties":{"name":{"type":"string"},"scope":{"type":"array","items":{"type":"string"}},"days":{"type":"integer"},"account":{"type":"string"}}})";

}  // namespace

Routes tokenRoutes(PeopleState const& state) {
    Routes routes;
    auto const all = std::string("/api/v1/tokens");
    routes.push_back(Route{
        "GET", all, Permission::signedIn, "Own tokens, or those of an account that you administer",
        "", kList, BodyPolicy::none, [state](Principal const& who, Request const& request) {
            return list(state, who, request);
        }}.reaching(filtered()));
    routes.back().query = {{"account"}};
    routes.push_back(Route{
        "POST", all, Permission::signedIn, "Make a token; the answer alone has its text", kWish,
        kToken, BodyPolicy::text, [state](Principal const& who, Request const& request) {
            return create(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {201};
    routes.push_back(Route{
        "DELETE", all + "/{id}", Permission::signedIn, "Revoke a token", "", "", BodyPolicy::none,
        [state](Principal const& who, Request const& request) {
            return revoke(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {204};
    return routes;
}

}  // namespace tocsin::access
