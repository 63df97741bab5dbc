// SPDX-License-Identifier: Apache-2.0
// The outbox as people read it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string word(Language language, Text said) {
    return std::string(say(language, said));
}

std::string stateText(Json const& mail, Language language) {
    constexpr std::array kWords{
        std::pair<std::string_view, Text>{"queued", Text::mailQueued},
        std::pair<std::string_view, Text>{"sending", Text::mailSending},
        std::pair<std::string_view, Text>{"sent", Text::mailSent},
        std::pair<std::string_view, Text>{"failed", Text::mailFailed},
        std::pair<std::string_view, Text>{"given-up", Text::mailGivenUp},
        std::pair<std::string_view, Text>{"cancelled", Text::mailCancelled}};
    auto const state = text(mail, "state");
    for (auto const& [known, as] : kWords) {
        if (known == state) {
            return word(language, as);
        }
    }
    return state;
}

/// The server's last words.
std::string answerOf(Json const& mail) {
    auto const attempts = elements(mail, "attempts");
    return attempts.empty() ? "" : text(attempts.back(), "answer");
}

std::string attachmentsOf(Json const& mail) {
    std::string out;
    for (auto const& file : elements(mail, "attachments")) {
        out += (out.empty() ? "" : ", ") +
               fmt::format("{} ({} B)", text(file, "name"), integer(file, "bytes"));
    }
    return out;
}

}  // namespace

std::string renderMails(Json const& list, Language language) {
    TextTable table({{word(language, Text::id), TextTable::Align::right},
                     {word(language, Text::state)},
                     {word(language, Text::mailPurpose)},
                     {word(language, Text::unit)},
                     {word(language, Text::mailTo)},
                     {word(language, Text::mailSubject)},
                     {word(language, Text::created)},
                     {word(language, Text::mailNext)},
                     {word(language, Text::mailTries), TextTable::Align::right},
                     {word(language, Text::mailAnswer)}});
    for (auto const& mail : elements(list, "items")) {
        table.add({std::to_string(integer(mail, "number")), stateText(mail, language),
                   text(mail, "purpose"), text(mail, "unit"), joined(mail, "to", ", "),
                   text(mail, "subject"), text(mail, "created"), text(mail, "next"),
                   std::to_string(elements(mail, "attempts").size()), answerOf(mail)});
    }
    auto out = table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
    auto const& said = member(list, "configured");
    if (said.is_bool() && !said.as_bool()) {
        out += word(language, Text::mailOff) + "\n";
    }
    if (auto const before = integer(list, "before"); before != 0) {
        out += fmt::format(fmt::runtime(say(language, Text::mailMore)), before) + "\n";
    }
    return out;
}

std::string renderMail(Json const& mail, Language language) {
    auto out =
        renderProperties({{word(language, Text::id), std::to_string(integer(mail, "number"))},
                          {word(language, Text::state), stateText(mail, language)},
                          {word(language, Text::mailPurpose), text(mail, "purpose")},
                          {word(language, Text::unit), text(mail, "unit")},
                          {word(language, Text::mailTo), joined(mail, "to", ", ")},
                          {word(language, Text::mailSubject), text(mail, "subject")},
                          {word(language, Text::mailAttached), attachmentsOf(mail)},
                          {word(language, Text::created), text(mail, "created")},
                          {word(language, Text::askedBy), text(mail, "who")},
                          {word(language, Text::mailNext), text(mail, "next")},
                          {word(language, Text::mailUntil), text(mail, "until")}});
    for (auto const& attempt : elements(mail, "attempts")) {
        out += printable("  " + text(attempt, "at") + "  " + text(attempt, "outcome") + "  " +
                         text(attempt, "answer")) +
               "\n";
    }
    // A text that people read, so its lines stay lines.
    auto const body = text(mail, "text");
    for (std::size_t at = 0; at < body.size();) {
        auto const end = std::min(body.find('\n', at), body.size());
        out += "| " + printable(body.substr(at, end - at)) + "\n";
        at = end + 1;
    }
    return out;
}

std::string renderMailState(Json const& mail, Language language) {
    return printable(fmt::format("{}  {}", integer(mail, "number"), stateText(mail, language))) +
           "\n";
}

std::string mailLine(Json const& mail, Language language) {
    auto const failed = integer(mail, "failed");
    return failed == 0 ? ""
                       : fmt::format(fmt::runtime(say(language, Text::mailsFailed)), failed) + "\n";
}

}  // namespace tocsin::cli
