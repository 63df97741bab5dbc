// SPDX-License-Identifier: Apache-2.0
#include "account_arguments.hpp"

#include <utility>

namespace tocsin::cli {
namespace {

constexpr char kRoles[] =
    "Roles: editor 编辑, reviewer 审核, duty 值班, operations 运维, reporter 统计, inspector 检查, "
    "administrator 管理员. Alone, a role holds in the account's unit and all below it; "
    "editor@hospital in that unit and all below it; editor@ everywhere.";

CLI::Option* addAccount(CLI::App& app, std::string& account) {
    return app.add_option("ACCOUNT", account, "Its handle")->required();
}

void addNewUser(CLI::App& user, Command& command) {
    auto& add = *user.add_subcommand("add", "Makes an account and prints the person's invitation");
    auto const added = verb<UserAdd>(add, command);
    add.add_option("ACCOUNT", added->account, "Its handle: a-z 0-9 - _ .")->required();
    add.add_option("--name", added->name, "The person's name; default: the handle");
    add.add_option("--unit", added->unit, "The unit it belongs to");
    add.add_option("--role", added->roles, "What it may do: ROLE or ROLE@UNIT; several add up")
        ->allow_extra_args(false);
    add.add_flag("--program", added->program,
                 "For a program: it has no password, only tokens (tocsin token create)");
    add.footer(
        std::string(kRoles) +
        "\n\nExamples:\n  tocsin user add wang --name 王芳 --unit bureau --role editor --role "
        "reporter@\n  tocsin user add board --program --unit bureau --role inspector");
}

void addRoles(CLI::App& user, Command& command) {
    constexpr std::pair<char const*, char const*> kOrders[] = {
        {"grant", "Gives an account roles"}, {"revoke", "Takes roles from an account"}};
    for (auto const& [name, about] : kOrders) {
        auto& order = *user.add_subcommand(name, about);
        auto const roles = verb<UserGrant>(order, command);
        roles->revoke = std::string(name) == "revoke";
        addAccount(order, roles->account);
        order.add_option("ROLE", roles->roles, "ROLE or ROLE@UNIT")->required();
        order.footer(std::string(kRoles) + "\n\nExample:\n  tocsin user " + name +
                     " wang reviewer@hospital");
    }
}

void addChanges(CLI::App& user, Command& command) {
    constexpr std::pair<char const*, char const*> kSwitches[] = {
        {"disable", "Nobody can sign in to it any more, and its sessions and tokens end"},
        {"enable", "It can be used again"}};
    for (auto const& [name, about] : kSwitches) {
        auto& order = *user.add_subcommand(name, about);
        auto const change = verb<UserChange>(order, command);
        change->disabled = std::string(name) == "disable";
        addAccount(order, change->account);
    }
    auto& rename = *user.add_subcommand("rename", "Changes the person's name; the handle stays");
    auto const renamed = verb<UserChange>(rename, command);
    addAccount(rename, renamed->account);
    rename.add_option("NAME", renamed->name, "The new name")->required();
    rename.footer("Example:\n  tocsin user rename wang 王小芳");
    auto& move = *user.add_subcommand("move", "Puts it into another unit; its roles stay");
    auto const moved = verb<UserChange>(move, command);
    addAccount(move, moved->account);
    move.add_option("UNIT", moved->unit, "The unit's handle; \"\" for none")->required();
    move.footer("Example:\n  tocsin user move wang hospital");
}

}  // namespace

void addUserVerbs(CLI::App& root, Command& command) {
    auto& user = *root.add_subcommand("user", "Accounts, their roles and invitations");
    user.require_subcommand(1);
    verb<UserList>(*user.add_subcommand("list", "All accounts"), command);
    auto& show = *user.add_subcommand("show", "One account");
    addAccount(show, verb<UserShow>(show, command)->account);
    addNewUser(user, command);
    addRoles(user, command);
    addChanges(user, command);
    auto& invite = *user.add_subcommand(
        "invite",
        "A new invitation, e.g. for a forgotten password: the password, second factors and "
        "sessions that are there end");
    addAccount(invite, verb<UserInvite>(invite, command)->account);
    auto& unlock = *user.add_subcommand("unlock", "After too many wrong passwords");
    addAccount(unlock, verb<UserUnlock>(unlock, command)->account);
}

void addUnitVerbs(CLI::App& root, Command& command) {
    auto& unit = *root.add_subcommand("unit", "The tree of units that screens and accounts are in");
    unit.require_subcommand(1);
    verb<UnitList>(*unit.add_subcommand("list", "All units, each below the one it belongs to"),
                   command);
    auto& set = *unit.add_subcommand("set", "Adds a unit, or changes what is said of it");
    auto const said = verb<UnitSet>(set, command);
    set.add_option("UNIT", said->unit, "Its handle: a-z 0-9 - _ .")->required();
    set.add_option("--name", said->name, "What people call it");
    set.add_option("--parent", said->parent, "The unit above it; \"\" for none");
    set.add_option("--code", said->code, "Its administrative code (GB/T 2260)");
    set.footer(
        "What is not given stays as it is.\n\nExamples:\n  tocsin unit set bureau --name "
        "应急管理局 "
        "--code 310115\n  tocsin unit set hospital --name 区中心医院 --parent bureau");
    auto& remove = *unit.add_subcommand(
        "remove", "Takes a unit away that has no screens, accounts, roles or units below it");
    remove.add_option("UNIT", verb<UnitRemove>(remove, command)->unit, "Its handle")->required();
}

void addTokenVerbs(CLI::App& root, Command& command) {
    auto& token = *root.add_subcommand("token", "Tokens with which programs and scripts sign in");
    token.require_subcommand(1);
    auto& list = *token.add_subcommand("list", "Your tokens, or those of another account");
    list.add_option("--account", verb<TokenList>(list, command)->account, "Whose");
    auto& create = *token.add_subcommand("create", "Makes a token and shows it, once");
    auto const created = verb<TokenCreate>(create, command);
    create.add_option("NAME", created->name, "What it is for")->required();
    create
        .add_option("--scope", created->scope,
                    "It may do this only, e.g. view-screens; several add up; none: all that the "
                    "account may do")
        ->delimiter(',')
        ->allow_extra_args(false);
    create.add_option("--days", created->days, "How long it is valid")
        ->check(CLI::Range(1, 400))
        ->capture_default_str();
    create.add_option("--account", created->account, "Of a program's account instead of yours");
    create.footer(
        "What you may do: tocsin whoami.\n\nExample:\n  tocsin token create wallboard --account "
        "board --scope view-screens --days 365\n  TOCSIN_TOKEN=… tocsin status");
    auto& revoke = *token.add_subcommand("revoke", "Ends a token");
    revoke.add_option("ID", verb<TokenRevoke>(revoke, command)->id, "Its id, as the list shows it")
        ->required();
}

void addStationVerbs(CLI::App& root, Command& command) {
    auto& station = *root.add_subcommand(
        "station", "Duty stations: computers at which a PIN confirms weighty changes");
    station.require_subcommand(1);
    verb<StationList>(*station.add_subcommand("list", "All stations"), command);
    auto& add = *station.add_subcommand("register", "Makes this computer a station");
    auto const added = verb<StationRegister>(add, command);
    add.add_option("NAME", added->name, "What people call it")->required();
    add.add_option("--unit", added->unit, "The unit it stands in");
    add.add_flag("--replace", added->replace, "Although it is one already");
    add.footer(
        "Its token is kept in $XDG_CONFIG_HOME/tocsin/station.json (else ~/.config/tocsin) of "
        "whoever runs this: do it as the user that is on duty there.\n\nExample:\n  tocsin station "
        "register 值班室一号机 --unit bureau");
    auto& revoke = *station.add_subcommand("revoke", "Ends a station; PINs no longer count there");
    revoke
        .add_option("ID", verb<StationRevoke>(revoke, command)->id, "Its id, as the list shows it")
        ->required();
}

}  // namespace tocsin::cli
