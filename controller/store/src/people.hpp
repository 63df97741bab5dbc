// SPDX-License-Identifier: Apache-2.0
// Aggregates of people and their approvals over SQLite.
#pragma once

#include "connection.hpp"
#include "tocsin/store/approvals.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::store {

class SqliteUnits final : public Units {
public:
    explicit SqliteUnits(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Unit> all() const override;
    [[nodiscard]] std::optional<Unit> find(std::string const& handle) const override;
    void put(Unit const& unit) override;
    void remove(std::string const& handle) override;

private:
    Connection& connection_;
};

class SqliteAccounts final : public Accounts {
public:
    explicit SqliteAccounts(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Account> all() const override;
    [[nodiscard]] std::optional<Account> find(AccountId const& id) const override;
    [[nodiscard]] std::optional<Account> findByInvitation(Digest const& text) const override;
    void put(Account const& account) override;

private:
    Connection& connection_;
};

class SqliteSessions final : public Sessions {
public:
    explicit SqliteSessions(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<Session> find(Digest const& token) const override;
    [[nodiscard]] std::vector<Session> of(AccountId const& account) const override;
    void put(Session const& session) override;
    void remove(Digest const& token) override;
    void removeEnded(Instant expiredBy, Instant unusedSince) override;

private:
    Connection& connection_;
};

class SqliteApiTokens final : public ApiTokens {
public:
    explicit SqliteApiTokens(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<ApiToken> all() const override;
    [[nodiscard]] std::optional<ApiToken> find(std::string const& id) const override;
    [[nodiscard]] std::optional<ApiToken> findBySecret(Digest const& secret) const override;
    void put(ApiToken const& token) override;
    void remove(std::string const& id) override;

private:
    Connection& connection_;
};

class SqliteStations final : public Stations {
public:
    explicit SqliteStations(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Station> all() const override;
    [[nodiscard]] std::optional<Station> find(std::string const& id) const override;
    [[nodiscard]] std::optional<Station> findBySecret(Digest const& secret) const override;
    void put(Station const& station) override;
    void remove(std::string const& id) override;

private:
    Connection& connection_;
};

class SqliteDelegations final : public Delegations {
public:
    explicit SqliteDelegations(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Delegation> all() const override;
    [[nodiscard]] std::optional<Delegation> find(std::string const& id) const override;
    void put(Delegation const& delegation) override;

private:
    Connection& connection_;
};

class SqliteApprovals final : public Approvals {
public:
    explicit SqliteApprovals(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Approval> of(CampaignId const& campaign) const override;
    [[nodiscard]] std::optional<Approval> find(std::int64_t number) const override;
    [[nodiscard]] std::vector<Approval> ofEnvelopes(Digest const& least,
                                                    Digest const& most) const override;
    std::int64_t add(Approval const& approval) override;
    [[nodiscard]] std::vector<std::string> voidedRecords() const override;
    void voidAll(CampaignId const& campaign, Instant at, std::string const& reason) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
