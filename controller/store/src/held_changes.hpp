// SPDX-License-Identifier: Apache-2.0
// Changes that wait for a second person over SQLite.
#pragma once

#include "connection.hpp"
#include "tocsin/store/held_changes.hpp"

namespace tocsin::store {

class SqliteHeldChanges final : public HeldChanges {
public:
    explicit SqliteHeldChanges(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<HeldChange> all() const override;
    [[nodiscard]] std::optional<HeldChange> find(std::string const& id) const override;
    void put(HeldChange const& change) override;
    void remove(std::string const& id) override;
    [[nodiscard]] std::vector<ScreenId> reachedSince(std::string const& account,
                                                     Instant t) const override;
    void noteReached(std::string const& account, std::vector<ScreenId> const& screens,
                     Instant at) override;
    void forgetReached(std::string const& account) override;
    void forgetReachedBefore(Instant t) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
