// SPDX-License-Identifier: Apache-2.0
#include "tocsin/filing/content.hpp"

#include <algorithm>

#include "content_parts.hpp"
#include "filing_texts.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using store::FilingKind;

constexpr char kFormat[] = "tocsin-filing/1";
constexpr std::int64_t kMostScreenDays = 16'000;  // 500 screens over a month

/// The period's days that are the activity's too.
Result<std::optional<DayRun>> commonDays(ContentWish const& wish) {
    auto const first = playlists::parseDate(wish.activity.firstDay);
    auto const last = playlists::parseDate(wish.activity.lastDay);
    if (!first || !last) {
        return first ? last.error() : first.error();
    }
    DayRun const common{std::max(wish.period.first, *first), std::min(wish.period.last, *last)};
    return common.last < common.first ? std::optional<DayRun>() : common;
}

Result<Scope> scopeOf(store::Tx const& tx, ContentWish const& wish, Instant now) {
    Scope out;
    out.wish = wish;
    out.now = now;
    auto const units = tx.units().all();
    out.units = access::UnitTree(units).from(wish.unit);
    for (auto const& unit : units) {
        out.unitNames.emplace(unit.handle, unit.name);
    }
    out.campaigns = {wish.activity.campaigns.begin(), wish.activity.campaigns.end()};
    for (auto& screen : tx.screens().all()) {
        if (out.units.contains(screen.unit)) {
            out.screens.emplace(screen.id, std::move(screen));
        }
    }
    auto const days = commonDays(wish);
    if (!days) {
        return days.error();
    }
    out.days = *days;
    auto const end =
        playlists::dayBounds(wish.activity.zone, out.days ? out.days->last : wish.period.last);
    if (!end) {
        return end.error();
    }
    out.isOver = end->end <= now;
    auto const begin =
        playlists::dayBounds(wish.activity.zone, out.days ? out.days->first : wish.period.first);
    if (!begin) {
        return begin.error();
    }
    if (wish.period.kind != FilingKind::plan && now < begin->begin) {
        out.days.reset();  // of what has not begun there is nothing to count
        out.begun = false;
    }
    return out;
}

json::object headOf(Scope const& scope) {
    auto const& [activity, period, unit, texts] = scope.wish;
    json::object out{{"format", kFormat},
                     {"activity", activity.handle},
                     {"title", activity.title},
                     {"theme", activity.theme},
                     {"unit", unit},
                     {"unit_name", scope.unitName(unit)},
                     {"kind", std::string(store::toString(period.kind))},
                     {"issue", period.issue},
                     {"from", playlists::toString(period.first)},
                     {"to", playlists::toString(period.last)},
                     {"zone", activity.zone},
                     {"as_of", formatInstant(scope.now)},
                     {"over", scope.isOver},
                     {"receiver", activity.filing.receiver},
                     {"responsible", json::object{{"name", activity.responsible.name},
                                                  {"phone", activity.responsible.phone},
                                                  {"mail", activity.responsible.mail}}}};
    if (period.due) {
        out["due"] = formatInstant(*period.due);
    }
    if (scope.days) {
        out["counted_from"] = playlists::toString(scope.days->first);
        out["counted_to"] = playlists::toString(scope.days->last);
    }
    json::array keyDates;
    for (auto const& date : activity.keyDates) {
        keyDates.push_back(
            json::object{{"day", date.day}, {"title", date.title}, {"note", date.note}});
    }
    out["key_dates"] = std::move(keyDates);
    return out;
}

/// What people wrote stays as it is; the rest is drafted. `drafted` says which, so that a document
/// in another language is drafted in that.
void addTexts(json::object& out, store::FilingDraft const& texts) {
    auto const drafted = draftedTexts(out, documents::Language::chinese);
    auto const either = [](std::string const& written, std::string const& made) {
        return written.empty() ? made : written;
    };
    out["texts"] = json::object{{"overview", either(texts.overview, drafted.overview)},
                                {"highlights", either(texts.highlights, drafted.highlights)},
                                {"shortcomings", either(texts.shortcomings, drafted.shortcomings)}};
    out["drafted"] = json::object{{"overview", texts.overview.empty()},
                                  {"highlights", texts.highlights.empty()},
                                  {"shortcomings", texts.shortcomings.empty()}};
    out["people"] = json::object{{"filled_by", texts.filledBy},
                                 {"reviewed_by", texts.reviewedBy},
                                 {"signed_by", texts.signedBy}};
}

}  // namespace

std::string Scope::unitName(std::string const& handle) const {
    auto const found = unitNames.find(handle);
    return found == unitNames.end() || found->second.empty() ? handle : found->second;
}

std::string Scope::screenName(ScreenId const& id) const {
    auto const found = screens.find(id);
    return found == screens.end() || found->second.name.empty() ? id.str() : found->second.name;
}

std::string Scope::dayOf(Instant at) const {
    return playlists::toString(playlists::localDayOf(wish.activity.zone, at).value());
}

reports::ReportRequest Scope::request(std::vector<reports::By> by) const {
    reports::ReportRequest out;
    out.by = std::move(by);
    out.units = units;
    out.campaigns = campaigns;
    out.countsOther = false;  // no filing says it
    out.mostScreenDays = kMostScreenDays;
    out.byDates = isOver || wish.period.kind == FilingKind::plan;
    out.firstDay = days->first;
    out.lastDay = days->last;
    if (!out.byDates) {
        // Of days that are not over, what is still to come would look like a loss.
        auto const begin = playlists::dayBounds(wish.activity.zone, days->first).value().begin;
        out.instants = {begin, std::max(now, begin + Milliseconds(1))};
    }
    return out;
}

Result<json::object> contentOf(store::Tx const& tx, ContentWish const& wish,
                               reports::ReportSettings const& settings) {
    auto const scope = scopeOf(tx, wish, settings.now());
    if (!scope) {
        return scope.error();
    }
    auto out = headOf(*scope);
    auto const underWay = isUnderWay(wish.activity, scope->now);
    if (!underWay) {
        return underWay.error();
    }
    bool const isReport =
        wish.period.kind != FilingKind::plan && wish.period.kind != FilingKind::patrol;
    out["provisional"] = isReport && scope->begun &&
                         (wish.period.kind == FilingKind::final ? *underWay : !scope->isOver);
    out["begun"] = scope->begun;
    if (auto const added = addPlays(out, tx, *scope, settings); !added) {
        return added.error();
    }
    if (wish.period.kind == FilingKind::plan) {
        if (auto const added = addPlan(out, tx, *scope); !added) {
            return added.error();
        }
    } else if (auto const added = addSeconds(out, tx, *scope); !added) {
        return added.error();
    }
    addWork(out, tx, *scope);
    if (auto const added = addWeeks(out, tx, *scope, settings); !added) {
        return added.error();
    }
    if (auto const added = addCompleteness(out, tx, *scope); !added) {
        return added.error();
    }
    addPictures(out, tx, *scope);
    addTexts(out, wish.texts);
    return out;
}

}  // namespace tocsin::filing
