// SPDX-License-Identifier: Apache-2.0
// Commands over SQLite: a row a command, and one a command and screen.
#pragma once

#include "connection.hpp"
#include "tocsin/store/commands.hpp"

namespace tocsin::store {

/// The tables, for a migration.
inline constexpr char kCommands[] = R"sql(
CREATE TABLE commands(id TEXT PRIMARY KEY, action TEXT NOT NULL, value TEXT NOT NULL,
  holds_ms INTEGER NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL, given INTEGER NOT NULL,
  due INTEGER NOT NULL, expires INTEGER NOT NULL);
CREATE INDEX commands_given ON commands(given);
CREATE TABLE command_fates(command TEXT NOT NULL, screen TEXT NOT NULL, step INTEGER NOT NULL,
  sent INTEGER, received INTEGER, done INTEGER, verified INTEGER, ended INTEGER,
  detail TEXT NOT NULL, boot TEXT NOT NULL, engine_starts INTEGER NOT NULL,
  PRIMARY KEY(command, screen)) WITHOUT ROWID;
CREATE INDEX command_fates_screen ON command_fates(screen, step);
CREATE INDEX command_fates_step ON command_fates(step);
)sql";

class SqliteCommands final : public Commands {
public:
    explicit SqliteCommands(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<GivenCommand> find(std::string const& id) const override;
    [[nodiscard]] std::vector<GivenCommand> list(CommandQuery const& query) const override;
    [[nodiscard]] std::vector<CommandFate> fates(std::string const& command) const override;
    [[nodiscard]] std::optional<CommandFate> fate(std::string const& command,
                                                  ScreenId const& screen) const override;
    [[nodiscard]] std::vector<CommandFate> in(CommandStep step) const override;
    [[nodiscard]] std::vector<CommandFate> of(ScreenId const& screen,
                                              CommandStep step) const override;
    [[nodiscard]] std::int64_t openAt(ScreenId const& screen) const override;
    void put(GivenCommand const& command) override;
    void put(CommandFate const& fate) override;
    void forgetBefore(Instant t) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
