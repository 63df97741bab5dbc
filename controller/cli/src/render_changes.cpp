// SPDX-License-Identifier: Apache-2.0
// Changes that wait for a second person as people read them.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

std::string whatOf(Json const& change, Language language) {
    return text(change, language == Language::chinese ? "what_zh" : "what");
}

/// It says as much as the body: whose the thing will be, for one.
std::string queryOf(Json const& request) {
    std::string out;
    if (auto const* query = member(request, "query").if_object()) {
        for (auto const& [name, value] : *query) {
            out += (out.empty() ? "?" : "&") + std::string(name) + "=" +
                   (value.is_string() ? std::string(value.as_string()) : "");
        }
    }
    return out;
}

}  // namespace

std::string renderChanges(Json const& list, Language language) {
    TextTable table({{word(language, Text::id)},
                     {word(language, Text::askedBy)},
                     {word(language, Text::screens), TextTable::Align::right},
                     {word(language, Text::whatWouldChange)},
                     {word(language, Text::validUntil)},
                     {word(language, Text::remark)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "id"), text(one, "who"), std::to_string(integer(one, "screens")),
                   whatOf(one, language), text(one, "expires"), text(one, "why_not")});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

std::string renderChange(Json const& change, Language language) {
    auto const& request = member(change, "request");
    auto out = renderProperties(
        {{word(language, Text::id), text(change, "id")},
         {word(language, Text::askedBy), text(change, "who")},
         {word(language, Text::whatWouldChange), whatOf(change, language)},
         {word(language, Text::screens), std::to_string(integer(change, "screens"))},
         {word(language, Text::validUntil), text(change, "expires")},
         {word(language, Text::remark), text(change, "why_not")}});
    TextTable table({{word(language, Text::screen)},
                     {word(language, Text::name)},
                     {word(language, Text::unit)}});
    for (auto const& screen : elements(change, "reaches")) {
        table.add({text(screen, "id"), text(screen, "name"), text(screen, "unit")});
    }
    out += table.empty() ? "" : table.str();
    out +=
        printable(text(request, "method") + " " + text(request, "path") + queryOf(request)) + "\n";
    // A file that people wrote, so its lines stay lines.
    auto const body = text(request, "body");
    for (std::size_t at = 0; at < body.size();) {
        auto const end = std::min(body.find('\n', at), body.size());
        out += "  " + printable(body.substr(at, end - at)) + "\n";
        at = end + 1;
    }
    return out;
}

}  // namespace tocsin::cli
