// SPDX-License-Identifier: Apache-2.0
// Accounts of others: an administrator invites people and gives them roles for units, and never
// knows anybody's password.
#include <algorithm>

#include "people_state.hpp"

namespace tocsin::access {
namespace {

constexpr Milliseconds kInvitationHolds{7LL * 24 * 3'600'000};

std::string named(Request const& request) {
    return request.parameters.at("account");
}

/// Gives the account a new one-time text; what it could sign in with before ends.
std::string invite(store::Tx& tx, store::Account& account, Instant now) {
    auto const secret = makeSecret("ti_");
    account.invitation = secret.digest;
    account.invitationEnds = now + kInvitationHolds;
    account.password.clear();
    account.totpSecret.clear();
    account.totpInForce = false;
    account.pin.clear();
    for (auto const& session : tx.sessions().of(account.id)) {
        tx.sessions().remove(session.token);
    }
    return secret.text;
}

/// A person's own tokens end with whatever else they had.
void endTokens(store::Tx& tx, store::AccountId const& account) {
    for (auto const& token : tx.apiTokens().all()) {
        if (token.account == account) {
            tx.apiTokens().remove(token.id);
        }
    }
}

Result<Response> list(PeopleState const& state, Principal const& who) {
    boost::json::array items;
    auto const read = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& account : tx.accounts().all()) {
            if (mayManage(who, account)) {
                items.push_back(accountJson(account, state->now()));
            }
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> show(PeopleState const& state, Principal const& who, Request const& request) {
    boost::json::object out;
    auto const read = state->store.read([&](store::Tx const& tx) -> Result<> {
        auto const account = tx.accounts().find(store::AccountId(named(request)));
        if (!account) {
            return noAccount(named(request));
        }
        if (auto may = mayManage(who, *account); !may) {
            return may;
        }
        out = accountJson(*account, state->now());
        return {};
    });
    if (!read) {
        return read.error();
    }
    return jsonResponse(out);
}

/// Reads a new account without its secrets.
store::Account readAccount(messages::JsonReader const& in) {
    in.onlyKeys({"account", "name", "unit", "grants", "program"});
    store::Account out;
    out.id = store::AccountId(in.at("account").string(64));
    auto const name = in.find("name");
    out.name = name ? name->string(200) : out.id.str();
    if (auto const unit = in.find("unit")) {
        out.unit = unit->string(64);
    }
    if (auto const grants = in.find("grants")) {
        for (auto const& one : grants->array(64)) {
            one.onlyKeys({"role", "unit"});
            auto const unit = one.find("unit");
            auto grant = readGrant(one.at("role").string(32), unit ? unit->string(64) : "");
            if (!grant) {
                one.fail(grant.error().message);
            }
            out.grants.push_back(std::move(*grant));
        }
    }
    auto const program = in.find("program");
    out.program = program && program->boolean();
    return out;
}

Result<> checkUnits(store::Tx const& tx, store::Account const& account) {
    auto const exists = [&](std::string const& unit) {
        return unit.empty() || tx.units().find(unit).has_value();
    };
    auto wrong = exists(account.unit) ? std::string() : account.unit;
    for (auto const& grant : account.grants) {
        wrong = exists(grant.unit) ? wrong : grant.unit;
    }
    if (!wrong.empty()) {
        return Error{Errc::invalid, "there is no unit \"" + wrong +
                                        "\"; see tocsin unit list, or add it with tocsin unit set"};
    }
    return {};
}

Result<Response> add(PeopleState const& state, Principal const& who, Request const& request) {
    auto account = messages::readJson(request.body, readAccount);
    if (!account) {
        return account.error();
    }
    if (auto fine = checkHandle("an account", account->id.str()); !fine) {
        return fine.error();
    }
    if (auto fine = checkGrants(account->grants); !fine) {
        return fine.error();
    }
    if (auto may = mayManage(who, *account); !may) {
        return may.error();
    }
    account->created = state->now();
    std::string invitation;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            if (tx.accounts().find(account->id)) {
                return Error{Errc::conflict, "there is an account \"" + account->id.str() +
                                                 "\" already; choose another name"};
            }
            if (auto fine = checkUnits(tx, *account); !fine) {
                return fine;
            }
            if (!account->program) {
                invitation = invite(tx, *account, account->created);
            }
            tx.accounts().put(*account);
            return {};
        },
        {who.name, "account.add", account->id.str(), account->name});
    if (!written) {
        return written.error();
    }
    auto out = accountJson(*account, account->created);
    if (!invitation.empty()) {
        out["invitation"] = invitation;
    }
    auto response = jsonResponse(out, 201);
    response.headers["Cache-Control"] = "no-store";
    return response;
}

/// Changes an account that the caller may manage, before and after.
Result<Response> change(PeopleState const& state, Principal const& who, Request const& request,
                        std::string const& action, std::string const& detail,
                        std::function<Result<>(store::Tx&, store::Account&)> const& apply) {
    auto const changed =
        changeAccount(*state, {who.name, action, named(request), detail}, named(request),
                      [&](store::Tx& tx, store::Account& account) -> Result<> {
                          if (auto may = mayManage(who, account); !may) {
                              return may;
                          }
                          if (auto done = apply(tx, account); !done) {
                              return done;
                          }
                          if (auto fine = checkUnits(tx, account); !fine) {
                              return fine;
                          }
                          return mayManage(who, account);
                      });
    if (!changed) {
        return changed.error();
    }
    return jsonResponse(accountJson(*changed, state->now()));
}

/// Somebody has to be able to give rights.
Result<> checkSomebodyAdministers(store::Tx const& tx, store::Account const& changed) {
    auto const administers = [](store::Account const& account) {
        return !account.disabled && !account.program &&
               std::find(account.grants.begin(), account.grants.end(),
                         store::Grant{"administrator", ""}) != account.grants.end();
    };
    if (administers(changed)) {
        return {};
    }
    for (auto const& other : tx.accounts().all()) {
        if (other.id != changed.id && administers(other)) {
            return {};
        }
    }
    return Error{Errc::conflict,
                 "nobody else administers all units; make another administrator first"};
}

struct Patch {
    std::optional<std::string> name, unit;
    std::optional<bool> disabled;
};

Patch readPatch(messages::JsonReader const& in) {
    in.onlyKeys({"name", "unit", "disabled"});
    Patch out;
    if (auto const name = in.find("name")) {
        out.name = name->string(200);
    }
    if (auto const unit = in.find("unit")) {
        out.unit = unit->string(64);
    }
    if (auto const disabled = in.find("disabled")) {
        out.disabled = disabled->boolean();
    }
    return out;
}

Result<Response> patch(PeopleState const& state, Principal const& who, Request const& request) {
    auto const wish = messages::readJson(request.body, readPatch);
    if (!wish) {
        return wish.error();
    }
    auto const what = wish->disabled ? (*wish->disabled ? "disabled" : "enabled") : "";
    return change(state, who, request, "account.change", what,
                  [&](store::Tx& tx, store::Account& account) -> Result<> {
                      account.name = wish->name.value_or(account.name);
                      account.unit = wish->unit.value_or(account.unit);
                      account.disabled = wish->disabled.value_or(account.disabled);
                      if (account.disabled) {
                          for (auto const& session : tx.sessions().of(account.id)) {
                              tx.sessions().remove(session.token);
                          }
                      }
                      return checkSomebodyAdministers(tx, account);
                  });
}

Result<Response> grant(PeopleState const& state, Principal const& who, Request const& request,
                       bool give) {
    auto const unit = request.query.find("unit");
    auto const wanted =
        readGrant(request.parameters.at("role"), unit == request.query.end() ? "" : unit->second);
    if (!wanted) {
        return wanted.error();
    }
    auto const detail = wanted->role + (wanted->unit.empty() ? "" : "@" + wanted->unit);
    return change(state, who, request, give ? "account.grant" : "account.revoke", detail,
                  [&](store::Tx& tx, store::Account& account) -> Result<> {
                      if (give && account.id.str() == who.name) {
                          return Error{Errc::permission,
                                       "nobody gives themselves rights; ask another administrator"};
                      }
                      if (!who.unitsFor(Permission::manageAccounts).contains(wanted->unit)) {
                          return Error{Errc::permission,
                                       "you administer only some units, and this role would hold "
                                       "for others; name a unit of yours"};
                      }
                      std::erase(account.grants, *wanted);
                      if (give) {
                          account.grants.push_back(*wanted);
                      }
                      if (auto fine = checkGrants(account.grants); !fine) {
                          return fine;
                      }
                      return checkSomebodyAdministers(tx, account);
                  });
}

Result<Response> inviteAgain(PeopleState const& state, Principal const& who,
                             Request const& request) {
    std::string invitation;
    auto const changed = changeAccount(
        *state, {who.name, "account.invite", named(request), "its old password ends"},
        named(request), [&](store::Tx& tx, store::Account& account) -> Result<> {
            if (auto may = mayManage(who, account); !may) {
                return may;
            }
            if (account.program) {
                return Error{Errc::conflict,
                             "a program has no password; give it a token (tocsin token create)"};
            }
            if (account.id.str() == who.name) {
                return Error{Errc::conflict, "change your own password with tocsin password"};
            }
            invitation = invite(tx, account, state->now());
            endTokens(tx, account.id);
            return {};
        });
    if (!changed) {
        return changed.error();
    }
    state->attempts.forgive(named(request));
    auto response = jsonResponse(
        boost::json::object{{"account", changed->id.str()}, {"invitation", invitation}});
    response.headers["Cache-Control"] = "no-store";
    return response;
}

Result<Response> unlock(PeopleState const& state, Principal const& who, Request const& request) {
    auto changed = change(state, who, request, "account.unlock", "",
                          [](store::Tx&, store::Account& account) -> Result<> {
                              account.lockedUntil.reset();
                              return {};
                          });
    if (changed) {
        state->attempts.forgive(named(request));
        state->attempts.forgive(named(request) + "#second-factor");
    }
    return changed;
}

#define TOCSIN_ACCOUNT \
    R"({"type":"object","properties":{"account":{"type":"string"},"name":{"type":"string"},"unit":{"type":"string"},"grants":{"type":"array","items":{"type":"object","properties":{"role":{"type":"string"},"unit":{"type":"string"}}}},"program":{"type":"boolean"},"disabled":{"type":"boolean"},"locked_until":{"type":["string","null"]},"invited":{"type":"boolean"},"totp":{"type":"boolean"},"pin":{"type":"boolean"},"created":{"type":"string"},"last_sign_in":{"type":["string","null"]},"invitation":{"type":"string"}}})"

constexpr char kAccount[] = TOCSIN_ACCOUNT;
constexpr char kNewAccount[] =
    R"({"type":"object","required":["account"],"properties":{"account":{"type":"string"},"name":{"type":"string"},"unit":{"type":"string"},"grants":{"type":"array","items":{"type":"object","properties":{"role":{"type":"string"},"unit":{"type":"string"}}}},"program":{"type":"boolean"}}})";
constexpr char kList[] =
    R"({"type":"object","properties":{"items":{"type":"array","items":)" TOCSIN_ACCOUNT "}}}";
constexpr char kPatch[] =
    R"({"type":"object","properties":{"name":{"type":"string"},"unit":{"type":"string"},"disabled":{"type":"boolean"}}})";
constexpr char kInvitation[] =
    R"({"type":"object","properties":{"account":{"type":"string"},"invitation":{"type":"string"}}})";

}  // namespace

