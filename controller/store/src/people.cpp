// SPDX-License-Identifier: Apache-2.0
// Units, accounts, and what shows who is calling.
#include "people.hpp"

#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_ACCOUNT_COLUMNS                                                                 \
    "id, name, unit, grants, program, disabled, password, invitation, invitation_ends, totp, " \
    "totp_in_force, totp_step, pin, locked_until, created, last_sign_in"
#define TOCSIN_SESSION_COLUMNS "token, account, csrf, created, used, expires, step_up_ends, address"
#define TOCSIN_TOKEN_COLUMNS "id, secret, name, account, scope, created, expires, used"
#define TOCSIN_STATION_COLUMNS "id, secret, name, unit, registered, used"
#define TOCSIN_DELEGATION_COLUMNS "id, from_account, to_account, begins, ends, reason, ended_at"

/// Role and unit of each grant after one another.
std::string grantsText(std::vector<Grant> const& grants) {
    std::vector<std::string> words;
    for (auto const& grant : grants) {
        words.insert(words.end(), {grant.role, grant.unit});
    }
    return listText(words);
}

std::vector<Grant> grantsFrom(std::string const& text) {
    auto const words = textsFrom(text);
    if (words.size() % 2 != 0) {
        throw Failure(
            {Errc::damaged, "the database is damaged: an account's grants; restore a backup"});
    }
    std::vector<Grant> grants;
    for (std::size_t i = 0; i < words.size(); i += 2) {
        grants.push_back({words[i], words[i + 1]});
    }
    return grants;
}

Unit unitFrom(Query& row) {
    Unit unit;
    unit.handle = row.text();
    unit.name = row.text();
    unit.parent = row.text();
    unit.code = row.text();
    return unit;
}

Account accountFrom(Query& row) {
    Account account;
    account.id = AccountId(row.text());
    account.name = row.text();
    account.unit = row.text();
    account.grants = grantsFrom(row.text());
    account.program = row.flag();
    account.disabled = row.flag();
    account.password = row.text();
    account.invitation = row.maybeDigest();
    account.invitationEnds = row.instant();
    account.totpSecret = messages::unbase64(row.text()).value_or("");
    account.totpInForce = row.flag();
    account.totpStep = row.integer();
    account.pin = row.text();
    account.lockedUntil = row.maybeInstant();
    account.created = row.instant();
    account.lastSignIn = row.maybeInstant();
    return account;
}

Session sessionFrom(Query& row) {
    Session session;
    session.token = row.digest();
    session.account = AccountId(row.text());
    session.csrf = row.text();
    session.created = row.instant();
    session.used = row.instant();
    session.expires = row.instant();
    session.stepUpEnds = row.maybeInstant();
    session.address = row.text();
    return session;
}

ApiToken tokenFrom(Query& row) {
    ApiToken token;
    token.id = row.text();
    token.secret = row.digest();
    token.name = row.text();
    token.account = AccountId(row.text());
    token.scope = textsFrom(row.text());
    token.created = row.instant();
    token.expires = row.instant();
    token.used = row.maybeInstant();
    return token;
}

Station stationFrom(Query& row) {
    Station station;
    station.id = row.text();
    station.secret = row.digest();
    station.name = row.text();
    station.unit = row.text();
    station.registered = row.instant();
    station.used = row.maybeInstant();
    return station;
}

Delegation delegationFrom(Query& row) {
    Delegation out;
    out.id = row.text();
    out.from = AccountId(row.text());
    out.to = AccountId(row.text());
    out.begins = row.instant();
    out.ends = row.instant();
    out.reason = row.text();
    out.endedAt = row.maybeInstant();
    return out;
}

template <class Row, class Key>
auto oneOf(Connection& connection, char const* sql, Row const& rowFrom, Key const& key) {
    auto query = connection.query(sql);
    using Value = decltype(rowFrom(query));
    return query.with(key).step() ? std::optional<Value>(rowFrom(query)) : std::nullopt;
}

}  // namespace

std::vector<Unit> SqliteUnits::all() const {
    std::vector<Unit> out;
    auto query = connection_.query("SELECT handle, name, parent, code FROM units ORDER BY handle");
    while (query.step()) {
        out.push_back(unitFrom(query));
    }
    return out;
}

std::optional<Unit> SqliteUnits::find(std::string const& handle) const {
    return oneOf(connection_, "SELECT handle, name, parent, code FROM units WHERE handle = ?",
                 unitFrom, handle);
}

void SqliteUnits::put(Unit const& unit) {
    connection_.query("INSERT OR REPLACE INTO units(handle, name, parent, code) VALUES(?, ?, ?, ?)")
        .with(unit.handle, unit.name, unit.parent, unit.code)
        .run();
}

void SqliteUnits::remove(std::string const& handle) {
    connection_.query("DELETE FROM units WHERE handle = ?").with(handle).run();
}

std::vector<Account> SqliteAccounts::all() const {
    std::vector<Account> out;
    auto query = connection_.query("SELECT " TOCSIN_ACCOUNT_COLUMNS " FROM accounts ORDER BY id");
    while (query.step()) {
        out.push_back(accountFrom(query));
    }
    return out;
}

std::optional<Account> SqliteAccounts::find(AccountId const& id) const {
    return oneOf(connection_, "SELECT " TOCSIN_ACCOUNT_COLUMNS " FROM accounts WHERE id = ?",
                 accountFrom, id.str());
}

