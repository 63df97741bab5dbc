// SPDX-License-Identifier: Apache-2.0
// Reviews and delegations as people read them.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

std::string finished(TextTable const& table, Language language) {
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

bool isTrue(Json const& value, char const* key) {
    auto const* found = value.is_object() ? value.as_object().if_contains(key) : nullptr;
    return found != nullptr && found->is_bool() && found->as_bool();
}

std::string progress(Json const& one) {
    return std::to_string(integer(one, "granted")) + "/" + std::to_string(integer(one, "levels"));
}

std::string outcome(Json const& row, Language language) {
    if (!isTrue(row, "granted")) {
        return word(language, Text::approvalReturned);
    }
    bool const isVoid = !text(row, "voided").empty();
    if (isTrue(row, "on_paper")) {
        return word(language, isVoid ? Text::approvalPaperVoid : Text::approvalOnPaper);
    }
    return word(language, isVoid ? Text::approvalVoid : Text::approvalGranted);
}

std::string person(Json const& row, Language language) {
    auto const behalf = text(row, "behalf");
    return behalf.empty()
               ? text(row, "by")
               : fmt::format(fmt::runtime(say(language, Text::onBehalf)), text(row, "by"), behalf);
}

std::string remark(Json const& row, Language language) {
    std::string out;
    auto const add = [&out](std::string const& more) {
        out += (out.empty() || more.empty() ? "" : "; ") + more;
    };
    if (isTrue(row, "on_paper")) {
        add(fmt::format(fmt::runtime(say(language, Text::paperSigned)), text(row, "signed_by"),
                        text(row, "signed_on")));
    }
    add(text(row, "reason"));
    add(text(row, "void_reason"));
    return out;
}

std::string approvalTable(std::vector<Json> const& rows, Language language) {
    TextTable table({{word(language, Text::id), TextTable::Align::right},
                     {word(language, Text::approvalLevel), TextTable::Align::right},
                     {word(language, Text::approvalOutcome)},
                     {word(language, Text::account)},
                     {word(language, Text::approvalTime)},
                     {word(language, Text::remark)}});
    for (auto const& row : rows) {
        table.add({text(row, "number"), std::to_string(integer(row, "level")),
                   outcome(row, language), person(row, language), text(row, "at"),
                   remark(row, language)});
    }
    return finished(table, language);
}

std::string linesOf(std::vector<Json> const& lines, Language language) {
    std::string out;
    for (auto const& line : lines) {
        out += "  " + printable(sentence(language, line)) + "\n";
    }
    return out;
}

constexpr std::size_t kShortDigest = 16;

std::string changeText(std::string const& change, Language language) {
    return change == "added"     ? word(language, Text::itemAdded)
           : change == "changed" ? word(language, Text::itemChanged)
                                 : "";
}

std::string pixels(Json const& of) {
    auto const width = integer(of, "width");
    return width == 0 ? "" : std::to_string(width) + "x" + std::to_string(integer(of, "height"));
}

std::string itemTable(Json const& sheet, Language language) {
    TextTable table({{"", TextTable::Align::right},
                     {word(language, Text::asset)},
                     {word(language, Text::title)},
                     {word(language, Text::kind)},
                     {word(language, Text::length), TextTable::Align::right},
                     {word(language, Text::pixels)},
                     {word(language, Text::change)},
                     {word(language, Text::digestUpload)},
                     {word(language, Text::digestShown)}});
    for (auto const& item : elements(sheet, "items")) {
        table.add({text(item, "number"), text(item, "handle"), text(item, "title"),
                   sayState(language, text(item, "kind")), clockText(integer(item, "show_ms")),
                   pixels(item), changeText(text(item, "change"), language),
                   text(item, "asset").substr(0, kShortDigest),
                   text(item, "master").substr(0, kShortDigest)});
    }
    return finished(table, language);
}

std::string screenTable(Json const& sheet, Language language) {
    TextTable table({{word(language, Text::screen)},
                     {word(language, Text::name)},
                     {word(language, Text::unit)},
                     {word(language, Text::pixels)},
                     {word(language, Text::position)}});
    for (auto const& screen : elements(sheet, "screens")) {
        auto const& place = member(screen, "place");
        table.add({text(screen, "id"), text(screen, "name"), text(screen, "unit"), pixels(screen),
                   place.is_object()
                       ? pixels(place) + "+" + text(place, "x") + "+" + text(place, "y")
                       : ""});
    }
    return finished(table, language);
}

std::string pacingText(Json const& often) {
    auto const& pacing = member(often, "pacing");
    auto out = text(often, "class");
    if (pacing.is_object()) {
        for (auto const& [key, value] : pacing.as_object()) {
            if (key != "min_per_day" || integer(pacing, "min_per_day") > 0) {
                out += ", " + std::string(key) + " " + text(pacing, key);
            }
        }
    }
    return out;
}

std::string headOf(Json const& sheet, Language language) {
    auto const& covers = member(sheet, "covers");
    auto const& when = member(covers, "when");
    auto const& plays = member(sheet, "plays_a_day");
    auto const dayparts = joined(when, "dayparts", ", ");
    std::string may;
    for (auto const& one : elements(sheet, "may")) {
        auto const name = text(one, "name");
        may += (may.empty() ? "" : ", ") + text(one, "account") +
               (name.empty() ? "" : " (" + name + ")");
    }
    return renderProperties(
        {{word(language, Text::unit), text(sheet, "unit_name")},
         {word(language, Text::author), text(sheet, "owner_name")},
         {word(language, Text::from), text(when, "from")},
         {word(language, Text::to), text(when, "to")},
         {word(language, Text::times),
          joined(when, "days", " ") + (dayparts.empty() ? "" : ", " + dayparts)},
         {word(language, Text::pacing), pacingText(member(covers, "how_often"))},
         {word(language, Text::playsADay),
          plays.is_object()
              ? fmt::format(fmt::runtime(say(language, Text::playsADayText)),
                            integer(plays, "least"), integer(plays, "most"), text(plays, "day"))
              : ""},
         {word(language, Text::mayApprove), may},
         {word(language, Text::formCode), text(sheet, "code")}});
}

}  // namespace

