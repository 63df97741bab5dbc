// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and the password.
#include <algorithm>
#include <optional>

#include "people_state.hpp"

namespace tocsin::access {
namespace {

constexpr char kBegin[] = "session.begin";
constexpr char kFrom[] = "from ";
/// So many of the newest rows of the trail are searched for sign-ins.
constexpr std::int64_t kRowsSearched = 100'000;
/// No order to sign in that anybody means is longer; longer ones are read by the handler alone.
constexpr std::size_t kMostRead = 4'096;
constexpr char kCookieFlags[] = "; Path=/; Secure; HttpOnly; SameSite=Strict";

struct Wish {
    std::string account, password;
    bool client = false;
};

Wish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"account", "password", "client"});
    auto const client = in.find("client");
    return {in.at("account").string(64), in.at("password").string(1'000),
            client && client->boolean()};
}

Response mustWait(Milliseconds wait) {
    auto const seconds = wait.count() / 1000 + 1;
    auto out = problem({Errc::unavailable, "too many wrong passwords; try again in " +
                                               std::to_string(seconds) + " seconds"},
                       429, "too-many");
    out.headers["Retry-After"] = std::to_string(seconds);
    return out;
}

Response wrong() {
    return problem({Errc::permission, "account or password is wrong"}, 401, "wrong-password");
}

boost::json::array permissionsJson(Principal const& who) {
    boost::json::array out;
    for (auto const& [permission, units] : who.permissions) {
        out.emplace_back(toString(permission));
    }
    return out;
}

struct Signing {
    store::Account account;
    Principal principal;
    bool holds = false;  ///< there is such an account, and it may sign in
};

Result<Signing> findAccount(People::State& state, std::string const& id) {
    Signing out;
    auto const read = state.store.read([&](store::Tx const& tx) -> Result<> {
        if (auto found = tx.accounts().find(store::AccountId(id))) {
            UnitTree const tree(tx.units().all());
            out.principal = principalOf(*found, tree, {});
            lend(out.principal, tx, tree, state.now());
            out.holds = !found->disabled && !found->program && !found->password.empty();
            out.account = std::move(*found);
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return out;
}

/// It was wrong: counted, and written down once the account waits.
void countFailure(People::State& state, std::string const& id, bool exists,
                  std::string const& peer) {
    auto const now = state.now();
    bool const locked = state.attempts.failed(id, peer, now);
    auto const who = exists ? id : std::string("nobody");
    state.noteRefusal({who, "session.refused", exists ? id : peer, "wrong password, from " + peer});
    if (!locked || !exists) {
        return;
    }
    auto const until = now + state.attempts.wait(id, peer, now).value_or(Milliseconds(0));
    (void)changeAccount(state, {who, "session.locked", id, "after wrong passwords from " + peer},
                        id, [&](store::Tx&, store::Account& account) -> Result<> {
                            account.lockedUntil = until;
                            return {};
                        });
}

bool isFromKnown(PeopleState const& state, Request const& request) {
    if (request.body.size() > kMostRead) {
        return false;
    }
    auto const wish = messages::readJson(request.body, readWish);
    return wish && state->attempts.isKnown(wish->account, request.peer, state->now());
}

/// The session that the page had before ends: a new one has a new name.
void endOld(store::Tx& tx, Request const& request) {
    if (auto const old = credentialOf(request)) {
        tx.sessions().remove(messages::sha256(old->text));
    }
}

Result<Response> signIn(PeopleState const& state, Request const& request) {
    auto const wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    auto const now = state->now();
    if (auto const wait = state->attempts.wait(wish->account, request.peer, now)) {
        return mustWait(*wait);
    }
    auto found = findAccount(*state, wish->account);
    if (!found) {
        return found.error();
    }
    auto const holds =
        state->hasher.matches(found->holds ? found->account.password : "", wish->password);
    if (!holds) {
        return holds.error();
    }
    if (!*holds) {
        countFailure(*state, wish->account, !found->account.id.empty(), request.peer);
        return wrong();
    }
    state->attempts.succeeded(wish->account, request.peer, now);
    auto const secret = makeSecret("ts_");
    store::Session session;
    session.token = secret.digest;
    session.account = found->account.id;
    session.csrf = makeSecret("").text;
    session.created = session.used = now;
    session.expires = now + state->settings.longest;
    session.address = request.peer;
    auto const kept = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto account = tx.accounts().find(session.account);
            if (!account || account->disabled) {
                return Error{Errc::permission, "the account was disabled in this moment"};
            }
            account->lastSignIn = now;
            account->lockedUntil.reset();
            tx.accounts().put(*account);
            endOld(tx, request);
            tx.sessions().put(session);
            return {};
        },
        {wish->account, kBegin, wish->account, kFrom + request.peer});
    if (!kept) {
        return kept.error();
    }
    boost::json::object out{{"account", accountJson(found->account, now)},
                            {"permissions", permissionsJson(found->principal)},
                            {"csrf", session.csrf},
                            {"expires", formatInstant(session.expires)},
                            {"idle_seconds", state->settings.idle.count() / 1000}};
    if (wish->client) {
        out["token"] = secret.text;
    }
    auto response = jsonResponse(out, 201);
    response.headers["Cache-Control"] = "no-store";
    if (!wish->client) {
        response.headers["Set-Cookie"] = "__Host-tocsin=" + secret.text + kCookieFlags;
    }
    return response;
}

/// The session of the request; nothing if it came with a token.
std::optional<store::Session> sessionOf(store::Tx const& tx, Request const& request) {
    auto const credential = credentialOf(request);
    return credential ? tx.sessions().find(messages::sha256(credential->text)) : std::nullopt;
}

boost::json::array factorsOf(store::Account const& account) {
    boost::json::array out;
    if (account.totpInForce) {
        out.emplace_back("totp");
    }
    if (!account.pin.empty()) {
        out.emplace_back("pin");
    }
    return out;
}

Result<Response> show(PeopleState const& state, Principal const& who, Request const& request) {
    boost::json::object out;
    auto const read = state->store.read([&](store::Tx const& tx) -> Result<> {
        auto const account = tx.accounts().find(store::AccountId(who.name));
        if (!account) {
            return noAccount(who.name);
        }
        auto const session = sessionOf(tx, request);
        auto const header = request.headers.find("x-station");
        auto const station = header == request.headers.end()
                                 ? std::nullopt
                                 : tx.stations().findBySecret(messages::sha256(header->second));
        out = {{"account", accountJson(*account, state->now())},
               {"permissions", permissionsJson(who)},
               {"grants", grantsJson(account->grants)},
               {"csrf", session ? boost::json::value(session->csrf) : nullptr},
               {"expires", session ? boost::json::value(formatInstant(session->expires)) : nullptr},
               {"station", station ? boost::json::value(station->name) : nullptr},
               {"second_factors", factorsOf(*account)}};
        return {};
    });
    if (!read) {
        return read.error();
    }
    auto response = jsonResponse(out);
    response.headers["Cache-Control"] = "no-store";
    return response;
}

Result<Response> signOut(PeopleState const& state, Principal const& who, Request const& request) {
    auto const credential = credentialOf(request);
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            if (credential) {
                tx.sessions().remove(messages::sha256(credential->text));
            }
            return {};
        },
        {who.name, "session.end", who.name, ""});
    if (!written) {
        return written.error();
    }
    Response response;
    response.status = 204;
    response.headers["Set-Cookie"] = std::string("__Host-tocsin=; Max-Age=0") + kCookieFlags;
    return response;
}

