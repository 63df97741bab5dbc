// SPDX-License-Identifier: Apache-2.0
#include "duty.hpp"

#include "tocsin/access/unit_for.hpp"
#include "written_text.hpp"

namespace tocsin::warnings {
namespace {

using access::Permission;
using access::Principal;
using messages::JsonReader;

constexpr std::size_t kMostReason = 500;

/// {"reason"}, or nothing at all.
Result<std::string> readReason(std::string const& body) {
    if (body.empty()) {
        return std::string();
    }
    return messages::readJson(body, [](JsonReader const& in) {
        in.onlyKeys({"reason"});
        auto const reason = in.find("reason");
        auto out = reason ? reason->string(kMostReason) : std::string();
        if (!isPlainLine(out)) {
            reason->fail("write one line, without control characters");
        }
        return out;
    });
}

Result<> isStanding(Stored const& warning, Instant now) {
    auto const& record = warning.record;
    if (record.state == kWaiting) {
        return Error{Errc::conflict, "warning " + record.id +
                                         " waits for its release and is on no screen yet; release "
                                         "or reject it"};
    }
    if (record.state != kStanding || record.expires <= now) {
        return Error{Errc::conflict,
                     "warning " + record.id + " is over; raise another if it is needed"};
    }
    return {};
}

/// Whoever releases answers for all its screens.
Result<> mayReach(Warnings::State const& state, Principal const& who, Wanted const& wanted) {
    auto const chosen = state.choose(wanted);
    if (!chosen) {
        return chosen.error();
    }
    for (auto const& screen : chosen->screens) {
        if (!who.may(Permission::raiseWarnings, screen.unit)) {
            return Error{Errc::permission, "it reaches screen " + screen.target.screen.str() +
                                               " of another unit, for which you do not have the "
                                               "right raise-warnings"};
        }
    }
    return {};
}

}  // namespace

bool byOne(Wanted const& wanted, WarningSettings const& settings) {
    return !wanted.isFreeText() || settings.freeTextByOne;
}

Result<Wanted> wantedBy(Warnings::State const& state, Principal const& who,
                        std::string const& body) {
    auto const ask = messages::readJson(body, readAsk);
    if (!ask) {
        return ask.error();
    }
    auto wanted = wantedOf(*ask, state.settings, state.now());
    if (wanted) {
        wanted->reach = who.unitsFor(Permission::raiseWarnings);
        wanted->by = who.name;
    }
    return wanted;
}

Result<Stored> raiseBy(Warnings::State& state, Principal const& who, std::string const& body) {
    auto wanted = wantedBy(state, who, body);
    if (!wanted) {
        return wanted.error();
    }
    auto const unit = access::unitFor(who, Permission::raiseWarnings, "");
    auto const& some = wanted->reach.named();
    auto const home = unit ? *unit : some.empty() ? who.unit : *some.begin();
    std::lock_guard const lock(state.changing);
    bool const atOnce = byOne(*wanted, state.settings);
    return state.begin(std::move(*wanted), home, atOnce ? who.name : "", "duty", {});
}

Result<Stored> releaseBy(Warnings::State& state, Principal const& who, std::string const& id) {
    std::lock_guard const lock(state.changing);
    auto const warning = state.find(id);
    if (!warning) {
        return warning.error();
    }
    auto const& record = warning->record;
    bool const isFirst = record.state == kWaiting;
    if (!isFirst && (record.state != kStanding || record.pending.empty())) {
        return Error{Errc::conflict, "nothing of warning " + id + " waits for a release"};
    }
    auto const wanted =
        isFirst ? Result<Wanted>(warning->kept.wanted) : parseWanted(record.pending);
    if (!wanted) {
        return wanted.error();
    }
    if (who.name == wanted->by || (isFirst && who.name == record.raisedBy)) {
        return Error{Errc::conflict,
                     "you asked for it yourself; another person with the same right releases it"};
    }
    if (auto may = mayReach(state, who, *wanted); !may) {
        return may.error();
    }
    return state.show(*warning, *wanted, who.name, "warning.release");
}

Result<Stored> rejectBy(Warnings::State& state, Principal const& who, std::string const& id,
                        std::string const& body) {
    auto const reason = readReason(body);
    if (!reason) {
        return reason.error();
    }
    std::lock_guard const lock(state.changing);
    auto const warning = state.find(id);
    if (!warning) {
        return warning.error();
    }
    bool const waits = warning->record.state == kWaiting ||
                       (warning->record.state == kStanding && !warning->record.pending.empty());
    if (!waits) {
        return Error{Errc::conflict, "nothing of warning " + id + " waits for a release"};
    }
    return state.reject(*warning, who.name, *reason);
}

Result<Stored> extendBy(Warnings::State& state, Principal const& who, std::string const& id,
                        std::string const& body) {
    auto const until = messages::readJson(body, [](JsonReader const& in) {
        in.onlyKeys({"minutes", "expires"});
        auto out = readUntil(in);
        if (!out.minutes && !out.expires) {
            in.fail("say minutes, or expires");
        }
        return out;
    });
    if (!until) {
        return until.error();
    }
    std::lock_guard const lock(state.changing);
    auto const warning = state.find(id);
    if (!warning) {
        return warning.error();
    }
    auto const now = state.now();
    if (auto stands = isStanding(*warning, now); !stands) {
        return stands.error();
    }
    auto const end = warning->record.expires;
    auto const expires =
        until->expires ? *until->expires : end + std::chrono::minutes(*until->minutes);
    if (expires <= end) {
        return Error{Errc::invalid, "it ends at " + formatInstant(end) +
                                        " already; name a later end, or clear it"};
    }
    if (expires > now + state.settings.lasting.most) {
        return Error{Errc::invalid, "it would last too long: at most " +
                                        inHours(state.settings.lasting.most) + " from now"};
    }
    return state.extend(*warning, expires, who.name);
}

Result<Stored> changeBy(Warnings::State& state, Principal const& who, std::string const& id,
                        std::string const& body) {
    auto wanted = wantedBy(state, who, body);
    if (!wanted) {
        return wanted.error();
    }
    std::lock_guard const lock(state.changing);
    auto const warning = state.find(id);
    if (!warning) {
        return warning.error();
    }
    if (auto stands = isStanding(*warning, state.now()); !stands) {
        return stands.error();
    }
    if (warning->kept.wanted.alert) {
        return Error{Errc::conflict, "warning " + id + " comes from " +
                                         warning->kept.wanted.alert->sender +
                                         ", who changes it; you may extend or clear it, and raise "
                                         "one of your own"};
    }
    if (warning->kept.wanted.drill != wanted->drill) {
        return Error{Errc::conflict, "a drill stays a drill; clear it and raise another"};
    }
    return byOne(*wanted, state.settings)
               ? state.show(*warning, std::move(*wanted), who.name, "warning.change")
               : state.propose(*warning, std::move(*wanted));
}

Result<Stored> clearBy(Warnings::State& state, Principal const& who, std::string const& id,
                       std::string const& body) {
    auto const reason = readReason(body);
    if (!reason) {
        return reason.error();
    }
    std::lock_guard const lock(state.changing);
    auto const warning = state.find(id);
    if (!warning) {
        return warning.error();
    }
    if (auto stands = isStanding(*warning, state.now()); !stands) {
        return stands.error();
    }
    return state.end(*warning, who.name, *reason);
}

}  // namespace tocsin::warnings
