// SPDX-License-Identifier: Apache-2.0
#include "rollup_freezing.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "board_of_activity.hpp"
#include "rollup_members.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/filings.hpp"

namespace tocsin::filing {
namespace {

using store::Filing;

constexpr std::int64_t kMostADay = 100;  // of one unit: each is kept for good

Result<Filing> sumOf(store::Tx const& tx, RollUpWish const& wish, Instant now) {
    auto const activity = findActivity(tx, wish.activity);
    auto const kind = calendarKind(wish.kind);
    if (!activity || !kind) {
        return activity ? kind.error() : activity.error();
    }
    auto const period = boardPeriod(*activity, *kind, wish.issue);
    if (!period) {
        return period.error();
    }
    auto const content = rolledUp(tx, *activity, *period, wish.unit, now);
    if (!content) {
        return content.error();
    }
    Filing out;
    out.activity = wish.activity;
    out.kind = *kind;
    out.issue = wish.issue;
    out.unit = wish.unit;
    out.firstDay = period->firstDay;
    out.lastDay = period->lastDay;
    out.asOf = now;
    out.lastBatch = tx.ledger().newestBatch();
    out.due = period->due;
    out.reason = wish.reason;
    out.content = boost::json::serialize(*content);
    out.digest = messages::sha256(out.content);
    return out;
}

bool isSamePeriod(Filing const& a, Filing const& b) {
    return a.kind == b.kind && a.issue == b.issue && a.unit == b.unit && a.firstDay == b.firstDay &&
           a.lastDay == b.lastDay && a.origin.empty();
}

/// Number and revision that it will have.
Result<> numberIt(store::Tx const& tx, Filing& filing) {
    filing.number = 0;
    filing.revision = 1;
    std::int64_t newest = 0, recent = 0;
    for (auto const& one : tx.filings().all()) {
        newest = std::max(newest, one.number);
        recent += one.unit == filing.unit && one.asOf >= filing.asOf - std::chrono::days(1) ? 1 : 0;
        if (one.activity == filing.activity && isSamePeriod(one, filing) && filing.number == 0) {
            filing.number = one.number;  // the newest comes first
            filing.revision = one.revision + 1;
        }
    }
    if (recent >= kMostADay) {
        return Error{Errc::exhausted,
                     "unit: " + std::to_string(kMostADay) +
                         " filings of it were frozen within a day; try again tomorrow"};
    }
    if (filing.revision > 1 && filing.reason.empty()) {
        return Error{Errc::conflict, "reason: filing " + std::to_string(filing.number) +
                                         " is of this unit and period; say why there is another "
                                         "revision of it"};
    }
    filing.number = filing.number == 0 ? newest + 1 : filing.number;
    return {};
}

}  // namespace

Result<Filing> freezeRollUp(store::Store& store, access::Principal const& who,
                            RollUpWish const& wish, FormsOf const& formsOf, Instant now) {
    if (!who.may(access::Permission::submitReports, wish.unit)) {
        return Error{Errc::permission, "it takes submit-reports for unit \"" + wish.unit + "\""};
    }
    Result<Filing> made = Error{Errc::internal, "nothing was read"};
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        made = sumOf(tx, wish, now);
        if (made) {
            made->who = who.name;
            return numberIt(tx, *made);
        }
        return {};
    });
    if (!looked || !made) {
        return looked ? made.error() : looked.error();
    }
    if (formsOf) {
        auto forms = formsOf(*made);
        if (!forms) {
            return forms.error();
        }
        made->forms = *std::move(forms);
    }
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto again = *made;
            if (auto const numbered = numberIt(std::as_const(tx), again); !numbered) {
                return numbered.error();
            }
            if (std::pair(again.number, again.revision) !=
                std::pair(made->number, made->revision)) {
                return Error{Errc::conflict, "another filing was frozen meanwhile; try again"};
            }
            *made = tx.filings().add(*std::move(made));
            return {};
        },
        {who.name, "filing.rollup", wish.activity + " " + wish.kind + " " + wish.unit,
         made->digest.hex()});
    return written ? made : written.error();
}

}  // namespace tocsin::filing
