// SPDX-License-Identifier: Apache-2.0
#include "rollup_steps.hpp"

#include <algorithm>
#include <utility>

#include "rollup_state.hpp"

namespace tocsin::filing {
namespace {

using access::Permission;
using store::FilingEvent;
using store::FilingStep;

std::string named(store::Filing const& filing) {
    return "filing " + std::to_string(filing.number) + " revision " +
           std::to_string(filing.revision);
}

bool maySee(access::Principal const& who, access::UnitTree const& tree, std::string const& unit) {
    return who.may(Permission::viewReports, unit) || who.may(Permission::submitReports, unit) ||
           mayReceive(who, tree, unit);
}

/// Whether one of these did it to that revision.
bool did(std::vector<FilingEvent> const& events, store::Filing const& filing, FilingStep step,
         std::string const& who) {
    return std::any_of(events.begin(), events.end(), [&](FilingEvent const& event) {
        return event.revision == filing.revision && event.step == step && event.who == who;
    });
}

Result<> maySend(access::Principal const& who, store::Filing const& filing) {
    if (!filing.origin.empty()) {
        return Error{Errc::conflict, named(filing) +
                                         " came from another controller in a signed file; it is "
                                         "sent there"};
    }
    if (!who.may(Permission::submitReports, filing.unit)) {
        return Error{Errc::permission, "it takes submit-reports for unit \"" + filing.unit + "\""};
    }
    return {};
}

Result<> checkSubmit(store::Filing const& filing, Standing const& stands) {
    if (filing.unit.empty()) {
        return Error{Errc::conflict,
                     "nobody is above the whole site here; say how it was handed over "
                     "(tocsin filing outside)"};
    }
    if (filing.revision < stands.revision ||
        (filing.revision == stands.revision && stands.state != FilingState::returned)) {
        return Error{Errc::conflict, "filing " + std::to_string(filing.number) + " revision " +
                                         std::to_string(stands.revision) + " was sent already"};
    }
    if (filing.revision == stands.revision) {
        return Error{Errc::conflict,
                     named(filing) + " was returned; freeze another revision and send that"};
    }
    return {};
}

Result<> checkReceive(access::Principal const& who, access::UnitTree const& tree,
                      store::Filing const& filing, std::vector<FilingEvent> const& events) {
    if (!mayReceive(who, tree, filing.unit)) {
        return Error{Errc::permission,
                     "filings of unit \"" + filing.unit +
                         "\" are accepted and returned by people with submit-reports for a unit "
                         "above it"};
    }
    // Whoever carries a signed file in did not make it.
    bool const own =
        filing.origin.empty() &&
        (who.name == filing.who || did(events, filing, FilingStep::submitted, who.name));
    if (own) {
        return Error{Errc::permission,
                     "you froze or sent " + named(filing) + "; somebody else has to look at it"};
    }
    return {};
}

Result<> checkStanding(FilingWish const& wish, store::Filing const& filing,
                       Standing const& stands) {
    bool const open =
        stands.revision == filing.revision &&
        (stands.state == FilingState::submitted ||
         (wish.step == FilingStep::returned && stands.state == FilingState::accepted));
    if (!open) {
        auto const how =
            stands.revision == filing.revision
                ? "is " + std::string(toString(stands.state)) + " already"
                : (filing.revision > stands.revision
                       ? std::string("was not sent yet")
                       : "was replaced by revision " + std::to_string(stands.revision));
        return Error{Errc::conflict, named(filing) + " " + how};
    }
    if (wish.step == FilingStep::returned && wish.reason.empty()) {
        return Error{Errc::invalid, "reason: say what is wrong with it"};
    }
    return {};
}

Result<> checkOutside(FilingWish const& wish, Instant now) {
    if (wish.channel.empty()) {
        return Error{Errc::invalid, "channel: say how it was handed over (OA, mail, U盘, paper)"};
    }
    if (wish.at && *wish.at > now) {
        return Error{Errc::invalid, "at: " + formatInstant(*wish.at) + " is not yet"};
    }
    return {};
}

Result<> check(access::UnitTree const& tree, access::Principal const& who, FilingWish const& wish,
               store::Filing const& filing, std::vector<FilingEvent> const& events,
               Standing const& stands, Instant now) {
    if (wish.step == FilingStep::accepted || wish.step == FilingStep::returned) {
        auto const may = checkReceive(who, tree, filing, events);
        return may ? checkStanding(wish, filing, stands) : may;
    }
    auto const may = maySend(who, filing);
    if (!may) {
        return may;
    }
    return wish.step == FilingStep::outside ? checkOutside(wish, now) : checkSubmit(filing, stands);
}

}  // namespace

bool mayReceive(access::Principal const& who, access::UnitTree const& tree,
                std::string const& unit) {
    if (unit.empty() || who.unit == unit) {
        return false;
    }
    auto const above = tree.above(unit);
    return who.may(Permission::submitReports, std::string()) ||
           std::any_of(above.begin(), above.end(), [&](std::string const& one) {
               return who.may(Permission::submitReports, one);
           });
}

Result<FilingEvent> takeStep(store::Filings& filings, access::UnitTree const& tree,
                             access::Principal const& who, FilingWish const& wish, Instant now) {
    auto const& reading = std::as_const(filings);
    auto const newest = reading.find(wish.number, std::nullopt);
    auto const filing = wish.revision ? reading.find(wish.number, wish.revision) : newest;
    if (!newest || !filing || !maySee(who, tree, filing->unit)) {
        return Error{Errc::notFound, "there is no filing " + std::to_string(wish.number) +
                                         (newest && wish.revision ? " of that revision" : "")};
    }
    if (filing->revision != newest->revision && wish.step == FilingStep::submitted) {
        return Error{Errc::conflict, "filing " + std::to_string(wish.number) + " has revision " +
                                         std::to_string(newest->revision) + "; send that"};
    }
    auto const events = reading.events(wish.number);
    auto const stands = standingOf({*newest}, events, filing->due, now, false);
    if (auto const allowed = check(tree, who, wish, *filing, events, stands, now); !allowed) {
        return allowed.error();
    }
    FilingEvent const event{
        wish.number,  filing->revision,
        wish.step,    wish.step == store::FilingStep::outside ? wish.at.value_or(now) : now,
        now,          who.name,
        wish.channel, wish.receipt,
        wish.reason};
    filings.record(event);
    return event;
}

}  // namespace tocsin::filing
