// SPDX-License-Identifier: Apache-2.0
// What every screen shows now.
#include <fmt/format.h>

#include <algorithm>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::cli {
namespace {

bool isAsPlanned(std::string const& state) {
    return state == "playing" || state == "dark" || state == "warning";
}

std::string stateText(Json const& screen, Language language) {
    auto const state = text(screen, "state");
    auto const known = sayState(language, state);
    auto const chinese = text(screen, "state_zh");
    return language == Language::chinese && known == state && !chinese.empty() ? chinese : known;
}

std::string nowShowing(Json const& playing) {
    auto const asset = shortName(text(playing, "asset"));
    auto const campaign = text(playing, "campaign");
    return campaign.empty() ? asset : fmt::format("{} ({})", asset, campaign);
}

std::string positionText(Json const& playing) {
    return playing.is_object() ? clockText(integer(playing, "position_ms")) + "/" +
                                     clockText(integer(playing, "length_ms"))
                               : "";
}

std::string overlaysText(Json const& screen) {
    std::string out;
    for (auto const& overlay : elements(screen, "overlays")) {
        out += (out.empty() ? "" : ",") + shortName(text(overlay, "asset"));
    }
    return out;
}

/// Brightness and volume where a screen is not at its full ones; "" where it is, or nobody says.
std::string dimmedText(Json const& screen, Language language) {
    auto const& level = member(screen, "level");
    bool const full = flag(level, "powered") && integer(level, "brightness") == 100 &&
                      integer(level, "volume") == 100;
    return level.is_object() && !full ? levelText(level, language) : "";
}

/// "" while there is none.
std::string warningsLine(Json const& warnings, Language language) {
    auto const standing = integer(warnings, "standing");
    auto const waiting = integer(warnings, "waiting");
    auto const unreached = integer(warnings, "unreached");
    if (standing == 0 && waiting == 0) {
        return "";
    }
    return fmt::format(fmt::runtime(say(language, unreached > 0 ? Text::warningsUnreached
                                                                : Text::warningsStand)),
                       standing, waiting, unreached) +
           "\n";
}

/// "" while all answer.
std::string silentFeedsLine(Json const& controller, Language language) {
    std::string names;
    for (auto const& name : elements(controller, "silent_feeds")) {
        auto const* said = name.if_string();
        names += (names.empty() ? "" : ", ") + (said != nullptr ? std::string(*said) : "");
    }
    return names.empty()
               ? ""
               : printable(fmt::format(fmt::runtime(say(language, Text::feedsSilent)), names)) +
                     "\n";
}

/// A copied key before all else; then the first finding; without one the cause, where the state
/// needs one. What a player found says nothing of a screen that has none any more.
std::string remarkOf(Json const& screen, Language language) {
    if (auto cloned = clonedText(screen, language); !cloned.empty()) {
        return cloned;
    }
    auto const findings = elements(screen, "findings");
    if (findings.empty() || text(screen, "state") == "unbound") {
        return isAsPlanned(text(screen, "state")) ? "" : text(screen, "cause");
    }
    auto const* line = findings.front().if_string();
    return line != nullptr ? std::string(*line) : text(findings.front(), "message");
}

}  // namespace

std::string ageText(std::string const& then, std::string const& now) {
    auto const begin = parseInstant(then);
    auto const end = parseInstant(now);
    if (!begin || !end) {
        return "";
    }
    auto const seconds = std::max<std::int64_t>((*end - *begin).count() / 1000, 0);
    return seconds < 120      ? fmt::format("{} s", seconds)
           : seconds < 7200   ? fmt::format("{} min", seconds / 60)
           : seconds < 172800 ? fmt::format("{} h", seconds / 3600)
                              : fmt::format("{} d", seconds / 86400);
}

std::string renderStatus(Json const& status, Language language) {
    auto const word = [&](Text text) { return std::string(say(language, text)); };
    auto const& controller = member(status, "controller");
    auto out = printable(fmt::format(fmt::runtime(say(language, Text::statusHead)),
                                     text(controller, "version"), integer(controller, "online"),
                                     integer(controller, "screens"))) +
               '\n';
    auto const* guard =
        controller.is_object() ? controller.as_object().if_contains("guard_screens") : nullptr;
    if (guard != nullptr && integer(controller, "guard_screens") == 0) {
        out += word(Text::guardIsOff) + "\n";
    }
    if (auto const& trail = member(controller, "audit"); trail.is_object()) {
        out += printable(fmt::format(fmt::runtime(say(language, Text::trailDoubtful)),
                                     sentence(language, trail))) +
               "\n";
    }
    if (auto const& ledger = member(controller, "ledger"); ledger.is_object()) {
        out += printable(fmt::format(fmt::runtime(say(language, Text::ledgerDoubtful)),
                                     sentence(language, ledger))) +
               "\n";
    }
    out += mismatchLines(controller, language);
    out += warningsLine(member(controller, "warnings"), language);
    out += silentFeedsLine(controller, language);
    out += mailLine(member(controller, "mail"), language);
    auto const screens = elements(status, "items");
    // Columns that few sites need stand there only where they say something.
    bool const over = std::any_of(screens.begin(), screens.end(),
                                  [](Json const& screen) { return !overlaysText(screen).empty(); });
    bool const dimmed = std::any_of(screens.begin(), screens.end(), [&](Json const& screen) {
        return !dimmedText(screen, language).empty();
    });
    std::vector<TextTable::Column> columns{{word(Text::screen)},
                                           {word(Text::name)},
                                           {word(Text::state)},
                                           {word(Text::nowShowing)},
                                           {word(Text::position)}};
    if (over) {
        columns.push_back({word(Text::overlays)});
    }
    if (dimmed) {
        columns.push_back({word(Text::lightAndSound)});
    }
    for (auto const& column :
         std::vector<TextTable::Column>{{word(Text::completePlays), TextTable::Align::right},
                                        {word(Text::repeatedFrames), TextTable::Align::right},
                                        {word(Text::lastContact), TextTable::Align::right},
                                        {word(Text::remark)}}) {
        columns.push_back(column);
    }
    TextTable table(std::move(columns));
    for (auto const& screen : screens) {
        auto const& playing = member(screen, "playing");
        auto const contact = ageText(text(screen, "last_contact"), text(controller, "now"));
        std::vector<std::string> cells{text(screen, "id"), text(screen, "name"),
                                       stateText(screen, language), nowShowing(playing),
                                       positionText(playing)};
        if (over) {
            cells.push_back(overlaysText(screen));
        }
        if (dimmed) {
            cells.push_back(dimmedText(screen, language));
        }
        for (auto const& cell :
             {std::to_string(integer(screen, "complete_plays")),
              std::to_string(integer(screen, "frames_repeated")),
              contact.empty() ? word(Text::never) : contact, remarkOf(screen, language)}) {
            cells.push_back(cell);
        }
        table.add(std::move(cells));
    }
    return table.empty() ? out : out + table.str();
}

bool allAsPlanned(Json const& status) {
    auto const screens = elements(status, "items");
    auto const& controller = member(status, "controller");
    bool const doubt = member(controller, "audit").is_object() ||
                       member(controller, "ledger").is_object() ||
                       !elements(controller, "mismatches").empty() ||
                       !elements(controller, "silent_feeds").empty();
    return !doubt && std::all_of(screens.begin(), screens.end(), [](Json const& screen) {
        return isAsPlanned(text(screen, "state")) && !member(screen, "cloned").is_object();
    });
}

}  // namespace tocsin::cli
