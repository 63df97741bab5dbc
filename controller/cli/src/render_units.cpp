// SPDX-License-Identifier: Apache-2.0
// Units, tokens and stations as people read them.
#include <map>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

std::string finished(TextTable const& table, Language language) {
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

/// How many units stand above each; 0 where the one above is not in the list.
std::map<std::string, std::size_t> depthsOf(std::vector<Json> const& units) {
    std::map<std::string, std::size_t> out;
    for (auto const& one : units) {  // in the order of the tree: what is above comes first
        auto const above = out.find(text(one, "parent"));
        out[text(one, "unit")] = above == out.end() ? 0 : above->second + 1;
    }
    return out;
}

std::string scopeText(Json const& token, Language language) {
    auto const scope = joined(token, "scope", ", ");
    return scope.empty() ? word(language, Text::wholeScope) : scope;
}

std::string orNever(std::string const& instant, Language language) {
    return instant.empty() ? word(language, Text::never) : instant;
}

}  // namespace

std::string renderUnits(Json const& list, Language language) {
    TextTable table({{word(language, Text::unit)},
                     {word(language, Text::name)},
                     {word(language, Text::unitCode)},
                     {word(language, Text::screens), TextTable::Align::right}});
    auto const units = elements(list, "items");
    auto const depths = depthsOf(units);
    for (auto const& one : units) {
        auto const unit = text(one, "unit");
        table.add({std::string(2 * depths.at(unit), ' ') + unit, text(one, "name"),
                   text(one, "code"), std::to_string(integer(one, "screens"))});
    }
    return finished(table, language);
}

std::string renderUnit(Json const& unit, Language language) {
    return renderProperties({{word(language, Text::unit), text(unit, "unit")},
                             {word(language, Text::name), text(unit, "name")},
                             {word(language, Text::unitParent), text(unit, "parent")},
                             {word(language, Text::unitCode), text(unit, "code")}});
}

std::string renderTokens(Json const& list, Language language) {
    TextTable table({{word(language, Text::id)},
                     {word(language, Text::name)},
                     {word(language, Text::account)},
                     {word(language, Text::scope)},
                     {word(language, Text::created)},
                     {word(language, Text::validUntil)},
                     {word(language, Text::lastUsed)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "id"), text(one, "name"), text(one, "account"),
                   scopeText(one, language), text(one, "created"), text(one, "expires"),
                   orNever(text(one, "last_used"), language)});
    }
    return finished(table, language);
}

std::string renderToken(Json const& token, Language language) {
    return renderProperties({{word(language, Text::id), text(token, "id")},
                             {word(language, Text::name), text(token, "name")},
                             {word(language, Text::account), text(token, "account")},
                             {word(language, Text::scope), scopeText(token, language)},
                             {word(language, Text::validUntil), text(token, "expires")},
                             {word(language, Text::token), text(token, "token")}});
}

std::string renderStations(Json const& list, std::string const& own, Language language) {
    TextTable table({{word(language, Text::id)},
                     {word(language, Text::name)},
                     {word(language, Text::unit)},
                     {word(language, Text::registered)},
                     {word(language, Text::lastUsed)},
                     {word(language, Text::remark)}});
    for (auto const& one : elements(list, "items")) {
        auto const id = text(one, "id");
        bool const isOwn = !own.empty() && id == own;
        table.add({id, text(one, "name"), text(one, "unit"), text(one, "registered"),
                   orNever(text(one, "last_used"), language),
                   isOwn ? word(language, Text::thisComputer) : ""});
    }
    return finished(table, language);
}

std::string renderStation(Json const& station, Language language) {
    return renderProperties({{word(language, Text::id), text(station, "id")},
                             {word(language, Text::name), text(station, "name")},
                             {word(language, Text::unit), text(station, "unit")},
                             {word(language, Text::registered), text(station, "registered")}});
}

}  // namespace tocsin::cli
