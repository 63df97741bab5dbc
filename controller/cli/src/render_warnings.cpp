// SPDX-License-Identifier: Apache-2.0
// Warnings, and what became of them, as people read them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

constexpr std::size_t kMostNamed = 20;

std::string word(Language language, Text said) {
    return std::string(say(language, said));
}

template <class... Values>
std::string line(Language language, Text said, Values const&... values) {
    return printable(fmt::format(fmt::runtime(say(language, said)), values...)) + "\n";
}

/// Some of them mean something else of screens, so they have a table of their own.
constexpr std::array kWords{
    std::pair<std::string_view, Text>{"waiting", Text::warnWaits},
    std::pair<std::string_view, Text>{"standing", Text::warnStanding},
    std::pair<std::string_view, Text>{"cleared", Text::warnCleared},
    std::pair<std::string_view, Text>{"expired", Text::warnExpired},
    std::pair<std::string_view, Text>{"rejected", Text::warnRejected},
    std::pair<std::string_view, Text>{"none", Text::levelNone},
    std::pair<std::string_view, Text>{"blue", Text::levelBlue},
    std::pair<std::string_view, Text>{"yellow", Text::levelYellow},
    std::pair<std::string_view, Text>{"orange", Text::levelOrange},
    std::pair<std::string_view, Text>{"red", Text::levelRed},
    std::pair<std::string_view, Text>{"forwarded", Text::warnForwarded},
    std::pair<std::string_view, Text>{"emergency", Text::warnEmergency},
    std::pair<std::string_view, Text>{"takeover", Text::lookTakeover},
    std::pair<std::string_view, Text>{"split", Text::lookSplit},
    std::pair<std::string_view, Text>{"ticker", Text::ticker},
    std::pair<std::string_view, Text>{"off", Text::lookOff},
    std::pair<std::string_view, Text>{"replaced", Text::endReplaced},
    std::pair<std::string_view, Text>{"accepted", Text::capAccepted},
    std::pair<std::string_view, Text>{"refused", Text::capRefused},
    std::pair<std::string_view, Text>{"show", Text::capShow},
    std::pair<std::string_view, Text>{"drill", Text::warnDrill},
    std::pair<std::string_view, Text>{"all-clear", Text::capAllClear},
    std::pair<std::string_view, Text>{"never", Text::capNever},
    std::pair<std::string_view, Text>{"recommendation", Text::weightRecommendation},
    std::pair<std::string_view, Text>{"warning", Text::weightWarning},
    std::pair<std::string_view, Text>{"error", Text::weightError},
    std::pair<std::string_view, Text>{"fatal", Text::weightFatal}};

std::string wordFor(Json const& object, std::string_view key, Language language) {
    auto const said = text(object, key);
    for (auto const& [known, as] : kWords) {
        if (known == said) {
            return word(language, as);
        }
    }
    return said;
}

std::string chinese(Json const& object, std::string const& key, Language language) {
    auto const zh = language == Language::chinese ? text(object, key + "_zh") : std::string();
    return zh.empty() ? text(object, key) : zh;
}

/// "standing; a change waits for a second person"
std::string stateText(Json const& warning, Language language) {
    auto out = wordFor(warning, "state", language);
    if (flag(warning, "pending") && text(warning, "state") != "waiting") {
        out += "; " + word(language, Text::warnPending);
    }
    return out;
}

/// "forwarded, red", with that it is a drill before all else.
std::string kindText(Json const& warning, Language language) {
    return (flag(warning, "drill") ? word(language, Text::warnDrill) + ", " : "") +
           wordFor(warning, "kind", language) + ", " + wordFor(warning, "level", language);
}

/// Its lines stay lines, set in.
std::string paragraphs(std::string const& said) {
    std::string out;
    for (std::size_t at = 0; at < said.size();) {
        auto const end = std::min(said.find('\n', at), said.size());
        out += "  " + printable(said.substr(at, end - at)) + "\n";
        at = end + 1;
    }
    return out;
}

std::string wordsOf(Json const& said) {
    return paragraphs(text(said, "headline")) + paragraphs(text(said, "issuer")) +
           paragraphs(text(said, "body")) + paragraphs(text(said, "instruction"));
}