std::optional<Account> SqliteAccounts::findByInvitation(Digest const& text) const {
    return oneOf(connection_,
                 "SELECT " TOCSIN_ACCOUNT_COLUMNS " FROM accounts WHERE invitation = ?",
                 accountFrom, text);
}

void SqliteAccounts::put(Account const& account) {
    connection_
        .query("INSERT OR REPLACE INTO accounts(" TOCSIN_ACCOUNT_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(account.id.str(), account.name, account.unit, grantsText(account.grants),
              account.program, account.disabled, account.password, account.invitation,
              account.invitationEnds, messages::base64(account.totpSecret), account.totpInForce,
              account.totpStep, account.pin, account.lockedUntil, account.created,
              account.lastSignIn)
        .run();
}

std::optional<Session> SqliteSessions::find(Digest const& token) const {
    return oneOf(connection_, "SELECT " TOCSIN_SESSION_COLUMNS " FROM sessions WHERE token = ?",
                 sessionFrom, token);
}

std::vector<Session> SqliteSessions::of(AccountId const& account) const {
    std::vector<Session> out;
    auto query = connection_.query("SELECT " TOCSIN_SESSION_COLUMNS
                                   " FROM sessions WHERE account = ? ORDER BY created");
    query.with(account.str());
    while (query.step()) {
        out.push_back(sessionFrom(query));
    }
    return out;
}

void SqliteSessions::put(Session const& session) {
    connection_
        .query("INSERT OR REPLACE INTO sessions(" TOCSIN_SESSION_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
        .with(session.token, session.account.str(), session.csrf, session.created, session.used,
              session.expires, session.stepUpEnds, session.address)
        .run();
}

void SqliteSessions::remove(Digest const& token) {
    connection_.query("DELETE FROM sessions WHERE token = ?").with(token).run();
}

void SqliteSessions::removeEnded(Instant expiredBy, Instant unusedSince) {
    connection_.query("DELETE FROM sessions WHERE expires <= ? OR used < ?")
        .with(expiredBy, unusedSince)
        .run();
}

std::vector<ApiToken> SqliteApiTokens::all() const {
    std::vector<ApiToken> out;
    auto query = connection_.query("SELECT " TOCSIN_TOKEN_COLUMNS
                                   " FROM api_tokens ORDER BY account, created, id");
    while (query.step()) {
        out.push_back(tokenFrom(query));
    }
    return out;
}

std::optional<ApiToken> SqliteApiTokens::find(std::string const& id) const {
    return oneOf(connection_, "SELECT " TOCSIN_TOKEN_COLUMNS " FROM api_tokens WHERE id = ?",
                 tokenFrom, id);
}

std::optional<ApiToken> SqliteApiTokens::findBySecret(Digest const& secret) const {
    return oneOf(connection_, "SELECT " TOCSIN_TOKEN_COLUMNS " FROM api_tokens WHERE secret = ?",
                 tokenFrom, secret);
}

void SqliteApiTokens::put(ApiToken const& token) {
    connection_
        .query("INSERT OR REPLACE INTO api_tokens(" TOCSIN_TOKEN_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
        .with(token.id, token.secret, token.name, token.account.str(), listText(token.scope),
              token.created, token.expires, token.used)
        .run();
}

void SqliteApiTokens::remove(std::string const& id) {
    connection_.query("DELETE FROM api_tokens WHERE id = ?").with(id).run();
}

std::vector<Station> SqliteStations::all() const {
    std::vector<Station> out;
    auto query =
        connection_.query("SELECT " TOCSIN_STATION_COLUMNS " FROM stations ORDER BY name, id");
    while (query.step()) {
        out.push_back(stationFrom(query));
    }
    return out;
}

std::optional<Station> SqliteStations::find(std::string const& id) const {
    return oneOf(connection_, "SELECT " TOCSIN_STATION_COLUMNS " FROM stations WHERE id = ?",
                 stationFrom, id);
}

std::optional<Station> SqliteStations::findBySecret(Digest const& secret) const {
    return oneOf(connection_, "SELECT " TOCSIN_STATION_COLUMNS " FROM stations WHERE secret = ?",
                 stationFrom, secret);
}

void SqliteStations::put(Station const& station) {
    connection_
        .query("INSERT OR REPLACE INTO stations(" TOCSIN_STATION_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?)")
        .with(station.id, station.secret, station.name, station.unit, station.registered,
              station.used)
        .run();
}

void SqliteStations::remove(std::string const& id) {
    connection_.query("DELETE FROM stations WHERE id = ?").with(id).run();
}

std::vector<Delegation> SqliteDelegations::all() const {
    std::vector<Delegation> out;
    auto query = connection_.query("SELECT " TOCSIN_DELEGATION_COLUMNS
                                   " FROM delegations ORDER BY begins, id");
    while (query.step()) {
        out.push_back(delegationFrom(query));
    }
    return out;
}

std::optional<Delegation> SqliteDelegations::find(std::string const& id) const {
    return oneOf(connection_, "SELECT " TOCSIN_DELEGATION_COLUMNS " FROM delegations WHERE id = ?",
                 delegationFrom, id);
}

void SqliteDelegations::put(Delegation const& delegation) {
    connection_
        .query("INSERT OR REPLACE INTO delegations(" TOCSIN_DELEGATION_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?)")
        .with(delegation.id, delegation.from.str(), delegation.to.str(), delegation.begins,
              delegation.ends, delegation.reason, delegation.endedAt)
        .run();
}

}  // namespace tocsin::store