struct Change {
    std::string before, after;
};

Change readChange(messages::JsonReader const& in) {
    in.onlyKeys({"old", "new"});
    return {in.at("old").string(1'000), in.at("new").string(1'000)};
}

Result<Response> changePassword(PeopleState const& state, Principal const& who,
                                Request const& request) {
    auto const wish = messages::readJson(request.body, readChange);
    if (!wish) {
        return wish.error();
    }
    if (auto fine = checkOwnPassword(*state, who, request, wish->before); !fine) {
        return fine.error();
    }
    if (auto fine = checkPassword(wish->after, who.name); !fine) {
        return fine.error();
    }
    auto hashed = state->hasher.hash(wish->after);
    if (!hashed) {
        return hashed.error();
    }
    auto const changed =
        changeAccount(*state, {who.name, "account.password", who.name, "its other sessions end"},
                      who.name, [&](store::Tx& tx, store::Account& account) -> Result<> {
                          account.password = *hashed;
                          auto const own = sessionOf(tx, request);
                          for (auto const& session : tx.sessions().of(account.id)) {
                              if (!own || session.token != own->token) {
                                  tx.sessions().remove(session.token);
                              }
                          }
                          return {};
                      });
    if (!changed) {
        return changed.error();
    }
    Response response;
    response.status = 204;
    return response;
}

struct Acceptance {
    std::string invitation, password;
};

