// SPDX-License-Identifier: Apache-2.0
#include "renewing.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "tocsin/messages/envelope.hpp"

namespace tocsin::warnings {
namespace {

std::vector<messages::WarningTarget> targetsOf(TargetRows const& rows) {
    std::vector<messages::WarningTarget> out;
    out.reserve(rows.size());
    for (auto const& row : rows) {
        out.push_back(row.target);
    }
    return out;
}

std::size_t shownOn(TargetRows const& rows) {
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](auto const& row) {
        return row.target.look != playlists::WarningLook::off;
    }));
}

}  // namespace

Result<messages::Warning> signedRevision(keys::Signer const& signer, Stored const& warning) {
    auto const& record = warning.record;
    auto const envelope = messages::parseEnvelope(record.envelope);
    if (!envelope) {
        return envelope.error();
    }
    auto const payload =
        messages::opened(*envelope, messages::kWarningKind, signer.publicKey(keys::Role::warning));
    if (!payload) {
        return Error{Errc::conflict, "warning " + record.id +
                                         " was signed by a key that is in force no longer; "
                                         "raise it anew"};
    }
    auto said = messages::parseWarning(*payload);
    if (!said) {
        return said.error();
    }
    bool const same = said->id == record.id && said->revision == record.revision &&
                      said->targetRoot == messages::treeOf(targetsOf(warning.rows)).root;
    if (!same) {
        return Error{Errc::damaged, "the rows of warning " + record.id +
                                        " are not what was signed: the database was changed by "
                                        "hand; clear it and raise it anew"};
    }
    return said;
}

Wanted asSigned(Wanted wanted, messages::Warning const& said) {
    wanted.emergency = said.emergency;
    wanted.drill = said.drill;
    wanted.level = said.level;
    wanted.event = said.event;
    wanted.icon = said.icon;
    wanted.texts = said.texts;
    wanted.published = said.published;
    wanted.from = said.from;
    wanted.expires = said.expires;
    return wanted;
}

/// Screens that came, moved or went since, and a key set of a later generation, under which players
/// that come now would refuse it.
Result<> Warnings::State::renewDue() {
    std::vector<std::string> standing;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& record : tx.warnings().open()) {
            if (record.state == kStanding) {
                standing.push_back(record.id);
            }
        }
        return {};
    });
    if (!looked) {
        return looked;
    }
    for (auto const& id : standing) {
        auto const warning = find(id);
        if (!warning) {
            return warning.error();
        }
        auto const done = renew(*warning);
        if (done) {
            notRenewed.erase(id);
        } else if (notRenewed.insert(id).second) {
            spdlog::warn("warning not renewed warning={} err=\"{}\"", id, done.error().message);
        }
    }
    return {};
}

Result<> Warnings::State::renew(Stored const& warning) {
    auto const said = signedRevision(signer, warning);
    if (!said) {
        return said.error();
    }
    auto const chosen = choose(warning.kept.wanted);
    if (!chosen) {
        return chosen.error();
    }
    auto rows = rowsFor(*chosen, warning.rows);
    bool const sameScreens = targetsOf(rows) == targetsOf(warning.rows);
    if (sameScreens && said->generation == signer.issued().set.generation) {
        return {};
    }
    Step step;
    step.before = warning.record;
    step.after = warning.record;
    step.after.revision += 1;
    step.after.issued = now();
    step.kept = warning.kept;
    step.kept.wanted = asSigned(warning.kept.wanted, *said);
    step.rows = std::move(rows);
    if (auto done = signRevision(signer, messages::WarningAction::show, step.kept.wanted,
                                 settings.zone, step.after, step.rows);
        !done) {
        return done;
    }
    step.entry = {"controller", "warning.renew", step.after.id,
                  std::to_string(shownOn(step.rows)) + " screens; " + step.after.headline +
                      (sameScreens ? "; another key set" : "; screens came, moved or went")};
    auto const taken = take(std::move(step));
    return taken ? Result<>() : Result<>(taken.error());
}

}  // namespace tocsin::warnings
