// SPDX-License-Identifier: Apache-2.0
// Warnings over SQLite. What became of them is in warning_receipts.cpp, messages as they came are
// in cap_messages.cpp.
#pragma once

#include "connection.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::store {

class SqliteWarnings final : public Warnings {
public:
    explicit SqliteWarnings(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<WarningRecord> all(std::size_t most) const override;
    [[nodiscard]] std::vector<WarningRecord> raisedWithin(Instant from, Instant to) const override;
    [[nodiscard]] std::vector<WarningRecord> open() const override;
    [[nodiscard]] std::optional<WarningRecord> find(std::string const& id) const override;
    [[nodiscard]] std::optional<WarningRecord> findByAlert(std::string const& sender,
                                                           std::string const& identifier,
                                                           Instant sent) const override;
    void put(WarningRecord const& warning) override;

    void putTargets(std::string const& warning, std::int64_t revision,
                    std::vector<WarningTargetRecord> const& targets) override;
    [[nodiscard]] std::vector<WarningTargetRecord> targets(std::string const& warning,
                                                           std::int64_t revision) const override;
    [[nodiscard]] std::vector<messages::WarningDelivery> deliveries(ScreenId const& screen,
                                                                    Instant now) const override;

    bool noteReceipt(ScreenId const& screen, messages::WarningReceipt const& receipt,
                     Instant now) override;
    [[nodiscard]] std::vector<WarningReceiptRecord> receipts(std::string const& warning,
                                                             std::int64_t revision) const override;
    [[nodiscard]] std::vector<WarningShown> shown(Instant from, Instant to) const override;

    [[nodiscard]] std::optional<CapRecord> findCap(std::string const& sender,
                                                   std::string const& identifier,
                                                   Instant sent) const override;
    [[nodiscard]] std::vector<CapRecord> capsSince(Instant t) const override;
    void putCap(CapRecord const& message) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