Acceptance readAcceptance(messages::JsonReader const& in) {
    in.onlyKeys({"invitation", "password"});
    return {in.at("invitation").string(200), in.at("password").string(1'000)};
}

Result<Response> accept(PeopleState const& state, Request const& request) {
    auto const wish = messages::readJson(request.body, readAcceptance);
    if (!wish) {
        return wish.error();
    }
    auto const now = state->now();
    if (auto const wait = state->attempts.wait("#invitation", request.peer, now)) {
        return mustWait(*wait);
    }
    auto const digest = messages::sha256(wish->invitation);
    std::optional<store::Account> invited;
    auto const read = state->store.read([&](store::Tx const& tx) -> Result<> {
        invited = tx.accounts().findByInvitation(digest);
        return {};
    });
    if (!read) {
        return read.error();
    }
    if (!invited || invited->invitationEnds <= now || invited->disabled) {
        state->attempts.failed("#invitation", request.peer, now);
        state->noteRefusal({"nobody", "invitation.refused", request.peer, ""});
        return Error{Errc::permission,
                     "this invitation is not known, was used, or is more than 7 days old; ask an "
                     "administrator for a new one"};
    }
    if (auto fine = checkPassword(wish->password, invited->id.str()); !fine) {
        return fine.error();
    }
    auto hashed = state->hasher.hash(wish->password);
    if (!hashed) {
        return hashed.error();
    }
    auto const id = invited->id.str();
    auto const changed = changeAccount(
        *state, {id, "account.accept", id, "password set, from " + request.peer}, id,
        [&](store::Tx&, store::Account& account) -> Result<> {
            if (account.invitation != digest) {
                return Error{Errc::conflict, "the invitation was used in this moment"};
            }
            account.invitation.reset();
            account.password = *hashed;
            return {};
        });
    if (!changed) {
        return changed.error();
    }
    return jsonResponse(boost::json::object{{"account", accountJson(*changed, now)}}, 201);
}

constexpr char kSession[] =
    R"({"type":"object","properties":{"account":{"type":"object"},"permissions":{"type":"array","items":{"type":"string"}},"grants":{"type":"array"},"csrf":{"type":["string","null"]},"token":{"type":"string"},"expires":{"type":["string","null"]},"idle_seconds":{"type":"integer"},"station":{"type":["string","null"]},"second_factors":{"type":"array","items":{"type":"string"}}}})";

}  // namespace

void rememberSignIns(People::State& state) {
    // Without them everybody is a stranger until the next sign-in, which is no reason to stop.
    (void)state.store.read([&](store::Tx const& tx) -> Result<> {
        store::AuditQuery query;
        query.action = kBegin;
        query.newestFirst = true;
        query.after = std::max<std::int64_t>(tx.audit().lastNumber() - kRowsSearched, 0);
        query.most = state.settings.attempts.keptKnown;
        for (auto const& row : tx.audit().rows(query)) {
            if (row.entry.detail.starts_with(kFrom)) {
                state.attempts.remember(row.entry.who, row.entry.detail.substr(sizeof kFrom - 1),
                                        row.at);
            }
        }
        return {};
    });
}

Result<> checkOwnPassword(People::State& state, Principal const& who, Request const& request,
                          std::string const& password) {
    auto const now = state.now();
    if (!who.person) {
        return Error{Errc::permission, "a person has to do this: sign in, a token cannot"};
    }
    if (state.attempts.wait(who.name, request.peer, now)) {
        return Error{Errc::unavailable, "too many wrong passwords; wait a few minutes"};
    }
    auto const found = findAccount(state, who.name);
    if (!found) {
        return found.error();
    }
    auto const holds = state.hasher.matches(found->account.password, password);
    if (!holds) {
        return holds.error();
    }
    if (!*holds) {
        countFailure(state, who.name, true, request.peer);
        return Error{Errc::permission, "the password is wrong"};
    }
    return {};
}

Routes sessionRoutes(PeopleState const& state) {
    Routes routes;
    auto const path = std::string("/api/v1/session");
    routes.push_back(
        {"POST", path, Permission::signedIn, "Sign in: a cookie, or with client=true a token",
         R"({"type":"object","required":["account","password"],"properties":{"account":{"type":"string"},"password":{"type":"string"},"client":{"type":"boolean"}}})",
         kSession, BodyPolicy::text,
         [state](Principal const&, Request const& request) { return signIn(state, request); }});
    routes.back().withoutAuthorisation = true;
    routes.back().signsIn = true;
    routes.back().fromKnown = [state](Request const& request) {
        return isFromKnown(state, request);
    };
    routes.back().success = {201};
    routes.push_back(Route{
        "GET", path, Permission::signedIn, "Who is signed in, and may do what", "", kSession,
        BodyPolicy::none, [state](Principal const& who, Request const& request) {
            return show(state, who, request);
        }}.reaching(filtered()));
    routes.push_back(Route{
        "DELETE", path, Permission::signedIn, "Sign out", "", "", BodyPolicy::none,
        [state](Principal const& who, Request const& request) {
            return signOut(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {204};
    routes.push_back(Route{
        "POST", path + "/password", Permission::signedIn,
        "Change the own password; other sessions of the account end",
        R"({"type":"object","required":["old","new"],"properties":{"old":{"type":"string"},"new":{"type":"string"}}})",
        "", BodyPolicy::text, [state](Principal const& who, Request const& request) {
            return changePassword(state, who, request);
        }}.reaching(filtered()));
    routes.back().success = {204};
    routes.push_back(
        {"POST", "/api/v1/invitations/accept", Permission::signedIn,
         "Set the password of an invited account",
         R"({"type":"object","required":["invitation","password"],"properties":{"invitation":{"type":"string"},"password":{"type":"string"}}})",
         R"({"type":"object","properties":{"account":{"type":"object"}}})", BodyPolicy::text,
         [state](Principal const&, Request const& request) { return accept(state, request); }});
    routes.back().withoutAuthorisation = true;
    routes.back().signsIn = true;
    routes.back().success = {201};
    return routes;
}

}  // namespace tocsin::access
