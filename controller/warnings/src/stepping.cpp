// SPDX-License-Identifier: Apache-2.0
// How a warning goes from one state to the next: what is signed, what is stored, who is told.
#include <algorithm>

#include "renewing.hpp"
#include "state.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::warnings {
namespace {

using messages::WarningAction;
using store::WarningRecord;

/// "w20260601-" and eight digits that say nothing.
std::string newId(Instant now) {
    auto const day = formatInstant(now).substr(0, 10);
    return "w" + day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2) + "-" +
           messages::sha256(messages::randomBytes(16)).hex().substr(0, 8);
}

/// What lists show of it.
void describe(WarningRecord& record, Wanted const& wanted) {
    record.level = playlists::toString(wanted.level);
    record.event = wanted.event;
    record.headline = wanted.texts.empty() ? wanted.event : wanted.texts.front().headline;
    record.drill = wanted.drill;
    record.emergency = wanted.emergency;
    record.from = wanted.from;
    record.expires = wanted.expires;
}

std::size_t shownOn(TargetRows const& rows) {
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](auto const& row) {
        return row.target.look != playlists::WarningLook::off;
    }));
}

Step stepFrom(Stored const& warning) {
    Step out;
    out.before = warning.record;
    out.after = warning.record;
    out.kept = warning.kept;
    return out;
}

/// The next revision, which brings `wanted` to the screens.
Result<> bring(Warnings::State const& state, Chosen const& chosen, TargetRows const& former,
               Wanted wanted, Step& step) {
    auto const now = state.now();
    wanted.from = std::max(wanted.from, now);
    if (wanted.expires <= now) {
        return Error{Errc::conflict, "its time is over; raise it anew with a later end"};
    }
    describe(step.after, wanted);
    step.after.revision += 1;
    step.after.state = kStanding;
    step.after.issued = now;
    step.rows = rowsFor(chosen, former);
    step.kept.longest = std::max(step.kept.longest, wanted.expires);
    step.kept.brought = step.after.revision;
    step.kept.broughtAt = wanted.from;
    step.kept.wanted = std::move(wanted);
    return signRevision(state.signer, WarningAction::show, step.kept.wanted, state.settings.zone,
                        step.after, step.rows);
}

/// The next revision, which takes it from all screens for as long as any of them may hold an
/// earlier one.
Result<> takeAway(Warnings::State const& state, Stored const& warning, Step& step) {
    step.after.revision += 1;
    step.after.issued = state.now();
    step.after.expires = std::max(warning.kept.longest, state.now() + std::chrono::seconds(1));
    step.after.pending.clear();
    step.rows = warning.rows;
    return signRevision(state.signer, WarningAction::clear, warning.kept.wanted,
                        state.settings.zone, step.after, step.rows);
}

/// What its sender asked for is not asked for again.
void turnDown(Stored const& warning, Kept& kept) {
    auto const pending = parseWanted(warning.record.pending);
    if (!pending || !pending->alert) {
        return;
    }
    auto& all = kept.turnedDown;
    if (all.size() == kMostTurnedDown) {
        all.erase(all.begin());
    }
    all.push_back({*pending->alert, pending->part});
}

}  // namespace

std::string auditDetail(Wanted const& wanted, std::size_t screens) {
    auto const headline = wanted.texts.empty() ? wanted.event : wanted.texts.front().headline;
    auto const source = wanted.alert          ? "CAP " + wanted.alert->identifier
                        : wanted.made.empty() ? std::string("free text")
                                              : "template " + wanted.made;
    return (wanted.drill ? "drill; " : "") + source + "; level " +
           std::string(playlists::toString(wanted.level)) + "; " + std::to_string(screens) +
           (screens == 1 ? " screen" : " screens") + "; until " + formatInstant(wanted.expires) +
           "; " + headline;
}

