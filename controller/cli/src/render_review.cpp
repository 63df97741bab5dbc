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
    return word(language, text(row, "voided").empty() ? Text::approvalGranted : Text::approvalVoid);
}

std::string person(Json const& row, Language language) {
    auto const behalf = text(row, "behalf");
    return behalf.empty()
               ? text(row, "by")
               : fmt::format(fmt::runtime(say(language, Text::onBehalf)), text(row, "by"), behalf);
}

std::string remark(Json const& row) {
    auto const reason = text(row, "reason");
    auto const why = text(row, "void_reason");
    return reason.empty() || why.empty() ? reason + why : reason + "; " + why;
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
    TextTable table({{word(language, Text::approvalLevel), TextTable::Align::right},
                     {word(language, Text::approvalOutcome)},
                     {word(language, Text::account)},
                     {word(language, Text::approvalTime)},
                     {word(language, Text::remark)}});
    for (auto const& row : elements(approvals, "items")) {
        table.add({std::to_string(integer(row, "level")), outcome(row, language),
                   person(row, language), text(row, "at"), remark(row)});
    }
    return printable(out.substr(0, out.size() - 1)) + "\n" + finished(table, language);
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
