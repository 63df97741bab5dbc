// SPDX-License-Identifier: Apache-2.0
// Spares, and what is wrong with a screen's player.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

/// What it stands in for: the screens, the unit, the tag, or all.
std::string scopeOf(Json const& spare) {
    auto screens = joined(spare, "screens", ",");
    if (!screens.empty()) {
        return screens;
    }
    auto const unit = text(spare, "unit"), tag = text(spare, "tag");
    return unit.empty() && tag.empty()
               ? "*"
               : unit + (unit.empty() || tag.empty() ? "" : " ") + (tag.empty() ? "" : "#" + tag);
}

}  // namespace

std::string renderSpares(Json const& list, Language language) {
    auto const word = [language](Text said) { return std::string(say(language, said)); };
    TextTable table({{word(Text::player)},
                     {word(Text::spareCode)},
                     {word(Text::state)},
                     {word(Text::spareFor)},
                     {word(Text::spareFiles), TextTable::Align::right},
                     {word(Text::size), TextTable::Align::right}});
    for (auto const& spare : elements(list, "items")) {
        auto const& files = member(spare, "files");
        auto const wanted = integer(files, "wanted"), here = integer(files, "here");
        auto const state = !flag(spare, "online")                ? Text::offline
                           : files.is_object() && wanted == here ? Text::spareReady
                                                                 : Text::spareLoads;
        table.add({text(spare, "player"), text(spare, "code"), word(state), scopeOf(spare),
                   files.is_object() ? fmt::format("{}/{}", here, wanted) : "",
                   fmt::format("{}×{}", integer(spare, "width"), integer(spare, "height"))});
    }
    return table.empty() ? word(Text::nothingToList) + "\n" : table.str();
}

std::string clonedText(Json const& screen, Language language) {
    auto const& cloned = member(screen, "cloned");
    return cloned.is_object() ? fmt::format(fmt::runtime(say(language, Text::keyCloned)),
                                            joined(cloned, "peers", ", "), text(cloned, "since"),
                                            text(screen, "id"))
                              : "";
}

std::string revokedText(Json const& screen, Language language) {
    auto const& revoked = member(screen, "revoked");
    auto const reason = text(revoked, "reason");
    return revoked.is_object()
               ? fmt::format(fmt::runtime(say(language, Text::playerRevoked)),
                             text(revoked, "player"), text(revoked, "at"), text(revoked, "who"),
                             reason.empty() ? "" : ": " + reason)
               : "";
}

}  // namespace tocsin::cli