std::string nameOf(Json const& screen) {
    auto const id = text(screen, "screen");
    auto const name = text(screen, "name");
    return name.empty() || name == id ? id : fmt::format("{} ({})", id, name);
}

/// At most so many rows, and how many there are besides.
std::string someScreens(std::vector<Json> const& screens, Language language) {
    std::string out;
    for (std::size_t i = 0; i < std::min(screens.size(), kMostNamed); ++i) {
        auto const& screen = screens[i];
        auto const look = wordFor(screen, "look", language);
        auto const why = chinese(screen, "why", language);
        out += printable(fmt::format("  {}{}{}{}{}", nameOf(screen), look.empty() ? "" : "  ", look,
                                     why.empty() ? "" : "  ", why)) +
               "\n";
    }
    if (screens.size() > kMostNamed) {
        out += "  " + line(language, Text::warnMore, screens.size() - kMostNamed);
    }
    return out;
}

/// "gate, hall and 12 more"
std::string unreachedText(Json const& warning, Language language) {
    auto const unreached = elements(warning, "unreached");
    std::string out;
    for (std::size_t i = 0; i < std::min(unreached.size(), kMostNamed); ++i) {
        auto const* id = unreached[i].if_string();
        auto const name = id != nullptr ? std::string(*id) : text(unreached[i], "screen");
        out += (out.empty() ? "" : ", ") + name;
    }
    if (unreached.size() > kMostNamed) {
        out += fmt::format(fmt::runtime(say(language, Text::warnAndMore)),
                           unreached.size() - kMostNamed);
    }
    return out;
}

/// "98.76 %", and what that is of.
std::string timelyText(Json const& warning, Language language) {
    auto const& timely = member(warning, "timely");
    if (!timely.is_object() || member(timely, "rate").is_null()) {
        return "";
    }
    auto const& rate = member(timely, "rate");
    auto const number =
        rate.is_double() ? rate.as_double() : static_cast<double>(integer(timely, "rate"));
    return fmt::format("{:.2f} %  ({})", number * 100, chinese(timely, "formula", language));
}

std::string endText(Json const& warning, Language language) {
    auto const ended = text(warning, "ended");
    auto const by = text(warning, "ended_by");
    return ended.empty() || by.empty()
               ? ended
               : fmt::format(fmt::runtime(say(language, Text::warnByWhom)), ended, by);
}

std::string targetRemark(Json const& target, Language language) {
    if (auto refused = text(target, "refused"); !refused.empty()) {
        return refused;
    }
    if (auto const end = wordFor(target, "end", language); !end.empty()) {
        return end;
    }
    auto const* online = target.as_object().if_contains("online");
    bool const offline = online != nullptr && online->is_bool() && !online->as_bool();
    return offline ? word(language, Text::offline) : chinese(target, "why", language);
}

std::string targetsTable(Json const& warning, Language language) {
    TextTable table({{word(language, Text::screen)},
                     {word(language, Text::name)},
                     {word(language, Text::warnLook)},
                     {word(language, Text::warnReceived)},
                     {word(language, Text::warnVerified)},
                     {word(language, Text::warnOnGlass)},
                     {word(language, Text::warnEnded)},
                     {word(language, Text::remark)}});
    for (auto const& target : elements(warning, "targets")) {
        if (!target.is_object()) {
            continue;
        }
        bool const unlit = !text(target, "on_glass").empty() && !flag(target, "lit");
        table.add({text(target, "screen"), text(target, "name"), wordFor(target, "look", language),
                   text(target, "received"), text(target, "verified"),
                   text(target, "on_glass") + (unlit ? word(language, Text::warnUnlit) : ""),
                   text(target, "ended"), targetRemark(target, language)});
    }
    return table.empty() ? "" : table.str();
}

std::string fieldsText(Json const& warningTemplate, Language language) {
    std::string out;
    for (auto const& field : elements(warningTemplate, "fields")) {
        auto const label = text(field, language == Language::chinese ? "label" : "label_en");
        out += (out.empty() ? "" : ", ") + text(field, "name") +
               (flag(field, "required") ? "*" : "") + (label.empty() ? "" : " (" + label + ")");
    }
    return out;
}