Routes accountRoutes(PeopleState const& state) {
    Routes routes;
    auto const all = std::string("/api/v1/accounts");
    auto const one = all + "/{account}";
    auto const push = [&](Route route, int success = 200) {
        route.permission = Permission::manageAccounts;
        route.success = {success};
        routes.push_back(std::move(route).reaching(filtered()));
    };
    push({"GET",
          all,
          {},
          "Accounts that you administer",
          "",
          kList,
          BodyPolicy::none,
          [state](Principal const& who, Request const&) { return list(state, who); }});
    push({"POST",
          all,
          {},
          "Add an account; the answer has its one-time invitation",
          kNewAccount,
          kAccount,
          BodyPolicy::text,
          [state](Principal const& who, Request const& request) {
              return add(state, who, request);
          }},
         201);
    push({"GET",
          one,
          {},
          "One account",
          "",
          kAccount,
          BodyPolicy::none,
          [state](Principal const& who, Request const& request) {
              return show(state, who, request);
          }});
    push({"PATCH",
          one,
          {},
          "Rename, move, disable or enable an account",
          kPatch,
          kAccount,
          BodyPolicy::text,
          [state](Principal const& who, Request const& request) {
              return patch(state, who, request);
          }});
    push({"PUT",
          one + "/grants/{role}",
          {},
          "Give a role for a unit and all below it",
          "",
          kAccount,
          BodyPolicy::none,
          [state](Principal const& who, Request const& request) {
              return grant(state, who, request, true);
          }});
    routes.back().query = {{"unit"}};
    push({"DELETE",
          one + "/grants/{role}",
          {},
          "Take a role away",
          "",
          kAccount,
          BodyPolicy::none,
          [state](Principal const& who, Request const& request) {
              return grant(state, who, request, false);
          }});
    routes.back().query = {{"unit"}};
    push({"POST",
          one + "/invitation",
          {},
          "A new invitation for a forgotten password; what the account could sign in with ends",
          "",
          kInvitation,
          BodyPolicy::none,
          [state](Principal const& who, Request const& request) {
              return inviteAgain(state, who, request);
          }});
    push({"POST",
          one + "/unlock",
          {},
          "Let an account try again after wrong passwords",
          "",
          kAccount,
          BodyPolicy::none,
          [state](Principal const& who, Request const& request) {
              return unlock(state, who, request);
          }});
    return routes;
}

}  // namespace tocsin::access
