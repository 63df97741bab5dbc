// SPDX-License-Identifier: Apache-2.0
// Playlists and categories as tables.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

using Align = TextTable::Align;

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

std::string retiredText(Json const& thing, Language language) {
    return flag(thing, "retired") ? word(language, Text::retired) : "";
}

}  // namespace

std::string renderPlaylists(Json const& list, Language language) {
    TextTable table({{word(language, Text::playlist)},
                     {word(language, Text::title)},
                     {word(language, Text::assets), Align::right},
                     {word(language, Text::length), Align::right},
                     {word(language, Text::campaign)},
                     {word(language, Text::state)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "handle"), text(one, "title"),
                   std::to_string(elements(one, "items").size()),
                   clockText(integer(one, "duration_ms")), joined(one, "campaigns", ","),
                   retiredText(one, language)});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

std::string renderPlaylist(Json const& playlist, Language language) {
    auto out = renderProperties(
        {{word(language, Text::playlist), text(playlist, "handle")},
         {word(language, Text::title), text(playlist, "title")},
         {word(language, Text::revision), text(playlist, "revision")},
         {word(language, Text::length), clockText(integer(playlist, "duration_ms"))},
         {word(language, Text::campaign), joined(playlist, "campaigns", ", ")},
         {word(language, Text::state), retiredText(playlist, language)},
         {word(language, Text::changed), text(playlist, "changed")}});
    TextTable table({{"#", Align::right},
                     {word(language, Text::asset)},
                     {word(language, Text::kind)},
                     {word(language, Text::length), Align::right},
                     {word(language, Text::title)},
                     {word(language, Text::state)}});
    std::size_t number = 0;
    for (auto const& item : elements(playlist, "items")) {
        table.add({std::to_string(++number), text(item, "asset"),
                   sayState(language, text(item, "kind")), clockText(integer(item, "duration_ms")),
                   text(item, "title"), retiredText(item, language)});
    }
    return out + "\n" + table.str();
}

std::string renderCategories(Json const& list, Language language) {
    TextTable table({{word(language, Text::category)},
                     {word(language, Text::name)},
                     {word(language, Text::assets), Align::right},
                     {word(language, Text::remark)}});
    for (auto const& one : elements(list, "items")) {
        auto const name = text(one, language == Language::chinese ? "zh" : "en");
        table.add({text(one, "word"), name, std::to_string(integer(one, "assets")),
                   flag(one, "listed") ? "" : word(language, Text::notListed)});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

}  // namespace tocsin::cli
