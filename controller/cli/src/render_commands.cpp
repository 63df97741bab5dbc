// SPDX-License-Identifier: Apache-2.0
// Commands to screens as people read them.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

/// In the order of getting on.
constexpr std::array<std::pair<std::string_view, Text>, 8> kSteps{{
    {"waiting", Text::commandStepWaiting},
    {"sent", Text::commandStepSent},
    {"received", Text::commandStepReceived},
    {"done", Text::commandStepDone},
    {"verified", Text::commandStepVerified},
    {"failed", Text::commandStepFailed},
    {"expired", Text::commandStepExpired},
    {"cancelled", Text::commandStepCancelled},
}};

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

std::string stepText(std::string const& step, Language language) {
    for (auto const& [name, text] : kSteps) {
        if (name == step) {
            return word(language, text);
        }
    }
    return step;
}

/// "volume 30, 7200 s"
std::string whatOf(Json const& command) {
    auto const value = text(command, "value");
    auto const holds = integer(command, "holds_s");
    return text(command, "action") + (value.empty() ? "" : " " + value) +
           (holds > 0 ? ", " + std::to_string(holds) + " s" : "");
}

}  // namespace

std::string commandCounts(Json const& command, Language language) {
    auto const& counts = member(command, "counts");
    std::string out;
    for (auto const& [name, said] : kSteps) {
        if (auto const count = integer(counts, name); count > 0) {
            out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + word(language, said);
        }
    }
    return out;
}

std::string renderCommands(Json const& list, Language language) {
    TextTable table({{word(language, Text::id)},
                     {word(language, Text::commandWhat)},
                     {word(language, Text::askedBy)},
                     {word(language, Text::commandGiven)},
                     {word(language, Text::commandDue)},
                     {word(language, Text::state)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "id"), whatOf(one), text(one, "who"), text(one, "given"),
                   text(one, "due"), commandCounts(one, language)});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

std::string renderCommand(Json const& command, Language language) {
    auto out = renderProperties({{word(language, Text::id), text(command, "id")},
                                 {word(language, Text::commandWhat), whatOf(command)},
                                 {word(language, Text::askedBy), text(command, "who")},
                                 {word(language, Text::remark), text(command, "reason")},
                                 {word(language, Text::commandGiven), text(command, "given")},
                                 {word(language, Text::commandDue), text(command, "due")},
                                 {word(language, Text::validUntil), text(command, "expires")}});
    TextTable table({{word(language, Text::screen)},
                     {word(language, Text::state)},
                     {word(language, Text::commandSent)},
                     {word(language, Text::commandReceived)},
                     {word(language, Text::commandDone)},
                     {word(language, Text::commandVerified)},
                     {word(language, Text::remark)}});
    for (auto const& one : elements(command, "items")) {
        table.add({text(one, "screen"), stepText(text(one, "step"), language), text(one, "sent"),
                   text(one, "received"), text(one, "done"), text(one, "verified"),
                   text(one, "detail")});
    }
    return out + (table.empty() ? "" : table.str());
}

}  // namespace tocsin::cli
