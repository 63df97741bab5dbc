// SPDX-License-Identifier: Apache-2.0
// What screens were ordered.
#include <boost/json.hpp>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {

std::string renderOrders(Json const& document, Language language) {
    auto const word = [language](Text said) { return std::string(say(language, said)); };
    TextTable table({{word(Text::screen)}, {word(Text::state)}, {""}});
    for (auto const& item : elements(document, "items")) {
        table.add({text(item, "screen"),
                   word(flag(item, "blanked") ? Text::blanked : Text::playsOn),
                   flag(item, "online") ? "" : word(Text::whenItComesBack)});
    }
    return table.empty() ? word(Text::nothingToList) + "\n" : table.str();
}

}  // namespace tocsin::cli