Result<Stored> Warnings::State::find(std::string const& id) const {
    std::optional<Stored> out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto const record = tx.warnings().find(id);
        if (!record) {
            return Error{Errc::notFound, "there is no warning \"" + id +
                                             "\"; tocsin warn list --all shows those there are"};
        }
        auto kept = parseKept(record->asked);
        if (!kept) {
            return kept.error();
        }
        out = Stored{*record, std::move(*kept), tx.warnings().targets(id, record->revision)};
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return std::move(*out);
}

Result<Chosen> Warnings::State::choose(Wanted const& wanted) const {
    Result<Chosen> out = Chosen{};
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        out = chooseScreens(tx, wanted, settings);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

Result<Stored> Warnings::State::take(Step step) {
    step.after.asked = toJson(step.kept);
    auto const stored = store.write(
        [&](store::Tx& tx) -> Result<> {
            if (tx.warnings().find(step.after.id) != step.before) {
                return Error{Errc::conflict,
                             "the warning has changed meanwhile; look at it and try again"};
            }
            tx.warnings().put(step.after);
            if (!step.rows.empty()) {
                tx.warnings().putTargets(step.after.id, step.after.revision, step.rows);
            }
            if (step.beside) {
                step.beside(tx, step.after.id);
            }
            return {};
        },
        step.entry);
    if (!stored) {
        return stored.error();
    }
    if (listener && !step.rows.empty()) {
        listener(addressed(step.after, step.rows));
    }
    return Stored{std::move(step.after), std::move(step.kept), std::move(step.rows)};
}

Result<Stored> Warnings::State::begin(Wanted wanted, std::string const& unit,
                                      std::string const& releasedBy, std::string source,
                                      playlists::AlertKey const& root, Beside beside) {
    auto const chosen = choose(wanted);
    if (!chosen) {
        return chosen.error();
    }
    if (auto some = someScreen(*chosen); !some) {
        return some.error();
    }
    Step step;
    step.after.id = newId(now());
    step.after.unit = ownerOf(*chosen, unit, wanted.reach);
    step.after.source = std::move(source);
    step.after.raised = now();
    step.after.issued = now();
    step.after.raisedBy = wanted.by;
    if (wanted.alert) {
        step.after.alertSender = root.sender;
        step.after.alertIdentifier = root.identifier;
        step.after.alertSent = root.sent;
    }
    step.beside = std::move(beside);
    auto detail = auditDetail(wanted, chosen->screens.size());
    if (releasedBy.empty()) {
        describe(step.after, wanted);
        step.after.state = kWaiting;
        step.kept.wanted = std::move(wanted);
        detail += "; waits for its release";
    } else {
        step.after.releasedBy = releasedBy;
        if (auto done = bring(*this, *chosen, {}, std::move(wanted), step); !done) {
            return done.error();
        }
    }
    step.entry = {step.after.raisedBy, "warning.raise", step.after.id, detail};
    return take(std::move(step));
}

Result<Stored> Warnings::State::show(Stored const& warning, Wanted wanted, std::string const& by,
                                     std::string const& action, Beside beside) {
    auto const chosen = choose(wanted);
    if (!chosen) {
        return chosen.error();
    }
    if (auto some = someScreen(*chosen); !some) {
        return some.error();
    }
    auto step = stepFrom(warning);
    step.after.releasedBy = by;
    step.after.pending.clear();
    step.beside = std::move(beside);
    if (auto done = bring(*this, *chosen, warning.rows, std::move(wanted), step); !done) {
        return done.error();
    }
    step.entry = {by, action, step.after.id, auditDetail(step.kept.wanted, shownOn(step.rows))};
    return take(std::move(step));
}

Result<Stored> Warnings::State::propose(Stored const& warning, Wanted wanted, Beside beside) {
    auto const chosen = choose(wanted);
    if (!chosen) {
        return chosen.error();
    }
    if (auto some = someScreen(*chosen); !some) {
        return some.error();
    }
    auto step = stepFrom(warning);
    step.after.pending = toJson(wanted);
    step.beside = std::move(beside);
    step.entry = {wanted.by, "warning.change", step.after.id,
                  auditDetail(wanted, chosen->screens.size()) + "; waits for its release"};
    return take(std::move(step));
}

Result<Stored> Warnings::State::replaceWaiting(Stored const& warning, Wanted wanted,
                                               Beside beside) {
    auto step = stepFrom(warning);
    describe(step.after, wanted);
    step.after.raisedBy = wanted.by;
    step.beside = std::move(beside);
    step.entry = {wanted.by, "warning.change", step.after.id,
                  auditDetail(wanted, 0) + "; waits for its release"};
    step.kept.wanted = std::move(wanted);
    return take(std::move(step));
}

Result<Stored> Warnings::State::extend(Stored const& warning, Instant expires,
                                       std::string const& by) {
    auto const said = signedRevision(signer, warning);
    if (!said) {
        return said.error();
    }
    auto step = stepFrom(warning);
    step.kept.wanted = asSigned(warning.kept.wanted, *said);
    step.after.revision += 1;
    step.after.issued = now();
    step.after.expires = expires;
    step.kept.wanted.expires = expires;
    step.kept.longest = std::max(step.kept.longest, expires);
    step.rows = warning.rows;
    if (auto done = signRevision(signer, WarningAction::show, step.kept.wanted, settings.zone,
                                 step.after, step.rows);
        !done) {
        return done.error();
    }
    step.entry = {by, "warning.extend", step.after.id,
                  auditDetail(step.kept.wanted, shownOn(step.rows))};
    return take(std::move(step));
}

Result<Stored> Warnings::State::end(Stored const& warning, std::string const& by,
                                    std::string const& reason) {
    if (warning.record.state == kWaiting) {
        return reject(warning, by, reason);
    }
    auto step = stepFrom(warning);
    step.after.state = kCleared;
    step.after.ended = now();
    step.after.endedBy = by;
    step.kept.reason = reason;
    if (auto done = takeAway(*this, warning, step); !done) {
        return done.error();
    }
    step.entry = {by, "warning.clear", step.after.id,
                  (step.after.drill ? "drill; " : "") + std::to_string(shownOn(step.rows)) +
                      " screens; " + step.after.headline + (reason.empty() ? "" : "; " + reason)};
    return take(std::move(step));
}

Result<Stored> Warnings::State::reject(Stored const& warning, std::string const& by,
                                       std::string const& reason) {
    auto step = stepFrom(warning);
    auto const headline = step.after.headline;
    if (warning.record.state == kWaiting) {
        step.after.state = kRejected;
        step.after.ended = now();
        step.after.endedBy = by;
        step.kept.reason = reason;
    } else {
        turnDown(warning, step.kept);
        step.after.pending.clear();  // what is shown stays
    }
    step.entry = {by, "warning.reject", step.after.id,
                  (warning.record.state == kWaiting ? "" : "the change; ") + headline +
                      (reason.empty() ? "" : "; " + reason)};
    return take(std::move(step));
}

Result<> Warnings::State::expireDue() {
    std::vector<std::string> due;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& record : tx.warnings().open()) {
            if (record.expires <= now()) {
                due.push_back(record.id);
            }
        }
        return {};
    });
    if (!looked) {
        return looked;
    }
    for (auto const& id : due) {
        auto const warning = find(id);
        if (!warning) {
            return warning.error();
        }
        if (warning->record.state == kWaiting) {
            auto const done = reject(*warning, "controller", "nobody released it in time");
            if (!done) {
                return done.error();
            }
            continue;
        }
        auto step = stepFrom(*warning);
        step.after.state = kExpired;
        step.after.ended = step.after.expires;
        step.after.endedBy = "time";
        step.after.pending.clear();
        // An earlier revision may have had a later end, and a player that was away may hold it.
        if (warning->kept.longest > now()) {
            if (auto done = takeAway(*this, *warning, step); !done) {
                return done;
            }
        }
        step.entry = {"controller", "warning.expire", id, step.after.headline};
        if (auto const done = take(std::move(step)); !done) {
            return done.error();
        }
    }
    return {};
}

}  // namespace tocsin::warnings
