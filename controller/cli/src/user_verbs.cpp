// SPDX-License-Identifier: Apache-2.0
// tocsin user …
#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>
#include <ostream>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kAccounts[] = "/api/v1/accounts";

/// "editor@hospital"; "editor@" is everywhere, "editor" leaves the unit open.
struct RoleWords {
    std::string role;
    std::optional<std::string> unit;
};

RoleWords roleFrom(std::string const& words) {
    auto const at = words.find('@');
    RoleWords out{words.substr(0, at), std::nullopt};
    if (at != std::string::npos) {
        out.unit = words.substr(at + 1);
    }
    if (out.role.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "\"" + words + "\" is no role; write ROLE or ROLE@UNIT");
    }
    return out;
}

std::string pathOf(std::string const& account, std::string const& rest = "") {
    return std::string(kAccounts) + "/" + encoded(account) + rest;
}

std::string grantPath(std::string const& account, std::string const& role,
                      std::string const& unit) {
    return pathOf(account, "/grants/" + encoded(role) + "?unit=" + encoded(unit));
}

ExitCode printAccount(Context const& context, Reply const& reply) {
    print(context, reply, renderAccount(reply.document, context.environment.language));
    return ExitCode::ok;
}

/// The account, and on the other stream what to do with its invitation.
ExitCode printInvited(Context const& context, Reply const& reply) {
    printAccount(context, reply);
    if (!context.json) {
        auto const language = context.environment.language;
        auto const account = text(reply.document, "account");
        auto const next = flag(reply.document, "program")
                              ? fmt::format(fmt::runtime(say(language, Text::nextToken)), account)
                              : fmt::format(fmt::runtime(say(language, Text::giveInvitation)),
                                            account, context.client.address());
        context.err << printable(next) << '\n';
    }
    return ExitCode::ok;
}

/// Where the account has the role, if that is one place.
std::string onlyUnitOf(Json const& account, std::string const& role) {
    std::string units, last;
    int found = 0;
    for (auto const& grant : elements(account, "grants")) {
        if (text(grant, "role") == role) {
            last = text(grant, "unit");
            units += (found++ == 0 ? "" : ", ") + role + "@" + last;
        }
    }
    auto const name = text(account, "account");
    if (found == 0) {
        throw CommandFailure(ExitCode::notFound, name + " has no role " + role);
    }
    if (found > 1) {
        throw CommandFailure(ExitCode::conflict,
                             name + " has that role in several units; say which: " + units);
    }
    return last;
}

std::string unitOf(RoleWords const& words, Json const& account, bool revoke) {
    if (words.unit) {
        return *words.unit;
    }
    return revoke ? onlyUnitOf(account, words.role) : text(account, "unit");
}

}  // namespace

ExitCode perform(UserList const&, Context const& context) {
    auto const reply = context.client.get(kAccounts);
    print(context, reply, renderAccounts(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(UserShow const& show, Context const& context) {
    return printAccount(context, context.client.get(pathOf(show.account)));
}

ExitCode perform(UserAdd const& add, Context const& context) {
    boost::json::array grants;
    for (auto const& words : add.roles) {
        auto const role = roleFrom(words);
        grants.push_back(
            boost::json::object{{"role", role.role}, {"unit", role.unit.value_or(add.unit)}});
    }
    boost::json::object const body{{"account", add.account},
                                   {"name", add.name.empty() ? add.account : add.name},
                                   {"unit", add.unit},
                                   {"grants", grants},
                                   {"program", add.program}};
    return printInvited(context, context.client.post(kAccounts, body));
}

ExitCode perform(UserGrant const& order, Context const& context) {
    std::vector<RoleWords> roles;
    for (auto const& words : order.roles) {
        roles.push_back(roleFrom(words));
    }
    auto account = context.client.get(pathOf(order.account));
    for (auto const& words : roles) {
        auto const path =
            grantPath(order.account, words.role, unitOf(words, account.document, order.revoke));
        account = order.revoke ? context.client.remove(path)
                               : context.client.put(path, "application/json", "");
    }
    return printAccount(context, account);
}

ExitCode perform(UserChange const& change, Context const& context) {
    boost::json::object body;
    if (change.name) {
        body["name"] = *change.name;
    }
    if (change.unit) {
        body["unit"] = *change.unit;
    }
    if (change.disabled) {
        body["disabled"] = *change.disabled;
    }
    return printAccount(context, context.client.patch(pathOf(change.account), body));
}

ExitCode perform(UserInvite const& invite, Context const& context) {
    return printInvited(context, context.client.post(pathOf(invite.account, "/invitation")));
}

ExitCode perform(UserUnlock const& unlock, Context const& context) {
    return printAccount(context, context.client.post(pathOf(unlock.account, "/unlock")));
}

}  // namespace tocsin::cli
