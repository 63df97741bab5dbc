// SPDX-License-Identifier: Apache-2.0
// Freezing: the draft becomes a filing that never changes, with its files. The files are on disk
// before the row is written; files without a row, of a write that failed, say nothing to anybody.
#include <boost/json.hpp>

#include "filing_query.hpp"
#include "filing_routes.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using access::Permission;
using store::Filing;

constexpr std::size_t kMostReason = 500, kMostWord = 64;
constexpr std::int64_t kMostADay = 100;  // of one unit: each is kept for good

struct FreezeWish {
    PeriodWish period;
    std::string reason;
};

FreezeWish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"activity", "kind", "issue", "unit", "from", "to", "reason"});
    auto const text = [&](char const* key, std::size_t most) {
        auto const found = in.find(key);
        return found ? found->string(most) : std::string();
    };
    FreezeWish out;
    out.period.activity = in.at("activity").string(kMostWord);
    out.period.kind = text("kind", kMostWord);
    out.period.unit = text("unit", kMostWord);
    out.period.from = text("from", kMostWord);
    out.period.to = text("to", kMostWord);
    out.reason = text("reason", kMostReason);
    if (auto const issue = in.find("issue")) {
        out.period.issue = std::to_string(issue->integer(0, 1'000));
    }
    return out;
}

bool isSamePeriod(Filing const& a, Filing const& b) {
    return a.kind == b.kind && a.issue == b.issue && a.unit == b.unit && a.firstDay == b.firstDay &&
           a.lastDay == b.lastDay && a.origin.empty();
}

/// Number and revision that it will have: those of its period go on under the same number.
Result<> number(store::Tx const& tx, Filing& filing) {
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
    filing.number = filing.number == 0 ? newest + 1 : filing.number;
    if (filing.revision > 1 && filing.reason.empty()) {
        return Error{Errc::conflict, "reason: filing " + std::to_string(filing.number) +
                                         " is of this unit and period; say why there is another "
                                         "revision of it"};
    }
    return {};
}

Filing filingOf(ContentWish const& wish, json::object const& content, Instant now) {
    Filing out;
    out.activity = wish.activity.handle;
    out.kind = wish.period.kind;
    out.issue = wish.period.issue;
    out.unit = wish.unit;
    out.firstDay = playlists::toString(wish.period.first);
    out.lastDay = playlists::toString(wish.period.last);
    out.asOf = now;
    out.lastBatch = content.at("last_batch").as_int64();
    out.due = wish.period.due;
    out.content = json::serialize(content);
    out.digest = messages::sha256(out.content);
    return out;
}

}  // namespace

Answer freezeFiling(BookPtr const& book, access::Principal const& who,
                    access::Request const& request) {
    auto const wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    std::lock_guard const lock(book->freezing);
    ContentWish counted;
    auto const content = madeContent(*book, who, Permission::submitReports, wish->period, counted);
    if (!content) {
        return content.error();
    }
    if (!content->at("begun").as_bool()) {
        return Error{Errc::conflict, "days: " + playlists::toString(counted.period.first) + " to " +
                                         playlists::toString(counted.period.last) +
                                         " have not begun; freeze the filing once they are over"};
    }
    auto const asOf = parseInstant(std::string(content->at("as_of").as_string())).value();
    auto filing = filingOf(counted, *content, asOf);
    filing.who = who.name;
    filing.reason = wish->reason;
    auto const looked =
        book->store.read([&](store::Tx const& tx) -> Result<> { return number(tx, filing); });
    if (!looked) {
        return looked.error();
    }
    auto forms = keepForms(*book, {filing.content, stampOf(filing, book->settings.version),
                                   documents::Language::chinese});
    if (!forms) {
        return forms.error();
    }
    filing.forms = std::move(*forms);
    auto const written = book->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const promised = std::pair(filing.number, filing.revision);
            // Whatever took the number that the files name, they must not name another one's.
            auto again = filing;
            again.number = 0;
            if (auto const numbered = number(std::as_const(tx), again); !numbered) {
                return numbered.error();
            }
            if (std::pair(again.number, again.revision) != promised) {
                return Error{Errc::conflict, "another filing was frozen meanwhile; try again"};
            }
            filing = tx.filings().add(filing);
            return {};
        },
        {who.name, "filing.freeze",
         std::to_string(filing.number) + "-" + std::to_string(filing.revision),
         filing.activity + " " + std::string(store::toString(filing.kind)) + " " + filing.unit +
             " " + filing.digest.hex()});
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(headJson(filing), 201);
}

}  // namespace tocsin::filing
