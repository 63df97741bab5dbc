// SPDX-License-Identifier: Apache-2.0
#include "filing_query.hpp"

#include <charconv>

#include "board_of_activity.hpp"
#include "rollup_routes.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {
namespace {

using access::Permission;
using access::Principal;
using access::queried;
using store::FilingKind;

Result<FilingKind> kindOf(std::string const& word) {
    for (auto const kind : {FilingKind::plan, FilingKind::week, FilingKind::final,
                            FilingKind::patrol, FilingKind::period}) {
        if (word == store::toString(kind)) {
            return kind;
        }
    }
    return Error{Errc::invalid, "kind: \"" + word +
                                    "\" is unknown; plan, week, final, patrol and period are "
                                    "allowed"};
}

Result<Period> namedWeek(store::Activity const& activity, std::string const& issue, Instant now) {
    if (issue.empty()) {
        return lastWeek(activity, now);
    }
    int number = -1;
    auto const [end, ec] = std::from_chars(issue.data(), issue.data() + issue.size(), number);
    if (ec != std::errc{} || end != issue.data() + issue.size()) {
        return Error{Errc::invalid, "issue: \"" + issue + "\" is no number of a week"};
    }
    return weekOf(activity, number);
}

/// Of the activity as a whole; with its deadline where there is one.
Result<Period> wholePeriod(store::Activity const& activity, FilingKind kind) {
    auto const all = periodsOf(activity);
    if (!all) {
        return all.error();
    }
    for (auto const& one : *all) {
        if (one.kind == kind) {
            return one;
        }
    }
    return Period{kind, 0, playlists::parseDate(activity.firstDay).value(),
                  playlists::parseDate(activity.lastDay).value(), std::nullopt};
}

Result<Period> saidDays(FilingKind kind, PeriodWish const& wish) {
    auto const first = playlists::parseDate(wish.from);
    auto const last = playlists::parseDate(wish.to.empty() ? wish.from : wish.to);
    if (!first || !last) {
        return Error{Errc::invalid,
                     first ? "to: " + last.error().message : "from: " + first.error().message};
    }
    if (*last < *first || (kind == FilingKind::patrol && *last != *first)) {
        return Error{Errc::invalid, kind == FilingKind::patrol
                                        ? "to: a patrol record is of one day"
                                        : "to: " + wish.to + " is before from"};
    }
    return Period{kind, 0, *first, *last, std::nullopt};
}

}  // namespace

PeriodWish periodWishOf(access::Request const& request) {
    return {queried(request, "activity"), queried(request, "kind"), queried(request, "issue"),
            queried(request, "unit"),     queried(request, "from"), queried(request, "to")};
}

Result<ContentWish> findWish(store::Tx const& tx, Principal const& who, Permission permission,
                             PeriodWish const& wish, Instant now) {
    auto const unit = access::unitFor(who, permission, wish.unit);
    if (!unit) {
        return unit.error();
    }
    auto activity = findActivity(tx, wish.activity);
    if (!activity || !(who.uses(permission, activity->unit) || who.may(permission, *unit))) {
        return Error{Errc::notFound, "there is no activity \"" + wish.activity + "\" here"};
    }
    auto const kind = kindOf(wish.kind.empty() ? "week" : wish.kind);
    if (!kind) {
        return kind.error();
    }
    auto const period = *kind == FilingKind::week ? namedWeek(*activity, wish.issue, now)
                        : *kind == FilingKind::patrol || *kind == FilingKind::period
                            ? saidDays(*kind, wish)
                            : wholePeriod(*activity, *kind);
    if (!period) {
        return period.error();
    }
    ContentWish out;
    out.activity = *std::move(activity);
    out.period = *period;
    out.unit = *unit;
    auto const firstDay = playlists::toString(period->first);
    if (auto const draft = tx.filings().draft(out.activity.handle, period->kind, period->issue,
                                              out.unit, firstDay)) {
        out.texts = *draft;
    }
    return out;
}

Result<store::Filing> findFiling(store::Tx const& tx, Principal const& who,
                                 access::Request const& request) {
    auto const text = request.parameters.at("number");
    Error const none{Errc::notFound, "there is no filing " + text};
    auto const number = filingNumber(text);
    auto const said = queried(request, "revision");
    auto const revision = filingNumber(said);
    if (!number || (!said.empty() && !revision)) {
        return none;
    }
    auto found = tx.filings().find(*number, revision);
    if (!found || !who.may(Permission::viewReports, found->unit)) {
        return none;
    }
    return *std::move(found);
}

Stamp stampOf(store::Filing const& filing, std::string const& version) {
    return {filing.number, filing.revision, filing.reason, filing.digest, version};
}

Result<documents::Language> languageOf(access::Request const& request) {
    auto const word = queried(request, "lang");
    if (word.empty() || word == "zh") {
        return documents::Language::chinese;
    }
    if (word == "en") {
        return documents::Language::english;
    }
    return Error{Errc::invalid, "lang: \"" + word + "\" is unknown; zh and en are allowed"};
}

}  // namespace tocsin::filing
