// SPDX-License-Identifier: Apache-2.0
// Checks of slogans, and the lists that slogans are compared with.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

std::string rendered(TextTable const& table, Language language) {
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

}  // namespace

std::string renderWords(Json const& list, Language language) {
    TextTable table({{word(language, Text::wrongWord)},
                     {word(language, Text::rightWord)},
                     {word(language, Text::note)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "wrong"), text(one, "right"), text(one, "note")});
    }
    return rendered(table, language);
}

std::string renderTemplates(Json const& list, Language language) {
    TextTable table({{word(language, Text::sloganTemplate)},
                     {word(language, Text::sloganWords)},
                     {word(language, Text::sloganStyle)},
                     {word(language, Text::note)}});
    for (auto const& one : elements(list, "items")) {
        std::string style;
        for (auto const& [key, value] : one.at("style").as_object()) {
            style += (style.empty() ? "" : " ") + std::string(key) + "=" +
                     (value.is_string() ? std::string(value.as_string())
                                        : boost::json::serialize(value));
        }
        table.add({text(one, "template"), text(one, "text"), style, text(one, "note")});
    }
    return rendered(table, language);
}

std::string renderCharacters(Json const& list, Language language) {
    TextTable table({{word(language, Text::character)}, {word(language, Text::characterCode)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "character"), text(one, "code")});
    }
    return rendered(table, language);
}

std::string renderThemes(Json const& list, Language language) {
    TextTable table({{word(language, Text::activity)},
                     {word(language, Text::period)},
                     {word(language, Text::theme)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "title"), text(one, "period"), text(one, "theme")});
    }
    return rendered(table, language);
}

std::string renderSloganCheck(Json const& check, Language language) {
    auto const findings = elements(check, "findings").size();
    return fmt::format(
               fmt::runtime(say(language, findings == 0 ? Text::sloganFine : Text::sloganFaults)),
               integer(check, "width"), integer(check, "height"), integer(check, "seconds"),
               findings) +
           "\n";
}

}  // namespace tocsin::cli
