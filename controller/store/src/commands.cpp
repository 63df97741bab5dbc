// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

#include <array>

namespace tocsin::store {
namespace {

#define TOCSIN_COMMAND_COLUMNS "id, action, value, holds_ms, who, reason, given, due, expires"
#define TOCSIN_FATE_COLUMNS                                                        \
    "command, screen, step, sent, received, done, verified, ended, detail, boot, " \
    "engine_starts"

constexpr std::array<std::string_view, 8> kSteps{"waiting",  "sent",   "received", "done",
                                                 "verified", "failed", "expired",  "cancelled"};

GivenCommand commandFrom(Query& row) {
    GivenCommand out;
    out.id = row.text();
    out.deed.action =
        messages::actionFrom(row.text()).value_or(messages::InstructionAction::unknown);
    out.deed.value = row.text();
    out.deed.holds = Milliseconds(row.integer());
    out.who = row.text();
    out.reason = row.text();
    out.given = row.instant();
    out.due = row.instant();
    out.expires = row.instant();
    return out;
}

CommandFate fateFrom(Query& row) {
    CommandFate out;
    out.command = row.text();
    out.screen = ScreenId(row.text());
    auto const step = row.integer();
    if (step < 0 || step >= static_cast<std::int64_t>(kSteps.size())) {
        throw Failure({Errc::damaged, "a command's step cannot be " + std::to_string(step)});
    }
    out.step = static_cast<CommandStep>(step);
    out.sent = row.maybeInstant();
    out.received = row.maybeInstant();
    out.done = row.maybeInstant();
    out.verified = row.maybeInstant();
    out.ended = row.maybeInstant();
    out.detail = row.text();
    out.boot = row.text();
    out.engineStarts = row.integer();
    return out;
}

std::vector<CommandFate> allFates(Query& query) {
    std::vector<CommandFate> out;
    while (query.step()) {
        out.push_back(fateFrom(query));
    }
    return out;
}

}  // namespace

std::string_view toString(CommandStep step) {
    return kSteps[static_cast<std::size_t>(step)];
}

std::optional<GivenCommand> SqliteCommands::find(std::string const& id) const {
    auto query = connection_.query("SELECT " TOCSIN_COMMAND_COLUMNS " FROM commands WHERE id = ?");
    query.with(id);
    return query.step() ? std::optional(commandFrom(query)) : std::nullopt;
}

std::vector<GivenCommand> SqliteCommands::list(CommandQuery const& asked) const {
    std::vector<GivenCommand> out;
    auto const since = asked.since.value_or(fromMillis(0));
    auto const most = static_cast<std::int64_t>(asked.most);
    auto query =
        asked.screen
            ? connection_.query("SELECT " TOCSIN_COMMAND_COLUMNS
                                " FROM commands WHERE given >= ? AND id IN (SELECT command FROM "
                                "command_fates WHERE screen = ?) ORDER BY given DESC, id LIMIT ?")
            : connection_.query("SELECT " TOCSIN_COMMAND_COLUMNS
                                " FROM commands WHERE given >= ? ORDER BY given DESC, id LIMIT ?");
    if (asked.screen) {
        query.with(since, asked.screen->str(), most);
    } else {
        query.with(since, most);
    }
    while (query.step()) {
        out.push_back(commandFrom(query));
    }
    return out;
}

std::vector<CommandFate> SqliteCommands::fates(std::string const& command) const {
    auto query = connection_.query("SELECT " TOCSIN_FATE_COLUMNS
                                   " FROM command_fates WHERE command = ? ORDER BY screen");
    query.with(command);
    return allFates(query);
}

std::optional<CommandFate> SqliteCommands::fate(std::string const& command,
                                                ScreenId const& screen) const {
    auto query = connection_.query("SELECT " TOCSIN_FATE_COLUMNS
                                   " FROM command_fates WHERE command = ? AND screen = ?");
    query.with(command, screen.str());
    return query.step() ? std::optional(fateFrom(query)) : std::nullopt;
}

std::vector<CommandFate> SqliteCommands::in(CommandStep step) const {
    auto query = connection_.query("SELECT " TOCSIN_FATE_COLUMNS
                                   " FROM command_fates WHERE step = ? ORDER BY command, screen");
    query.with(static_cast<int>(step));
    return allFates(query);
}

std::vector<CommandFate> SqliteCommands::of(ScreenId const& screen, CommandStep step) const {
    auto query =
        connection_.query("SELECT " TOCSIN_FATE_COLUMNS
                          " FROM command_fates WHERE screen = ? AND step = ? ORDER BY command");
    query.with(screen.str(), static_cast<int>(step));
    return allFates(query);
}

std::int64_t SqliteCommands::openAt(ScreenId const& screen) const {
    auto query =
        connection_.query("SELECT count(*) FROM command_fates WHERE screen = ? AND step < ?");
    query.with(screen.str(), static_cast<int>(CommandStep::done));
    return query.step() ? query.integer() : 0;
}

void SqliteCommands::put(GivenCommand const& command) {
    connection_
        .query("INSERT OR REPLACE INTO commands(" TOCSIN_COMMAND_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(command.id, messages::toString(command.deed.action), command.deed.value,
              command.deed.holds, command.who, command.reason, command.given, command.due,
              command.expires)
        .run();
}

void SqliteCommands::put(CommandFate const& fate) {
    connection_
        .query("INSERT OR REPLACE INTO command_fates(" TOCSIN_FATE_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(fate.command, fate.screen.str(), static_cast<int>(fate.step), fate.sent,
              fate.received, fate.done, fate.verified, fate.ended, fate.detail, fate.boot,
              fate.engineStarts)
        .run();
}

void SqliteCommands::forgetBefore(Instant t) {
    connection_
        .query(
            "DELETE FROM command_fates WHERE command IN (SELECT id FROM commands WHERE given < "
            "?)")
        .with(t)
        .run();
    connection_.query("DELETE FROM commands WHERE given < ?").with(t).run();
}

#undef TOCSIN_COMMAND_COLUMNS
#undef TOCSIN_FATE_COLUMNS

}  // namespace tocsin::store
