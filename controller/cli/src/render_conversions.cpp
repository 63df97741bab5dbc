// SPDX-License-Identifier: Apache-2.0
// How far conversions are, as people read it.
#include <fmt/format.h>

#include <cmath>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

constexpr std::pair<std::string_view, Text> kStates[] = {{"waiting", Text::conversionWaits},
                                                         {"running", Text::conversionRuns},
                                                         {"paused", Text::conversionPaused},
                                                         {"failed", Text::conversionFailed},
                                                         {"done", Text::conversionDone}};

std::string stateText(Json const& conversion, Language language) {
    auto state = text(conversion, "state");
    for (auto const& [word, said] : kStates) {
        if (word == state) {
            return std::string(say(language, said));
        }
    }
    return state;
}

/// "house master", "960×540, contain"
std::string purposeText(Json const& conversion, Language language) {
    if (text(conversion, "kind") != "rendition") {
        return std::string(say(language, Text::conversionMaster));
    }
    return fmt::format("{}×{}, {}", integer(conversion, "width"), integer(conversion, "height"),
                       text(conversion, "fit"));
}

}  // namespace

std::string percentOf(Json const& conversion) {
    boost::system::error_code failed;
    auto const share = member(conversion, "progress").to_number<double>(failed);
    return failed ? "" : fmt::format("{} %", static_cast<int>(std::floor(share * 100)));
}

std::string conversionText(Json const& conversion, Language language) {
    auto out = stateText(conversion, language);
    if (text(conversion, "state") == "running") {
        out += ", " + percentOf(conversion);
    }
    auto const reason = text(conversion, "reason");
    return reason.empty() ? out : out + ": " + reason;
}

std::string renderConversions(Json const& list, Language language) {
    TextTable table(
        {{std::string(say(language, Text::handle))},
         {std::string(say(language, Text::conversionWhat))},
         {std::string(say(language, Text::state))},
         {std::string(say(language, Text::conversionProgress)), TextTable::Align::right},
         {std::string(say(language, Text::why))}});
    for (auto const& one : elements(list, "items")) {
        auto const reason = text(one, "reason");
        table.add({text(one, "media"), purposeText(one, language), stateText(one, language),
                   percentOf(one), reason.empty() ? joined(one, "needs", ", ") : reason});
    }
    return table.empty() ? std::string(say(language, Text::nothingToList)) + "\n" : table.str();
}

}  // namespace tocsin::cli