std::string levelsText(Json const& warningTemplate, Language language) {
    std::string out;
    for (auto const& level : elements(warningTemplate, "levels")) {
        Json const one = boost::json::object{{"level", level}};
        out += (out.empty() ? "" : " ") + wordFor(one, "level", language);
    }
    return out;
}

/// "verified", "not verified", "none"; of what comes from no CAP message nothing.
std::string signatureWord(Json const& warning, Language language) {
    auto const& signature = member(warning, "signature");
    if (text(warning, "source") != "cap") {
        return "";
    }
    return word(language, !signature.is_object()        ? Text::capSignatureNone
                          : flag(signature, "verified") ? Text::warnVerified
                                                        : Text::capSignatureNotVerified);
}

/// "verified, by CN=Weather Office (3f9a0c117be4d2a8)"
std::string signatureText(Json const& said, Language language) {
    constexpr std::size_t kShortFingerprint = 16;
    auto const& signature = member(said, "signature");
    if (!signature.is_object()) {
        return word(language, Text::capSignatureNone);
    }
    return flag(signature, "verified")
               ? fmt::format(fmt::runtime(say(language, Text::capSignatureVerified)),
                             text(signature, "subject"),
                             text(signature, "certificate").substr(0, kShortFingerprint))
               : word(language, Text::capSignatureNotVerified);
}

/// "w1 (standing), w2 (waiting)".
std::string warningsOf(Json const& answer, Language language) {
    std::string out;
    for (auto const& warning : elements(answer, "warnings")) {
        out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", text(warning, "id"),
                           wordFor(warning, "state", language));
    }
    return out;
}

}  // namespace

