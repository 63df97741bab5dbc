// SPDX-License-Identifier: Apache-2.0
#include "intake.hpp"

#include <algorithm>
#include <set>

#include "chain.hpp"
#include "signature_check.hpp"
#include "state.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::warnings {
namespace {

using access::Permission;
using playlists::AlertStanding;

constexpr std::size_t kMostDetail = 500;
/// Between so many families others have their turn: officers, and messages that come.
constexpr std::size_t kSettledAtOnce = 20;

CapFinding moreThanShown(std::size_t leftOut) {
    return {"MORE_WARNINGS_THAN_SHOWN", CapFinding::Weight::warning, "",
            "it makes more than " + std::to_string(kMostCapParts) +
                " warnings; the gravest of them "
                "are taken, " +
                std::to_string(leftOut) + " left out"};
}

CapEntry entryOf(CapReading const& reading, std::string const& xml, CheckedSignature const& checked,
                 CapSource const& source, WarningSettings const& settings, Instant now) {
    auto const& message = *reading.message;
    auto const meaning = meaningOf(message, now, settings.lasting);
    CapEntry out;
    out.row.sender = message.head.key.sender;
    out.row.identifier = message.head.key.identifier;
    out.row.sent = message.head.key.sent;
    out.row.type = playlists::toString(message.head.type);
    out.row.from = source.from;
    out.row.who = source.who;
    out.row.digest = messages::sha256(xml);
    out.row.xml = xml;
    out.row.arrived = now;
    out.kept.findings = reading.findings;
    if (checked.finding) {
        out.kept.findings.push_back(*checked.finding);
    }
    out.kept.signature = checked.signature;
    if (meaning.leftOut > 0) {
        out.kept.findings.push_back(moreThanShown(meaning.leftOut));
    }
    out.kept.references = message.head.references;
    out.kept.status = message.status;
    out.kept.scope = message.scope;
    out.kept.use = toString(meaning.use);
    out.kept.why = meaning.why;
    out.kept.whyZh = meaning.whyZh;
    out.kept.unit = source.unit;
    out.kept.reach = source.person == nullptr ? access::UnitSet::all()
                                              : source.person->unitsFor(Permission::raiseWarnings);
    return out;
}

std::string subjectOf(playlists::AlertKey const& key) {
    return key.sender + "," + key.identifier + "," + formatInstant(key.sent);
}

/// Whoever brings a message by hand may change only what they may change otherwise.
Result<> mayTouch(Warnings::State const& state, CapSource const& source, CapHistory const& history,
                  std::vector<CapEntry> const& family) {
    if (source.person == nullptr) {
        return {};
    }
    for (auto const& id : warningsOf(family)) {
        auto const warning = state.find(id);
        if (!warning) {
            return warning.error();
        }
        bool const isOpen = warning->record.state == kWaiting || warning->record.state == kStanding;
        // What it says is in force whatever comes: the message changes others of the family.
        bool const stays =
            history.verdictOf(saidBy(*warning).message).standing == AlertStanding::inForce;
        if (isOpen && !stays &&
            !source.person->may(Permission::raiseWarnings, warning->record.unit)) {
            return Error{Errc::permission, "it concerns warning " + id +
                                               ", which belongs to another unit, for which you do "
                                               "not have the right raise-warnings"};
        }
    }
    return {};
}

Result<> keep(Warnings::State& state, CapEntry& entry, playlists::AlertVerdict const& verdict) {
    bool const refused = verdict.standing == AlertStanding::refused;
    if (refused) {
        entry.kept.why = verdict.why;
        entry.kept.whyZh = "未获准更改或取消所引用的预警";
    } else if (!counts(entry.kept) || verdict.standing == AlertStanding::answer) {
        entry.kept.settled = true;  // it asks for nothing
    }
    entry.row.verdict = toJson(entry.kept);
    return state.store.write(
        [&](store::Tx& tx) -> Result<> {
            if (tx.warnings().findCap(entry.row.sender, entry.row.identifier, entry.row.sent)) {
                return Error{Errc::conflict,
                             "the message has come another way meanwhile; try again"};
            }
            tx.warnings().putCap(entry.row);
            return {};
        },
        {entry.row.who, refused ? "cap.refuse" : "cap.take", subjectOf(keyOf(entry.row)),
         entry.row.type + " from " + entry.row.from +
             (entry.kept.why.empty() ? "" : "; " + entry.kept.why.substr(0, kMostDetail))});
}

/// It is refused, and nothing of it is kept but a row of the trail: neither does it take the place
/// of a message that has its key and is what it says.
Result<CapTaken> refuse(Warnings::State& state, CapSource const& source, CapReading reading) {
    CapTaken out;
    out.turnedAway = true;
    out.refusal =
        reading.findings.empty() ? "it is not a CAP message" : reading.findings.front().message;
    auto const subject = reading.message ? subjectOf(reading.message->head.key) : source.from;
    out.entry.kept.findings = std::move(reading.findings);
    if (!source.refuses) {
        return out;
    }
    auto const noted =
        state.store.write([](store::Tx&) -> Result<> { return {}; },
                          {source.who, "cap.refuse", subject, out.refusal.substr(0, kMostDetail)});
    if (!noted) {
        return noted.error();
    }
    return out;
}

Result<std::optional<CapEntry>> findEntry(store::Store const& store,
                                          playlists::AlertKey const& key) {
    std::optional<CapEntry> out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto row = tx.warnings().findCap(key.sender, key.identifier, key.sent);
        if (!row) {
            return {};
        }
        auto kept = parseCapKept(row->verdict);
        if (!kept) {
            return kept.error();
        }
        out = CapEntry{std::move(*row), std::move(*kept)};
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

/// What has become of a message that is kept.
Result<CapTaken> answerOf(Warnings::State const& state, playlists::AlertKey const& key) {
    auto const history = readHistory(state.store, state.settings, state.now());
    auto entry = findEntry(state.store, key);
    if (!history || !entry || !*entry) {
        return !history ? history.error()
               : !entry ? entry.error()
                        : Error{Errc::internal, "a CAP message that was kept is gone"};
    }
    CapTaken out;
    out.entry = std::move(**entry);
    out.verdict = history->verdictOf(key);
    auto const looked = state.store.read([&](store::Tx const& tx) -> Result<> {
        addWarnings(tx, out);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

/// Before anything is held up by it. A message that is kept was checked when it came.
Result<CheckedSignature> checkUnlessKept(Warnings::State const& state, CapMessage const& message,
                                         std::string const& xml) {
    auto const known = findEntry(state.store, message.head.key);
    if (!known) {
        return known.error();
    }
    if (*known && (*known)->row.digest == messages::sha256(xml)) {
        return CheckedSignature{(*known)->kept.signature, {}};
    }
    return checkSignature(message, xml, state.settings);
}

bool isFatal(CheckedSignature const& checked) {
    return checked.finding && checked.finding->weight == CapFinding::Weight::fatal;
}

}  // namespace

void addWarnings(store::Tx const& tx, CapTaken& taken) {
    auto ids = taken.entry.kept.warnings;
    if (ids.empty() && !taken.entry.row.warning.empty()) {
        ids.push_back(taken.entry.row.warning);
    }
    for (auto const& id : ids) {
        if (auto const warning = tx.warnings().find(id)) {
            taken.warnings.emplace_back(id, warning->state);
        }
    }
    taken.state = taken.warnings.empty() ? "" : taken.warnings.front().second;
}

Result<CapTaken> Warnings::State::takeCap(std::string const& xml, CapSource const& source) {
    auto reading = readCap(xml);
    auto const checked = reading.message ? checkUnlessKept(*this, *reading.message, xml)
                                         : Result<CheckedSignature>(CheckedSignature{});
    if (!checked) {
        return checked.error();
    }
    std::lock_guard const lock(changing);
    if (isFatal(*checked)) {
        reading.findings.insert(reading.findings.begin(), *checked->finding);
    }
    if (!reading.message || isFatal(*checked)) {
        return refuse(*this, source, std::move(reading));
    }
    auto entry = entryOf(reading, xml, *checked, source, settings, now());
    auto const key = keyOf(entry.row);
    auto const known = findEntry(store, key);
    if (!known) {
        return known.error();
    }
    if (*known && (*known)->row.digest != entry.row.digest) {
        CapReading differs;
        differs.findings = {{"OTHER", CapFinding::Weight::fatal, "",
                             "another message with this sender, identifier and time is here "
                             "already; a message that changes is sent as an Update"}};
        return refuse(*this, source, std::move(differs));
    }
    if (*known && (*known)->kept.settled) {
        return answerOf(*this, key);
    }
    auto const history =
        readHistory(store, settings, now(), *known ? std::nullopt : std::optional(entry));
    if (!history) {
        return history.error();
    }
    auto const verdict = history->verdictOf(key);
    if (auto may = mayTouch(*this, source, *history, history->familyOf(key)); !may) {
        return may.error();
    }
    if (!*known) {
        if (auto kept = keep(*this, entry, verdict); !kept) {
            return kept.error();
        }
    }
    if (!entry.kept.settled) {
        if (auto settled = settleFamily(*this, key); !settled) {
            unsettled = true;
            return settled.error();
        }
    }
    return answerOf(*this, key);
}

Result<> Warnings::State::settleRest() {
    if (!unsettled.exchange(false)) {
        return {};
    }
    std::set<playlists::AlertKey> tried;
    Result<> done;
    while (settleSome(tried, done)) {
    }
    return done;
}

bool Warnings::State::settleSome(std::set<playlists::AlertKey>& tried, Result<>& done) {
    std::lock_guard const lock(changing);
    auto const history = readHistory(store, settings, now());
    if (!history) {
        unsettled = true;
        done = history.error();
        return false;
    }
    std::size_t count = 0;
    for (auto const& entry : history->entries()) {
        auto const key = keyOf(entry.row);
        if (entry.kept.settled || tried.contains(key)) {
            continue;
        }
        if (count++ == kSettledAtOnce) {
            return true;
        }
        for (auto const& one : history->familyOf(key)) {
            tried.insert(keyOf(one.row));
        }
        tried.insert(key);
        // One that cannot be done now holds up no other.
        if (auto settled = settleFamily(*this, key, *history); !settled) {
            unsettled = true;
            done = done ? std::move(settled) : std::move(done);
        }
    }
    return false;
}

}  // namespace tocsin::warnings
