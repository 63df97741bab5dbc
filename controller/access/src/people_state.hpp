// SPDX-License-Identifier: Apache-2.0
// What the routes and the gate of people share.
#pragma once

#include <atomic>
#include <boost/json.hpp>
#include <map>
#include <mutex>
#include <string>

#include "tocsin/access/attempts.hpp"
#include "tocsin/access/password.hpp"
#include "tocsin/access/people.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::access {

struct People::State {
    State(store::Store& s, PeopleSettings given, RowUnits kinds);

    store::Store& store;
    PeopleSettings settings;
    RowUnits rows;
    PasswordHasher hasher;
    Attempts attempts;
    std::unique_ptr<Gate> gate;

    std::mutex mutex;
    std::map<std::string, Instant> noted;  ///< refusals that are in the audit trail lately
    struct Refusals {
        Instant since{};
        int rows = 0;
    };
    std::map<std::string, Refusals> refusals;  ///< by whom, in the minute from `since` on

    [[nodiscard]] Instant now() const { return settings.now(); }
    /// Writes down that something was refused: the same thing at most once a minute, and of one
    /// person twenty things, then that there are more, so that a flood cannot fill the trail.
    void noteRefusal(store::AuditEntry const& entry);
};
using PeopleState = std::shared_ptr<People::State>;

/// What a client holds, and what is kept of it.
struct Secret {
    std::string text;
    Digest digest;
};
/// 256 random bits behind `prefix`, in letters that can stand in a header and a file name.
[[nodiscard]] Secret makeSecret(std::string_view prefix);
/// A short random name for a record, e.g. of a token.
[[nodiscard]] std::string makeId();

/// Handles of accounts and units: 1 to 64 of a-z 0-9 - _ .
[[nodiscard]] Result<> checkHandle(std::string const& what, std::string const& handle);
[[nodiscard]] Result<store::Grant> readGrant(std::string const& role, std::string const& unit);
/// Errc::conflict if these roles may not be one person's.
[[nodiscard]] Result<> checkGrants(std::vector<store::Grant> const& grants);

[[nodiscard]] boost::json::object accountJson(store::Account const& account, Instant now);
[[nodiscard]] boost::json::array grantsJson(std::vector<store::Grant> const& grants);
[[nodiscard]] boost::json::value instantOrNull(std::optional<Instant> const& t);

/// What the account may do; `scope` narrows it, unless it is empty.
[[nodiscard]] Principal principalOf(store::Account const& account, UnitTree const& tree,
                                    std::vector<std::string> const& scope);

/// Adds to what the caller may do what others have lent to them.
void lend(Principal& who, store::Tx const& tx, UnitTree const& tree, Instant now);

/// The credential of a request.
struct Credential {
    std::string text;
    bool byCookie = false;
};
[[nodiscard]] std::optional<Credential> credentialOf(Request const& request);

/// Errc::permission if the account is not one that the caller may manage: it has rights, or a home,
/// outside their units.
[[nodiscard]] Result<> mayManage(Principal const& who, store::Account const& account);

/// The password of the caller again, before something weighty. Errc::permission if it is wrong, or
/// no person is calling.
[[nodiscard]] Result<> checkOwnPassword(People::State& state, Principal const& who,
                                        Request const& request, std::string const& password);

Routes setupRoutes(PeopleState const& state);
Routes sessionRoutes(PeopleState const& state);
Routes factorRoutes(PeopleState const& state);
Routes accountRoutes(PeopleState const& state);
Routes unitRoutes(PeopleState const& state);
Routes tokenRoutes(PeopleState const& state);
Routes stationRoutes(PeopleState const& state);
Routes delegationRoutes(PeopleState const& state);

/// Who signed in where, as the audit trail has it, so that a restart makes nobody a stranger.
void rememberSignIns(People::State& state);

[[nodiscard]] Result<> prepareSetup(People::State& state);
[[nodiscard]] std::unique_ptr<Gate> makeGate(People::State& state);

/// A changed account; `apply` may refuse. Its other sessions end where `endSessions` says so.
[[nodiscard]] Result<store::Account> changeAccount(
    People::State& state, store::AuditEntry const& entry, std::string const& id,
    std::function<Result<>(store::Tx&, store::Account&)> const& apply);
[[nodiscard]] Error noAccount(std::string const& id);

}  // namespace tocsin::access
