// SPDX-License-Identifier: Apache-2.0
// The second factor of the own account: a TOTP secret, or a PIN for duty stations.
#include "people_state.hpp"
#include "tocsin/access/totp.hpp"

namespace tocsin::access {
namespace {

std::string readPassword(messages::JsonReader const& in) {
    in.onlyKeys({"password"});
    return in.at("password").string(1'000);
}

Response done() {
    Response response;
    response.status = 204;
    return response;
}

Result<Response> beginTotp(PeopleState const& state, Principal const& who, Request const& request) {
    auto const password = messages::readJson(request.body, readPassword);
    if (!password) {
        return password.error();
    }
    if (auto fine = checkOwnPassword(*state, who, request, *password); !fine) {
        return fine.error();
    }
    auto const secret = makeTotpSecret();
    auto const changed =
        changeAccount(*state, {who.name, "account.totp-begin", who.name, ""}, who.name,
                      [&](store::Tx&, store::Account& account) -> Result<> {
                          if (account.totpInForce) {
                              return Error{Errc::conflict,
                                           "this account has a TOTP secret already; take it off "
                                           "first (tocsin factor totp-off)"};
                          }
                          account.totpSecret = secret;
                          return {};
                      });
    if (!changed) {
        return changed.error();
    }
    auto response = jsonResponse(
        boost::json::object{{"secret", base32(secret)}, {"uri", totpUri(secret, who.name)}});
    response.headers["Cache-Control"] = "no-store";
    return response;
}

Result<Response> confirmTotp(PeopleState const& state, Principal const& who,
                             Request const& request) {
    auto const code = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"code"});
        return in.at("code").string(16);
    });
    if (!code) {
        return code.error();
    }
    auto const now = state->now();
    auto const key = who.name + "#second-factor";
    if (state->attempts.wait(key, request.peer, now)) {
        return Error{Errc::unavailable, "too many wrong codes; wait a few minutes"};
    }
    auto const changed = changeAccount(
        *state, {who.name, "account.totp", who.name, "in force"}, who.name,
        [&](store::Tx&, store::Account& account) -> Result<> {
            auto const step = account.totpSecret.empty()
                                  ? std::nullopt
                                  : totpStepOf(*code, account.totpSecret, now, account.totpStep);
            if (!step) {
                return Error{Errc::invalid,
                             "this code does not belong to the secret; is the clock of the phone "
                             "right?"};
            }
            account.totpStep = *step;
            account.totpInForce = true;
            return {};
        });
    if (!changed) {
        state->attempts.failed(key, request.peer, now);
        return changed.error();
    }
    return done();
}

Result<Response> endTotp(PeopleState const& state, Principal const& who, Request const& request) {
    auto const password = messages::readJson(request.body, readPassword);
    if (!password) {
        return password.error();
    }
    if (auto fine = checkOwnPassword(*state, who, request, *password); !fine) {
        return fine.error();
    }
    auto const changed =
        changeAccount(*state, {who.name, "account.totp-off", who.name, ""}, who.name,
                      [](store::Tx&, store::Account& account) -> Result<> {
                          account.totpSecret.clear();
                          account.totpInForce = false;
                          return {};
                      });
    if (!changed) {
        return changed.error();
    }
    return done();
}

struct PinWish {
    std::string password, pin;
};

PinWish readPinWish(messages::JsonReader const& in) {
    in.onlyKeys({"password", "pin"});
    return {in.at("password").string(1'000), in.at("pin").string(64)};
}

Result<Response> setPin(PeopleState const& state, Principal const& who, Request const& request) {
    auto const wish = messages::readJson(request.body, readPinWish);
    if (!wish) {
        return wish.error();
    }
    if (auto fine = checkOwnPassword(*state, who, request, wish->password); !fine) {
        return fine.error();
    }
    if (auto fine = checkPin(wish->pin); !fine) {
        return fine.error();
    }
    auto hashed = state->hasher.hash(wish->pin);
    if (!hashed) {
        return hashed.error();
    }
    auto const changed = changeAccount(*state, {who.name, "account.pin", who.name, ""}, who.name,
                                       [&](store::Tx&, store::Account& account) -> Result<> {
                                           account.pin = *hashed;
                                           return {};
                                       });
    if (!changed) {
        return changed.error();
    }
    return done();
}

constexpr char kPassword[] =
    R"({"type":"object","required":["password"],"properties":{"password":{"type":"string"}}})";

}  // namespace

Routes factorRoutes(PeopleState const& state) {
    using Act = Result<Response> (*)(PeopleState const&, Principal const&, Request const&);
    Routes routes;
    auto const add = [&](char const* method, std::string const& path, char const* summary,
                         char const* wanted, char const* answer, Act act) {
        routes.push_back(Route{
            method, "/api/v1/session/" + path, Permission::signedIn, summary, wanted, answer,
            BodyPolicy::text, [state, act](Principal const& who, Request const& request) {
                return act(state, who, request);
            }}.reaching(filtered()));
        routes.back().success = {*answer == 0 ? 204 : 200};
    };
    add("POST", "totp", "Begin with TOTP codes: a new secret, in force when it is confirmed",
        kPassword,
        R"({"type":"object","properties":{"secret":{"type":"string"},"uri":{"type":"string"}}})",
        beginTotp);
    add("POST", "totp/confirm", "Put the TOTP secret in force by its first code",
        R"({"type":"object","required":["code"],"properties":{"code":{"type":"string"}}})", "",
        confirmTotp);
    add("DELETE", "totp", "Go on without TOTP codes", kPassword, "", endTotp);
    add("POST", "pin", "Set the PIN that counts at registered duty stations",
        R"({"type":"object","required":["password","pin"],"properties":{"password":{"type":"string"},"pin":{"type":"string"}}})",
        "", setPin);
    return routes;
}

}  // namespace tocsin::access
