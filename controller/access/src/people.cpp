// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/people.hpp"

#include <algorithm>

#include "people_state.hpp"
#include "tocsin/access/role.hpp"

namespace tocsin::access {
namespace {

constexpr Milliseconds kNoteAgain{60'000};
constexpr std::size_t kMostNoted = 1'000;
constexpr int kMostOfOne = 20;            ///< rows of one person in kNoteAgain
constexpr std::size_t kMostDetail = 300;  ///< bytes of a refusal's sentence
constexpr char kCookie[] = "__Host-tocsin=";

bool fitsHandle(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

std::string cookieOf(std::string const& header) {
    std::string_view rest = header;
    while (!rest.empty()) {
        auto const end = rest.find(';');
        auto one = rest.substr(0, end);
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        if (one.starts_with(kCookie)) {
            return std::string(one.substr(sizeof kCookie - 1));
        }
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return {};
}

}  // namespace

People::State::State(store::Store& s, PeopleSettings given, RowUnits kinds)
    : store(s),
      settings(std::move(given)),
      rows(std::move(kinds)),
      hasher(settings.passwordMemory),
      attempts(settings.attempts),
      gate(makeGate(*this)) {}

void People::State::noteRefusal(store::AuditEntry const& entry) {
    auto const key = entry.who + '\n' + entry.action + '\n' + entry.subject;
    auto written = entry;
    {
        std::scoped_lock const lock(mutex);
        auto const t = now();
        std::erase_if(noted, [&](auto const& one) { return t - one.second >= kNoteAgain; });
        std::erase_if(refusals,
                      [&](auto const& one) { return t - one.second.since >= kNoteAgain; });
        if (noted.size() >= kMostNoted || !noted.emplace(key, t).second) {
            return;
        }
        auto const many = ++refusals.try_emplace(entry.who, Refusals{t, 0}).first->second.rows;
        if (many > kMostOfOne) {
            return;
        }
        if (many == kMostOfOne) {
            written = {entry.who, "access.refused-many", entry.who,
                       "further refusals of this minute are not written down"};
        }
    }
    // What cannot be written down is refused all the same.
    (void)store.write([](store::Tx&) -> Result<> { return {}; }, written);
}

Secret makeSecret(std::string_view prefix) {
    auto text = messages::base64(messages::randomBytes(32));
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    text.erase(text.find_last_not_of('=') + 1);
    auto whole = std::string(prefix) + text;
    auto const digest = messages::sha256(whole);
    return {std::move(whole), digest};
}

std::string makeId() {
    return messages::sha256(messages::randomBytes(32)).hex().substr(0, 12);
}

Result<> checkHandle(std::string const& what, std::string const& handle) {
    if (handle.empty() || handle.size() > 64 ||
        !std::all_of(handle.begin(), handle.end(), fitsHandle)) {
        return Error{Errc::invalid,
                     "\"" + handle + "\" cannot name " + what + "; use 1 to 64 of a-z 0-9 - _ ."};
    }
    return {};
}

Result<store::Grant> readGrant(std::string const& role, std::string const& unit) {
    if (!roleFrom(role)) {
        std::string known;
        for (auto const one : allRoles()) {
            known += (known.empty() ? "" : ", ") + std::string(toString(one));
        }
        return Error{Errc::invalid, "there is no role \"" + role + "\"; there are " + known};
    }
    return store::Grant{role, unit};
}

Result<> checkGrants(std::vector<store::Grant> const& grants) {
    for (auto const& one : grants) {
        for (auto const& other : grants) {
            if (exclude(roleFrom(one.role).value_or(Role::inspector),
                        roleFrom(other.role).value_or(Role::inspector))) {
                return Error{Errc::conflict,
                             "an administrator can be neither reviewer nor duty officer: who gives "
                             "rights may not release; make another account for that person's "
                             "colleague"};
            }
        }
    }
    return {};
}

boost::json::value instantOrNull(std::optional<Instant> const& t) {
    return t ? boost::json::value(formatInstant(*t)) : boost::json::value(nullptr);
}

boost::json::array grantsJson(std::vector<store::Grant> const& grants) {
    boost::json::array out;
    for (auto const& grant : grants) {
        out.push_back(boost::json::object{{"role", grant.role}, {"unit", grant.unit}});
    }
    return out;
}

boost::json::object accountJson(store::Account const& account, Instant now) {
    bool const isLocked = account.lockedUntil && *account.lockedUntil > now;
    return {{"account", account.id.str()},
            {"name", account.name},
            {"unit", account.unit},
            {"grants", grantsJson(account.grants)},
            {"program", account.program},
            {"disabled", account.disabled},
            {"locked_until", isLocked ? instantOrNull(account.lockedUntil) : nullptr},
            {"invited", account.invitation.has_value() && account.invitationEnds > now},
            {"totp", account.totpInForce},
            {"pin", !account.pin.empty()},
            {"created", formatInstant(account.created)},
            {"last_sign_in", instantOrNull(account.lastSignIn)}};
}

Principal principalOf(store::Account const& account, UnitTree const& tree,
                      std::vector<std::string> const& scope) {
    Principal out;
    out.name = account.id.str();
    out.unit = account.unit;
    out.person = !account.program;
    auto const add = [&](Permission permission, UnitSet const& units) {
        bool const wanted =
            permission == Permission::signedIn || scope.empty() ||
            std::find(scope.begin(), scope.end(), toString(permission)) != scope.end();
        if (wanted) {
            out.permissions[permission].add(units);
        }
    };
    add(Permission::signedIn, tree.from(account.unit.empty() ? "-" : account.unit));
    for (auto const& grant : account.grants) {
        auto const role = roleFrom(grant.role);
        auto const units = tree.from(grant.unit);
        for (auto const permission : role ? permissionsOf(*role) : std::set<Permission>()) {
            add(permission, units);
        }
        out.above.merge(tree.above(grant.unit));
    }
    return out;
}

std::optional<Credential> credentialOf(Request const& request) {
    constexpr std::string_view bearer = "Bearer ";
    if (auto const found = request.headers.find("authorization"); found != request.headers.end()) {
        auto const& value = found->second;
        return Credential{value.starts_with(bearer) ? value.substr(bearer.size()) : std::string(),
                          false};
    }
    if (auto const found = request.headers.find("cookie"); found != request.headers.end()) {
        if (auto text = cookieOf(found->second); !text.empty()) {
            return Credential{std::move(text), true};
        }
    }
    return std::nullopt;
}

Result<> mayManage(Principal const& who, store::Account const& account) {
    auto const units = who.unitsFor(Permission::manageAccounts);
    bool const inside =
        units.contains(account.unit) &&
        std::all_of(account.grants.begin(), account.grants.end(),
                    [&](store::Grant const& grant) { return units.contains(grant.unit); });
    if (!inside) {
        return Error{Errc::permission, "the account " + account.id.str() +
                                           " belongs to, or has rights in, units that you do not "
                                           "administer"};
    }
    return {};
}

Error noAccount(std::string const& id) {
    return {Errc::notFound, "there is no account \"" + id + "\"; see tocsin user list"};
}

Result<store::Account> changeAccount(
    People::State& state, store::AuditEntry const& entry, std::string const& id,
    std::function<Result<>(store::Tx&, store::Account&)> const& apply) {
    store::Account out;
    auto const written = state.store.write(
        [&](store::Tx& tx) -> Result<> {
            auto found = tx.accounts().find(store::AccountId(id));
            if (!found) {
                return noAccount(id);
            }
            if (auto done = apply(tx, *found); !done) {
                return done;
            }
            tx.accounts().put(*found);
            out = std::move(*found);
            return {};
        },
        entry);
    if (!written) {
        return written.error();
    }
    return out;
}

People::People(store::Store& store, PeopleSettings settings, RowUnits rows)
    : state_(std::make_shared<State>(store, std::move(settings), std::move(rows))) {
    rememberSignIns(*state_);
}

People::~People() = default;

Result<> People::prepareSetup() {
    return access::prepareSetup(*state_);
}

Gate& People::gate() {
    return *state_->gate;
}

Routes People::routes() {
    Routes routes;
    for (auto& part : {setupRoutes(state_), sessionRoutes(state_), factorRoutes(state_),
                       accountRoutes(state_), unitRoutes(state_), tokenRoutes(state_),
                       stationRoutes(state_), delegationRoutes(state_)}) {
        routes.insert(routes.end(), part.begin(), part.end());
    }
    return routes;
}

std::optional<Principal> People::principal(std::string const& account) const {
    std::optional<Principal> out;
    auto const looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        auto const found = tx.accounts().find(store::AccountId(account));
        if (found && !found->disabled) {
            UnitTree const tree(tx.units().all());
            out = principalOf(*found, tree, {});
            lend(*out, tx, tree, state_->now());
        }
        return {};
    });
    return looked ? out : std::nullopt;
}

Routes People::noting(Routes routes) {
    for (auto& route : routes) {
        if (!route.handler || route.withoutAuthorisation) {
            continue;
        }
        route.handler = [state = state_, method = route.method, inner = std::move(route.handler)](
                            Principal const& who, Request const& request) {
            auto answer = inner(who, request);
            if (!answer && answer.error().code == Errc::permission) {
                state->noteRefusal({who.name, "access.refused", method + " " + request.path,
                                    answer.error().message.substr(0, kMostDetail)});
            }
            return answer;
        };
    }
    return routes;
}

Result<> People::expire() {
    auto const now = state_->now();
    return state_->store.ingest([&](store::Tx& tx) -> Result<> {
        tx.sessions().removeEnded(now, now - state_->settings.idle);
        return {};
    });
}

}  // namespace tocsin::access
