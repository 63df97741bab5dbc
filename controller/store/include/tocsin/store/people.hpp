// SPDX-License-Identifier: Apache-2.0
// Who may do what: units, accounts, their sessions, tokens of programs, duty stations, delegations.
// Secrets are never stored as they are: passwords and PINs as Argon2id strings, tokens as SHA-256.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

/// The handle by which a person or program signs in; a-z, 0-9, '-', '_', '.', at most 64.
using AccountId = Id<struct AccountTag>;

/// An organisation (单位) in the tree.
struct Unit {
    std::string handle;
    std::string name;    ///< as people call it
    std::string parent;  ///< handle of the unit above, or empty
    std::string code;    ///< administrative code (GB/T 2260, GB/T 10114), or empty
    bool operator==(Unit const&) const = default;
};

/// A role that holds for a unit and all below it.
struct Grant {
    std::string role;  ///< word of an access::Role
    std::string unit;  ///< handle; empty: all units
    auto operator<=>(Grant const&) const = default;
};

struct Account {
    AccountId id;
    std::string name;  ///< of the person, or what the program is
    std::string unit;  ///< home unit: what the account makes belongs to it
    std::vector<Grant> grants;
    bool program = false;              ///< has no password, only tokens
    bool disabled = false;             ///< may not sign in, whatever it knows
    std::string password;              ///< Argon2id as libsodium writes it; empty: none yet
    std::optional<Digest> invitation;  ///< SHA-256 of the one-time text that sets the password
    Instant invitationEnds;
    std::string totpSecret;     ///< raw bytes; empty: none
    bool totpInForce = false;   ///< confirmed by a first code
    std::int64_t totpStep = 0;  ///< newest time step that was used: a code holds once (RFC 6238)
    std::string pin;            ///< Argon2id; empty: none
    std::optional<Instant> lockedUntil;  ///< after too many wrong passwords
    Instant created;
    std::optional<Instant> lastSignIn;
    bool operator==(Account const&) const = default;
};

/// A person who has signed in.
struct Session {
    Digest token;  ///< SHA-256 of what the client holds
    AccountId account;
    std::string csrf;  ///< what a page sends with each change
    Instant created;
    Instant used;
    Instant expires;                    ///< whatever happens
    std::optional<Instant> stepUpEnds;  ///< until when a second factor that was given holds
    std::string address;                ///< of the client
    bool operator==(Session const&) const = default;
};

/// What a program or script signs its requests with.
struct ApiToken {
    std::string id;
    Digest secret;  ///< SHA-256
    std::string name;
    AccountId account;
    std::vector<std::string> scope;  ///< words of access::Permission; empty: all the account may do
    Instant created;
    Instant expires;
    std::optional<Instant> used;
    bool operator==(ApiToken const&) const = default;
};

/// A computer at which people confirm with a PIN.
struct Station {
    std::string id;
    Digest secret;  ///< SHA-256
    std::string name;
    std::string unit;
    Instant registered;
    std::optional<Instant> used;
    bool operator==(Station const&) const = default;
};

/// A reviewer's rights in another's hands for some days.
struct Delegation {
    std::string id;
    AccountId from, to;
    Instant begins, ends;  ///< half open
    std::string reason;
    std::optional<Instant> endedAt;  ///< called off before its time
    bool operator==(Delegation const&) const = default;
};

class Units {
public:
    virtual ~Units() = default;
    [[nodiscard]] virtual std::vector<Unit> all() const = 0;  ///< by handle
    [[nodiscard]] virtual std::optional<Unit> find(std::string const& handle) const = 0;
    virtual void put(Unit const& unit) = 0;  ///< adds or replaces
    virtual void remove(std::string const& handle) = 0;
};

class Accounts {
public:
    virtual ~Accounts() = default;
    [[nodiscard]] virtual std::vector<Account> all() const = 0;  ///< by id
    [[nodiscard]] virtual std::optional<Account> find(AccountId const& id) const = 0;
    [[nodiscard]] virtual std::optional<Account> findByInvitation(Digest const& text) const = 0;
    virtual void put(Account const& account) = 0;  ///< adds or replaces; never removed
};

class Sessions {
public:
    virtual ~Sessions() = default;
    [[nodiscard]] virtual std::optional<Session> find(Digest const& token) const = 0;
    [[nodiscard]] virtual std::vector<Session> of(AccountId const& account) const = 0;
    virtual void put(Session const& session) = 0;  ///< adds or replaces
    virtual void remove(Digest const& token) = 0;
    /// Those whose end or last use is before these.
    virtual void removeEnded(Instant expiredBy, Instant unusedSince) = 0;
};

class ApiTokens {
public:
    virtual ~ApiTokens() = default;
    [[nodiscard]] virtual std::vector<ApiToken> all() const = 0;  ///< by account, then age
    [[nodiscard]] virtual std::optional<ApiToken> find(std::string const& id) const = 0;
    [[nodiscard]] virtual std::optional<ApiToken> findBySecret(Digest const& secret) const = 0;
    virtual void put(ApiToken const& token) = 0;  ///< adds or replaces
    virtual void remove(std::string const& id) = 0;
};

class Stations {
public:
    virtual ~Stations() = default;
    [[nodiscard]] virtual std::vector<Station> all() const = 0;  ///< by name
    [[nodiscard]] virtual std::optional<Station> find(std::string const& id) const = 0;
    [[nodiscard]] virtual std::optional<Station> findBySecret(Digest const& secret) const = 0;
    virtual void put(Station const& station) = 0;  ///< adds or replaces
    virtual void remove(std::string const& id) = 0;
};

class Delegations {
public:
    virtual ~Delegations() = default;
    [[nodiscard]] virtual std::vector<Delegation> all() const = 0;  ///< by begin
    [[nodiscard]] virtual std::optional<Delegation> find(std::string const& id) const = 0;
    virtual void put(Delegation const& delegation) = 0;  ///< adds or replaces
};

}  // namespace tocsin::store