std::string renderReviews(Json const& list, Language language) {
    TextTable table({{word(language, Text::campaign)},
                     {word(language, Text::title)},
                     {word(language, Text::unit)},
                     {word(language, Text::author)},
                     {word(language, Text::approvalsSoFar)},
                     {word(language, Text::remark)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "id"), text(one, "title"), text(one, "unit"), text(one, "owner"),
                   progress(one), text(one, "why_not")});
    }
    return finished(table, language);
}

std::string renderApprovals(Json const& approvals, Language language) {
    auto out = fmt::format(fmt::runtime(say(language, Text::approvalsOf)),
                           text(approvals, "campaign"), progress(approvals)) +
               "\n";
    return printable(out.substr(0, out.size() - 1)) + "\n" +
           approvalTable(elements(approvals, "items"), language);
}

std::string renderSheet(Json const& sheet, Language language) {
    auto const id = text(sheet, "campaign");
    auto const& changes = member(sheet, "changes");
    auto out = printable(fmt::format(fmt::runtime(say(language, Text::reviewHead)), id,
                                     text(sheet, "title"), integer(sheet, "revision"),
                                     sayState(language, text(sheet, "state")),
                                     integer(sheet, "granted"), integer(sheet, "levels"))) +
               "\n" + headOf(sheet, language) + "\n" + itemTable(sheet, language) + "\n" +
               screenTable(sheet, language);
    if (changes.is_object()) {
        auto const lines = linesOf(elements(changes, "lines"), language);
        out += "\n" +
               fmt::format(fmt::runtime(say(language, Text::changedSince)),
                           integer(changes, "since_revision")) +
               "\n" + (lines.empty() ? "  " + word(language, Text::nothingChanged) + "\n" : lines);
    }
    if (auto const findings = linesOf(elements(sheet, "findings"), language); !findings.empty()) {
        out += "\n" + findings;
    }
    if (auto const rows = elements(sheet, "approvals"); !rows.empty()) {
        out += "\n" + approvalTable(rows, language);
    }
    if (text(sheet, "state") == "submitted") {
        out += "\n" +
               printable(fmt::format(fmt::runtime(say(language, Text::approveSheet)), id,
                                     text(sheet, "sheet").substr(0, kShortDigest))) +
               "\n";
    }
    return out;
}

std::string renderFound(Json const& found, Language language) {
    auto out =
        renderProperties({{word(language, Text::formCode), text(found, "code")},
                          {word(language, Text::campaign), text(found, "campaign")},
                          {word(language, Text::title), text(found, "title")},
                          {word(language, Text::state), sayState(language, text(found, "state"))},
                          {word(language, Text::approvalOutcome), sentence(language, found)}});
    out += linesOf(elements(found, "changes"), language);
    if (auto const rows = elements(found, "approvals"); !rows.empty()) {
        out += "\n" + approvalTable(rows, language);
    }
    return out;
}

std::string renderDelegations(Json const& list, Language language) {
    TextTable table({{word(language, Text::id)},
                     {word(language, Text::lentBy)},
                     {word(language, Text::lentTo)},
                     {word(language, Text::from)},
                     {word(language, Text::validUntil)},
                     {word(language, Text::remark)}});
    for (auto const& one : elements(list, "items")) {
        auto const ended = text(one, "ended");
        table.add({text(one, "id"), text(one, "from"), text(one, "to"), text(one, "begins"),
                   ended.empty() ? text(one, "ends") : ended, text(one, "reason")});
    }
    return finished(table, language);
}

}  // namespace tocsin::cli
