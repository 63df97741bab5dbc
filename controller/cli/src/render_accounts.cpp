// SPDX-License-Identifier: Apache-2.0
// Accounts and sessions as people read them.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

/// "editor (hospital), reporter (all units)"
std::string grantsText(Json const& holder, Language language) {
    std::string out;
    for (auto const& grant : elements(holder, "grants")) {
        auto const unit = text(grant, "unit");
        out += fmt::format("{}{} ({})", out.empty() ? "" : ", ",
                           sayState(language, text(grant, "role")),
                           unit.empty() ? word(language, Text::everywhere) : unit);
    }
    return out;
}

/// All that holds, the weightiest first.
std::string stateText(Json const& account, Language language) {
    std::string out;
    auto const add = [&out](std::string const& said) { out += (out.empty() ? "" : ", ") + said; };
    if (flag(account, "disabled")) {
        add(word(language, Text::accountDisabled));
    }
    if (auto const until = text(account, "locked_until"); !until.empty()) {
        add(fmt::format(fmt::runtime(say(language, Text::accountLocked)), until));
    }
    if (flag(account, "invited")) {
        add(word(language, Text::accountInvited));
    }
    return out.empty() ? word(language, Text::accountActive) : out;
}

std::string kindText(Json const& account, Language language) {
    return flag(account, "program") ? word(language, Text::programAccount) : "";
}

std::string factorsText(Json const& account, Language language) {
    std::string out = flag(account, "totp") ? word(language, Text::factorTotp) : "";
    if (flag(account, "pin")) {
        out += (out.empty() ? "" : ", ") + word(language, Text::factorPin);
    }
    return out;
}

/// What stands in an array of words that the controller names in English.
std::string statesText(Json const& holder, std::string_view key, Language language) {
    std::string out;
    for (auto const& element : elements(holder, key)) {
        if (auto const* said = element.if_string()) {
            out += (out.empty() ? "" : ", ") + sayState(language, std::string(*said));
        }
    }
    return out;
}

void addName(Lines& lines, Json const& account, Language language) {
    lines.emplace_back(word(language, Text::account), text(account, "account"));
    lines.emplace_back(word(language, Text::name), text(account, "name"));
    lines.emplace_back(word(language, Text::unit), text(account, "unit"));
    lines.emplace_back(word(language, Text::kind), kindText(account, language));
}

}  // namespace

std::string renderSession(Json const& session, Language language) {
    Lines lines;
    addName(lines, member(session, "account"), language);
    lines.emplace_back(word(language, Text::roles), grantsText(session, language));
    lines.emplace_back(word(language, Text::permissions), joined(session, "permissions", ", "));
    lines.emplace_back(word(language, Text::secondFactors),
                       statesText(session, "second_factors", language));
    lines.emplace_back(word(language, Text::station), text(session, "station"));
    lines.emplace_back(word(language, Text::validUntil), text(session, "expires"));
    return renderProperties(lines);
}

std::string renderAccounts(Json const& list, Language language) {
    TextTable table({{word(language, Text::account)},
                     {word(language, Text::name)},
                     {word(language, Text::unit)},
                     {word(language, Text::roles)},
                     {word(language, Text::kind)},
                     {word(language, Text::state)},
                     {word(language, Text::lastSignIn)}});
    for (auto const& one : elements(list, "items")) {
        auto const last = text(one, "last_sign_in");
        table.add({text(one, "account"), text(one, "name"), text(one, "unit"),
                   grantsText(one, language), kindText(one, language), stateText(one, language),
                   last.empty() ? word(language, Text::never) : last});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

std::string renderAccount(Json const& account, Language language) {
    Lines lines;
    addName(lines, account, language);
    lines.emplace_back(word(language, Text::roles), grantsText(account, language));
    lines.emplace_back(word(language, Text::state), stateText(account, language));
    lines.emplace_back(word(language, Text::secondFactors), factorsText(account, language));
    lines.emplace_back(word(language, Text::created), text(account, "created"));
    lines.emplace_back(word(language, Text::lastSignIn), text(account, "last_sign_in"));
    lines.emplace_back(word(language, Text::invitation), text(account, "invitation"));
    return renderProperties(lines);
}

std::string renderTotp(Json const& totp, Language language) {
    constexpr std::size_t kGroup = 4;
    auto const secret = text(totp, "secret");
    std::string grouped;
    for (std::size_t at = 0; at < secret.size(); at += kGroup) {
        grouped += (at == 0 ? "" : " ") + secret.substr(at, kGroup);
    }
    return renderProperties({{word(language, Text::totpSecret), grouped},
                             {word(language, Text::totpUri), text(totp, "uri")}});
}

}  // namespace tocsin::cli
