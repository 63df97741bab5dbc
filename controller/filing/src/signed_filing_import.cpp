// SPDX-License-Identifier: Apache-2.0
#include "signed_filing_import.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "signed_filing_keys.hpp"
#include "tocsin/store/filings.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

using store::Filing;

/// What an earlier file of the same filing became here.
struct Earlier {
    std::int64_t number = 0;    ///< here; 0: there is none
    std::int64_t revision = 0;  ///< newest of theirs that is here
    std::int64_t same = 0;      ///< revision here that has the same content; 0: none
    std::int64_t sameNumber = 0;
};

/// Number and revision of theirs, from "7/2"; zeros for anything else.
std::pair<std::int64_t, std::int64_t> theirsOf(std::string const& receipt) {
    std::pair<std::int64_t, std::int64_t> out;
    auto const* const end = receipt.data() + receipt.size();
    auto const [slash, wrong] = std::from_chars(receipt.data(), end, out.first);
    if (wrong != std::errc{} || slash == end || *slash != '/') {
        return {};
    }
    std::from_chars(slash + 1, end, out.second);
    return out;
}

Earlier earlierOf(store::Tx const& tx, SignedFiling const& made, std::string const& unit) {
    // A key that was rotated still is the same controller.
    std::vector<std::string> origins;
    for (auto const& key : pinnedKeys(tx.settings(), unit)) {
        origins.push_back(hexOf(key));
    }
    Earlier out;
    for (auto const& one : tx.filings().of(made.filing.activity)) {
        if (std::find(origins.begin(), origins.end(), one.origin) == origins.end() ||
            one.unit != unit) {
            continue;
        }
        if (one.digest == made.filing.digest) {
            out.same = one.revision;
            out.sameNumber = one.number;
        }
        for (auto const& event : tx.filings().events(one.number)) {
            auto const [number, revision] = theirsOf(event.receipt);
            if (event.channel == kFileChannel && number == made.filing.number) {
                out.number = one.number;
                out.revision = std::max(out.revision, revision);
            }
        }
    }
    return out;
}

Result<> checkNew(store::Tx const& tx, SignedFiling const& made, Earlier const& earlier) {
    auto const named = "their filing " + std::to_string(made.filing.number) + " revision " +
                       std::to_string(made.filing.revision);
    if (earlier.same != 0) {
        return Error{Errc::conflict, named + " is here already, as filing " +
                                         std::to_string(earlier.sameNumber) + " revision " +
                                         std::to_string(earlier.same)};
    }
    if (earlier.number == 0) {
        return {};
    }
    if (made.filing.revision <= earlier.revision) {
        return Error{Errc::conflict,
                     named + " is not newer than revision " + std::to_string(earlier.revision) +
                         ", which is here as filing " + std::to_string(earlier.number)};
    }
    auto const before = tx.filings().find(earlier.number, std::nullopt);
    if (before &&
        (before->kind != made.filing.kind || before->issue != made.filing.issue ||
         before->firstDay != made.filing.firstDay || before->lastDay != made.filing.lastDay)) {
        return Error{Errc::conflict, named + " is of other days than filing " +
                                         std::to_string(earlier.number) +
                                         ", which it would revise"};
    }
    return {};
}

}  // namespace

Result<std::string> unitHere(store::Tx const& tx, SignedFiling const& made) {
    auto const units = unitsOf(tx.settings(), tx.units().all(), made.key);
    if (units.empty()) {
        return Error{Errc::permission,
                     "key " + made.key.fingerprint() +
                         ", which signed the file, is pinned for no unit; compare it with the "
                         "member (tocsin filing trust there), then: tocsin filing trust UNIT " +
                         hexOf(made.key)};
    }
    auto const& theirs = made.filing.unit;
    if (std::find(units.begin(), units.end(), theirs) != units.end()) {
        return theirs;
    }
    if (theirs.empty() && units.size() == 1) {
        return units.front();
    }
    std::string names;
    for (auto const& unit : units) {
        names += (names.empty() ? "" : ", ") + unit;
    }
    return Error{Errc::conflict, "the file is the filing of unit \"" + theirs + "\", and key " +
                                     made.key.fingerprint() + " is pinned for " + names};
}

Result<Filing> takeIn(store::Tx& tx, access::Principal const& who, SignedFiling const& made,
                      std::optional<Instant> due, Instant now) {
    auto const& reading = std::as_const(tx);
    auto const unit = unitHere(reading, made);
    if (!unit) {
        return unit.error();
    }
    if (!who.may(access::Permission::submitReports, *unit)) {
        return Error{Errc::permission, "it takes submit-reports for unit \"" + *unit + "\""};
    }
    auto const earlier = earlierOf(reading, made, *unit);
    if (auto const fresh = checkNew(reading, made, earlier); !fresh) {
        return fresh.error();
    }
    auto filing = made.filing;
    filing.number = earlier.number;
    filing.revision = 0;
    filing.unit = *unit;
    filing.due = due;
    filing.origin = hexOf(made.key);
    filing = tx.filings().add(std::move(filing));
    tx.filings().record(
        {filing.number, filing.revision, store::FilingStep::submitted, now, now, who.name,
         kFileChannel,
         std::to_string(made.filing.number) + "/" + std::to_string(made.filing.revision), ""});
    return filing;
}

}  // namespace tocsin::filing