std::string renderWarningTemplates(Json const& list, Language language) {
    TextTable table({{word(language, Text::warnTemplate)},
                     {word(language, Text::name)},
                     {word(language, Text::kind)},
                     {word(language, Text::warnLevel)},
                     {word(language, Text::warnFields)}});
    for (auto const& one : elements(list, "items")) {
        auto const english = language == Language::english ? text(one, "name_en") : "";
        table.add({text(one, "handle"), english.empty() ? text(one, "name") : english,
                   wordFor(one, "kind", language), levelsText(one, language),
                   fieldsText(one, language)});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n"
                         : table.str() + line(language, Text::warnFieldsNote);
}

std::string renderWarningPreview(Json const& preview, Language language) {
    auto const screens = elements(preview, "screens");
    auto const leftOut = elements(preview, "left_out");
    auto out = line(language, Text::warnPreview, kindText(preview, language), screens.size(),
                    text(preview, "expires")) +
               wordsOf(preview);
    if (!screens.empty()) {
        out += line(language, Text::warnChosen, screens.size()) + someScreens(screens, language);
    }
    if (!leftOut.empty()) {
        out += line(language, Text::warnLeftOut, leftOut.size()) + someScreens(leftOut, language);
    }
    if (text(preview, "by") == "two") {
        out += line(language, Text::warnTakesTwo);
    }
    return out;
}

std::string renderWarningState(Json const& warning, Language language) {
    auto const state = text(warning, "state");
    auto out = fmt::format("{}: {}", text(warning, "id"), stateText(warning, language));
    if (state == "standing") {
        out += ", " +
               fmt::format(fmt::runtime(say(language, Text::warnUntil)), text(warning, "expires"));
    }
    return printable(out) + "\n";
}

std::string renderWarningReach(Json const& warning, Language language) {
    auto out =
        renderWarningState(warning, language) +
        line(language, Text::warnReach, integer(warning, "received"), integer(warning, "verified"),
             integer(warning, "on_glass"), integer(warning, "screens"));
    auto const unreached = unreachedText(warning, language);
    if (!unreached.empty()) {
        out += line(language, Text::warnUnreached, unreached);
    }
    for (auto const& target : elements(warning, "targets")) {
        if (auto const refused = text(target, "refused"); !refused.empty()) {
            out += line(language, Text::warnRefusedBy, text(target, "screen"), refused);
        }
    }
    return out;
}

std::string renderWarnings(Json const& list, Language language) {
    using Align = TextTable::Align;
    TextTable table({{word(language, Text::id)},
                     {word(language, Text::state)},
                     {word(language, Text::kind)},
                     {word(language, Text::warnHeadline)},
                     {word(language, Text::validUntil)},
                     {word(language, Text::screens), Align::right},
                     {word(language, Text::warnVerified), Align::right},
                     {word(language, Text::warnOnGlass), Align::right},
                     {word(language, Text::askedBy)},
                     {word(language, Text::capSignature)}});
    for (auto const& one : elements(list, "items")) {
        table.add(
            {text(one, "id"), stateText(one, language), kindText(one, language),
             text(one, "headline"), text(one, "expires"), std::to_string(integer(one, "screens")),
             std::to_string(integer(one, "verified")), std::to_string(integer(one, "on_glass")),
             text(one, "raised_by"), signatureWord(one, language)});
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

std::string renderWarning(Json const& warning, Language language) {
    auto const& alert = member(warning, "alert");
    auto out = renderProperties(
        {{word(language, Text::id), text(warning, "id")},
         {word(language, Text::state), stateText(warning, language)},
         {word(language, Text::kind), kindText(warning, language)},
         {word(language, Text::warnEvent), text(warning, "event")},
         {word(language, Text::revision), text(warning, "revision")},
         {word(language, Text::askedBy), text(warning, "raised_by")},
         {word(language, Text::warnReleasedBy), text(warning, "released_by")},
         {word(language, Text::warnRaised), text(warning, "raised")},
         {word(language, Text::warnIssued), text(warning, "issued")},
         {word(language, Text::from), text(warning, "from")},
         {word(language, Text::validUntil), text(warning, "expires")},
         {word(language, Text::warnEnded), endText(warning, language)},
         {word(language, Text::why), text(warning, "reason")},
         {word(language, Text::warnAlert),
          alert.is_object() ? fmt::format("{},{},{}", text(alert, "sender"),
                                          text(alert, "identifier"), text(alert, "sent"))
                            : ""},
         {word(language, Text::capSignature),
          alert.is_object() ? signatureText(warning, language) : ""},
         {word(language, Text::warnTimely), timelyText(warning, language)},
         {word(language, Text::warnNotReached), unreachedText(warning, language)}});
    auto const texts = elements(warning, "texts");
    out += texts.empty() ? wordsOf(warning) : "";
    for (auto const& said : texts) {
        out += printable(text(said, "language")) + "\n" + wordsOf(said);
    }
    if (auto const& pending = member(warning, "pending_change"); pending.is_object()) {
        out += line(language, Text::warnPendingChange, text(pending, "by"),
                    wordFor(pending, "level", language), text(pending, "expires")) +
               wordsOf(pending);
    }
    return out + targetsTable(warning, language) + renderPicturesOf(warning, language);
}

std::string renderCapAnswer(Json const& answer, Language language) {
    // One that is not kept is a problem with findings.
    bool const isKept = text(answer, "detail").empty();
    auto out = isKept
                   ? renderProperties(
                         {{word(language, Text::capVerdict), wordFor(answer, "verdict", language)},
                          {word(language, Text::warnAlert),
                           fmt::format("{},{},{}", text(answer, "sender"),
                                       text(answer, "identifier"), text(answer, "sent"))},
                          {word(language, Text::kind),
                           text(answer, "type") + " " + text(answer, "status")},
                          {word(language, Text::capSignature), signatureText(answer, language)},
                          {word(language, Text::capUse), wordFor(answer, "use", language)},
                          {word(language, Text::why), chinese(answer, "why", language)},
                          {word(language, Text::capStanding), text(answer, "standing")},
                          {word(language, Text::warnId), warningsOf(answer, language)}})
                   : line(language, Text::capTurnedAway, chinese(answer, "detail", language));
    for (auto const& finding : elements(answer, "findings")) {
        auto const where = text(finding, "where");
        out += printable(fmt::format("  {}  {}{}{}: {}", wordFor(finding, "weight", language),
                                     text(finding, "code"), where.empty() ? "" : "  ", where,
                                     sentence(language, finding))) +
               "\n";
    }
    return out;
}

}  // namespace tocsin::cli
