// SPDX-License-Identifier: Apache-2.0
// The audit trail as people read it.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {

std::string renderTrail(Json const& list, Language language) {
    auto const word = [language](Text said) { return std::string(say(language, said)); };
    TextTable table({{word(Text::changeNumber), TextTable::Align::right},
                     {word(Text::changedAt)},
                     {word(Text::changedBy)},
                     {word(Text::action)},
                     {word(Text::subject)},
                     {word(Text::detail)}});
    for (auto const& one : elements(list, "items")) {
        table.add({std::to_string(integer(one, "number")), text(one, "at"), text(one, "who"),
                   text(one, "action"), text(one, "subject"), text(one, "detail")});
    }
    return table.empty() ? word(Text::nothingToList) + "\n" : table.str();
}

std::string renderTrailCheck(Json const& check, Language language) {
    auto const rows = integer(check, "rows");
    bool const whole = check.at("whole").as_bool();
    auto out = whole ? fmt::format(fmt::runtime(say(language, Text::trailWhole)), rows)
                     : fmt::format(fmt::runtime(say(language, Text::trailBroken)), rows,
                                   sentence(language, check));
    out += "\n";
    if (!whole) {
        return out;
    }
    if (auto const& cover = member(check, "signed"); cover.is_object()) {
        out += text(cover, "newest").empty()
                   ? std::string(say(language, Text::trailUnsigned))
                   : fmt::format(fmt::runtime(say(language, Text::trailSigned)),
                                 integer(cover, "heads"), text(cover, "at"), text(cover, "root"),
                                 integer(cover, "uncovered"));
        out += "\n";
        if (integer(cover, "revoked") > 0) {
            out += fmt::format(fmt::runtime(say(language, Text::trailRevoked)),
                               integer(cover, "revoked")) +
                   "\n";
        }
    }
    auto const head = text(check, "head");
    return head.empty() ? out : out + "head " + head + "\n";
}

}  // namespace tocsin::cli
