// SPDX-License-Identifier: Apache-2.0
// Who is calling, from a session or a token, and whether they may do this to that row.
#include "tocsin/access/gate.hpp"

#include <sodium.h>

#include "people_state.hpp"
#include "tocsin/access/totp.hpp"

namespace tocsin::access {
namespace {

constexpr Milliseconds kNoteUseEvery{60'000};

Response notSignedIn(std::string detail) {
    auto out = problem({Errc::permission, std::move(detail)}, 401, "not-signed-in");
    out.headers["WWW-Authenticate"] = "Bearer";
    return out;
}

Response refused(std::string detail, std::string_view code = "permission") {
    return problem({Errc::permission, std::move(detail)}, 403, code);
}

bool same(std::string const& a, std::string const& b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string headerOf(Request const& request, std::string const& name) {
    auto const found = request.headers.find(name);
    return found == request.headers.end() ? std::string() : found->second;
}

bool onlyAsks(std::string const& method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

/// Whoever stands behind a credential.
struct Known {
    store::Account account;
    Principal principal;
    std::optional<store::Session> session;  ///< nothing: a token
    std::optional<store::ApiToken> token;
    std::optional<std::string> rowUnit;  ///< of the row that the request names
    bool rowNamed = false;
};

class AccountGate final : public Gate {
public:
    explicit AccountGate(People::State& state) : state_(state) {}

    std::variant<Principal, Response> admit(Route const& route, Request const& request) override {
        auto outcome = decide(route, request);
        return outcome;
    }

private:
    std::variant<Principal, Response> decide(Route const& route, Request const& request);
    std::variant<Known, Response> recognise(Route const& route, Request const& request);
    std::optional<Response> checkReach(Known const& known, Route const& route,
                                       Request const& request);
    std::optional<Response> checkOwnRule(Known const& known, Route const& route,
                                         Request const& request);
    std::optional<Response> checkFactor(Known& known, Request const& request);
    Result<bool> factorHolds(Known const& known, Request const& request, std::string const& kind,
                             std::string const& code);
    void noteUse(Known const& known);

    People::State& state_;
};

std::variant<Principal, Response> AccountGate::decide(Route const& route, Request const& request) {
    auto outcome = recognise(route, request);
    if (auto* refusal = std::get_if<Response>(&outcome)) {
        return std::move(*refusal);
    }
    auto& known = std::get<Known>(outcome);
    if (auto refusal = checkReach(known, route, request)) {
        state_.noteRefusal({known.account.id.str(), "access.refused",
                            route.method + " " + request.path,
                            "needs " + std::string(toString(route.permission))});
        return std::move(*refusal);
    }
    if (auto refusal = checkOwnRule(known, route, request)) {
        return std::move(*refusal);
    }
    if (route.secondFactor && state_.settings.secondFactor) {
        if (auto refusal = checkFactor(known, request)) {
            return std::move(*refusal);
        }
    }
    noteUse(known);
    return std::move(known.principal);
}

std::variant<Known, Response> AccountGate::recognise(Route const& route, Request const& request) {
    auto const credential = credentialOf(request);
    if (!credential) {
        return notSignedIn("this needs an account: sign in first (tocsin login)");
    }
    auto const digest = messages::sha256(credential->text);
    auto const now = state_.now();
    Known known;
    bool found = false;
    auto const look = [&](store::Tx const& tx) -> Result<> {
        known.session = tx.sessions().find(digest);
        if (!known.session && !credential->byCookie) {
            known.token = tx.apiTokens().findBySecret(digest);
        }
        if (!known.session && !known.token) {
            return {};
        }
        auto account =
            tx.accounts().find(known.session ? known.session->account : known.token->account);
        found = account.has_value();
        if (found) {
            known.account = std::move(*account);
            known.principal =
                principalOf(known.account, UnitTree(tx.units().all()),
                            known.token ? known.token->scope : std::vector<std::string>());
            known.principal.person = known.session.has_value();
            if (known.session) {
                lend(known.principal, tx, UnitTree(tx.units().all()), now);
            }
        }
        auto const& reach = route.reach;
        if (reach.of == Reach::Of::row || reach.of == Reach::Of::shared) {
            auto const& inPath = request.parameters.find(reach.name);
            auto const& inQuery = request.query.find(reach.name);
            auto const kind = state_.rows.find(reach.kind);
            known.rowNamed = inPath != request.parameters.end() || inQuery != request.query.end();
            if (known.rowNamed && kind != state_.rows.end()) {
                known.rowUnit = kind->second(
                    tx, inPath != request.parameters.end() ? inPath->second : inQuery->second);
            }
        }
        return {};
    };
    if (auto const read = state_.store.read(look); !read) {
        return problem(read.error());
    }
    bool const ended = known.session ? known.session->expires <= now ||
                                           now - known.session->used >= state_.settings.idle
                                     : known.token && known.token->expires <= now;
    if (!found || ended || known.account.disabled) {
        return notSignedIn("the session or token has ended or is not known; sign in again");
    }
    if (credential->byCookie && !onlyAsks(request.method) &&
        !same(headerOf(request, "x-csrf-token"), known.session->csrf)) {
        state_.noteRefusal({known.account.id.str(), "access.refused",
                            route.method + " " + request.path, "no CSRF token"});
        return refused("the page did not send the session's X-CSRF-Token; load it again", "csrf");
    }
    return known;
}

std::optional<Response> AccountGate::checkReach(Known const& known, Route const& route,
                                                Request const& request) {
    auto const& who = known.principal;
    auto const permission = route.permission;
    if (!who.may(permission)) {
        return refused("this needs the right " + std::string(toString(permission)) +
                       ", which your account does not have; ask an administrator");
    }
    switch (route.reach.of) {
        case Reach::Of::site:
            return who.may(permission, "")
                       ? std::nullopt
                       : std::optional(refused("this concerns all units, and your right " +
                                               std::string(toString(permission)) +
                                               " holds for some of them only"));
        case Reach::Of::filtered:
            return std::nullopt;
        case Reach::Of::row:
        case Reach::Of::shared: {
            bool const inPath = request.parameters.contains(route.reach.name);
            if (!known.rowNamed && !inPath) {
                // Nothing is named. To look at all is for the handler to filter; to change what
                // belongs to no unit takes all of them.
                return route.reach.of == Reach::Of::shared || who.may(permission, "")
                           ? std::nullopt
                           : std::optional(refused("this concerns all units; name one of yours"));
            }
            if (!known.rowUnit) {
                return std::nullopt;  // there is no such row, which the handler says
            }
            bool const may = route.reach.of == Reach::Of::row
                                 ? who.may(permission, *known.rowUnit)
                                 : who.uses(permission, *known.rowUnit);
            return may ? std::nullopt
                       : std::optional(refused("this belongs to another unit, for which you do "
                                               "not have the right " +
                                               std::string(toString(permission))));
        }
    }
    return refused("not permitted");
}

/// What the route itself says of who may, which the gate cannot know.
std::optional<Response> AccountGate::checkOwnRule(Known const& known, Route const& route,
                                                  Request const& request) {
    if (!route.mayAtAll) {
        return std::nullopt;
    }
    auto const may = route.mayAtAll(known.principal, request);
    if (may) {
        return std::nullopt;
    }
    if (may.error().code == Errc::permission) {
        state_.noteRefusal({known.account.id.str(), "access.refused",
                            route.method + " " + request.path, may.error().message});
    }
    return problem(may.error());
}

Result<bool> AccountGate::factorHolds(Known const& known, Request const& request,
                                      std::string const& kind, std::string const& code) {
    auto const now = state_.now();
    if (kind == "totp" && known.account.totpInForce) {
        auto const step = totpStepOf(code, known.account.totpSecret, now, known.account.totpStep);
        if (!step) {
            return false;
        }
        // In the transaction it is compared again: a code holds once, also when two come at once.
        bool first = false;
        auto const used = state_.store.ingest([&](store::Tx& tx) -> Result<> {
            auto account = tx.accounts().find(known.account.id);
            if (account && account->totpStep < *step) {
                account->totpStep = *step;
                tx.accounts().put(*account);
                first = true;
            }
            return {};
        });
        if (!used) {
            return used.error();
        }
        return first;
    }
    if (kind == "pin" && !known.account.pin.empty()) {
        auto const station = messages::sha256(headerOf(request, "x-station"));
        bool registered = false;
        auto const noted = state_.store.ingest([&](store::Tx& tx) -> Result<> {
            auto found = tx.stations().findBySecret(station);
            registered = found.has_value();
            if (found) {
                found->used = now;
                tx.stations().put(*found);
            }
            return {};
        });
        if (!noted) {
            return noted.error();
        }
        if (!registered) {
            return Error{Errc::permission,
                         "a PIN counts only at a registered duty station; give a TOTP code, or "
                         "have this computer registered (tocsin station register)"};
        }
        return state_.hasher.matches(known.account.pin, code);
    }
    return false;
}

std::optional<Response> AccountGate::checkFactor(Known& known, Request const& request) {
    auto const now = state_.now();
    if (!known.session) {
        return refused("a person has to do this: sign in, a token cannot confirm it", "person");
    }
    if (known.session->stepUpEnds && *known.session->stepUpEnds > now) {
        return std::nullopt;
    }
    auto const& account = known.account;
    if (!account.totpInForce && account.pin.empty()) {
        return refused(
            "this has to be confirmed with a second factor, and your account has none: set one up "
            "first (tocsin factor totp, or tocsin factor pin)",
            "second-factor-missing");
    }
    auto const given = headerOf(request, "x-second-factor");
    auto const blank = given.find(' ');
    if (blank == std::string::npos) {
        return refused(
            "this has to be confirmed with your TOTP code, or with your PIN at a duty "
            "station",
            "second-factor");
    }
    auto const key = account.id.str() + "#second-factor";
    if (auto const wait = state_.attempts.wait(key, request.peer, now)) {
        auto out = problem({Errc::unavailable, "too many wrong codes; wait a few minutes"}, 429,
                           "too-many");
        out.headers["Retry-After"] = std::to_string(wait->count() / 1000 + 1);
        return out;
    }
    auto const kind = given.substr(0, blank);
    auto const holds = factorHolds(known, request, kind, given.substr(blank + 1));
    if (!holds) {
        return problem(holds.error());
    }
    if (!*holds) {
        state_.attempts.failed(key, request.peer, now);
        state_.noteRefusal(
            {account.id.str(), "session.factor-refused", request.path, "from " + request.peer});
        return refused(kind == "pin"
                           ? "the PIN is wrong; give it again, or set another (tocsin factor pin)"
                           : "the code is wrong, or was used already; wait for the next one",
                       "second-factor");
    }
    state_.attempts.succeeded(key, request.peer, now);
    known.session->stepUpEnds = now + state_.settings.stepUp;
    known.session->used = now;
    auto const kept = state_.store.ingest([&](store::Tx& tx) -> Result<> {
        tx.sessions().put(*known.session);
        return {};
    });
    return kept ? std::nullopt : std::optional(problem(kept.error()));
}

/// Once a minute is enough to know whether a session is idle.
void AccountGate::noteUse(Known const& known) {
    auto const now = state_.now();
    auto const last =
        known.session ? known.session->used : known.token->used.value_or(known.token->created);
    if (now - last < kNoteUseEvery && (known.session || known.token->used)) {
        return;
    }
    (void)state_.store.ingest([&](store::Tx& tx) -> Result<> {
        // It may have ended meanwhile, and must not come back by this.
        if (known.session) {
            if (auto session = tx.sessions().find(known.session->token)) {
                session->used = now;
                tx.sessions().put(*session);
            }
        } else if (auto token = tx.apiTokens().find(known.token->id)) {
            token->used = now;
            tx.apiTokens().put(*token);
        }
        return {};
    });
}

}  // namespace

std::unique_ptr<Gate> makeGate(People::State& state) {
    return std::make_unique<AccountGate>(state);
}

}  // namespace tocsin::access
