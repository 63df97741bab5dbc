// SPDX-License-Identifier: Apache-2.0
// Replanning: read a snapshot, plan every screen, keep the files, store all releases in one change,
// tell who listens.
#include "approval_record.hpp"
#include "debts.hpp"
#include "planner.hpp"
#include "release.hpp"
#include "released_timeline.hpp"
#include "state.hpp"

namespace tocsin::schedule {
namespace {

/// Everything one replan works from.
struct Snapshot {
    Situation situation;
    std::vector<store::Screen> screens;  ///< to be planned
    std::map<ScreenId, Standing> standings;
    std::int64_t generation = 1;
};

/// By what it is judged whether rows may go into a manifest: signatures, and what was void once.
struct Judges {
    keys::Signer const& signer;
    VoidedApprovals& voided;
    RenditionTrust& renditions;
};

Result<Snapshot> readSnapshot(store::Store const& store, SiteTimes const& times,
                              std::optional<ScreenId> const& only, Instant now,
                              Judges const& judges) {
    auto const approvals = judges.signer.publicKey(keys::Role::approval);
    auto const content = judges.signer.publicKey(keys::Role::content);
    Snapshot out;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        out.situation = readSituation(tx, times);
        if (auto const noted = judges.voided.note(tx); !noted) {
            out.situation.problems.push_back(noted.error().message);
        }
        dropUnapproved(out.situation, tx, approvals, judges.voided);
        judges.renditions.dropUnsigned(out.situation, approvals);
        out.generation = generationOf(tx);
        for (auto const& screen : out.situation.screens) {
            if (!only || screen.id == *only) {
                out.screens.push_back(screen);
                out.standings.emplace(screen.id, standingOf(tx, screen.id, now, content));
            }
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    return out;
}

Result<playlists::Timeline> readTimeline(store::Store const& store, Digest const& digest) {
    Result<playlists::Timeline> out = Error{};
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        out = releasedTimeline(tx, digest);
        return {};
    });
    return read ? std::move(out) : read.error();
}

/// Keeps the files of timelines compiled now, each once. They are files before the manifest that
/// names them is stored.
Result<> keepFiles(library::Library& library, Compilations& compilations,
                   Situation const& situation, store::Screen const& screen,
                   std::vector<PlannedSpan> const& plan,
                   std::map<Digest, store::TimelineFile>& files) {
    for (auto const& planned : plan) {
        if (!planned.compiledDay || files.contains(planned.span.timeline)) {
            continue;
        }
        auto programme = programmeOf(screen, situation, *planned.compiledDay);
        programme.previous = planned.previous;
        auto const whole =
            compilations.whole(programme, *planned.compiledDay, planned.compiledFrom);
        if (!whole) {
            return whole.error();
        }
        if (auto const kept = library.keep((*whole)->digest, (*whole)->bytes); !kept) {
            return kept.error();
        }
        files.emplace((*whole)->digest, store::TimelineFile{(*whole)->digest, (*whole)->bytes});
    }
    return {};
}

Result<> storeReleases(store::Store& store, std::vector<Release> const& releases,
                       std::map<Digest, store::TimelineFile> const& files) {
    auto const subject = releases.size() == 1 ? releases.front().manifest.screen.str()
                                              : std::to_string(releases.size()) + " screens";
    auto const change = [&](store::Tx& tx) -> Result<> {
        for (auto const& [digest, file] : files) {
            tx.timelines().put(file);
        }
        for (auto const& release : releases) {
            if (!release.spans.empty()) {
                tx.timelines().replaceSpans(release.manifest.screen, release.from,
                                            release.manifest.version, release.spans);
            }
            tx.manifests().put(release.manifest);
        }
        return {};
    };
    return store.write(change, {"schedule", "plan.release", subject,
                                std::to_string(files.size()) + " new timelines"});
}

/// Problems of single screens do not hold up the others; they come out together.
class Troubles {
public:
    void add(Error const& error) {
        first_ = message_.empty() ? error.code : first_;
        message_ += (message_.empty() ? "" : "\n") + error.message;
    }
    [[nodiscard]] Result<> result() const {
        return message_.empty() ? Result<>() : Error{first_, message_};
    }

private:
    Errc first_ = Errc::internal;
    std::string message_;
};

}  // namespace

Result<> Schedule::State::replan(std::optional<ScreenId> const& screen) {
    std::set<ScreenId> changed;
    auto done = guarded([&] {
        std::lock_guard const lock(planning);
        return replanLocked(screen, changed);
    });
    tell(changed);
    return done;
}

Result<> Schedule::State::replanLocked(std::optional<ScreenId> const& screen,
                                       std::set<ScreenId>& changed) {
    auto const at = now();
    auto snapshot =
        readSnapshot(store, settings.times, screen, at, {signer, voided, renditionTrust});
    if (!snapshot) {
        return snapshot.error();
    }
    auto const& situation = snapshot->situation;
    Troubles troubles;
    if (auto const taken =
            takeDebts(store, compilations, snapshot->situation, snapshot->screens, at, debtWaits);
        !taken) {
        troubles.add(taken.error());
    }
    for (auto const& problem : situation.problems) {
        troubles.add({Errc::damaged, problem});
    }
    Planner planner(
        compilations, situation,
        [this](Digest const& digest) { return readTimeline(store, digest); }, at, settings.days,
        settings.frozenHorizon);
    std::vector<Release> releases;
    std::map<Digest, store::TimelineFile> files;
    std::set<WantedRendition> wanted;
    for (auto const& planned : snapshot->screens) {
        auto const& standing = snapshot->standings.at(planned.id);
        auto const plan = planner.plan(planned, standing.spans, standing.past);
        if (!plan) {
            troubles.add(plan.error());
            continue;
        }
        auto release = releaseOf(planned, standing, *plan, situation, settings.evidence, at,
                                 snapshot->generation, signer, wanted);
        if (!release) {
            troubles.add(release.error());
            continue;
        }
        if (!*release) {
            continue;
        }
        if (auto const kept = keepFiles(library, compilations, situation, planned, *plan, files);
            !kept) {
            troubles.add(kept.error());
            continue;
        }
        releases.push_back(std::move(**release));
    }
    if (!releases.empty()) {
        if (auto const stored = storeReleases(store, releases, files); !stored) {
            return stored.error();
        }
    }
    for (auto const& release : releases) {
        changed.insert(release.manifest.screen);
    }
    if (!screen) {
        if (auto const renewed = renewEnds(at, changed); !renewed) {
            troubles.add(renewed.error());
        }
    }
    if (!wanted.empty()) {
        if (auto const asked = library.wantRenditions({wanted.begin(), wanted.end()},
                                                      signer.publicKey(keys::Role::approval));
            !asked) {
            troubles.add(asked.error());
        }
    }
    return troubles.result();
}

void Schedule::State::tell(std::set<ScreenId> const& changed) {
    std::vector<std::function<void(ScreenId const&)>> told;
    {
        std::lock_guard const lock(listening);
        told = listeners;
    }
    for (auto const& id : changed) {
        for (auto const& listener : told) {
            listener(id);
        }
    }
}

Schedule::Schedule(store::Store& store, library::Library& library, keys::Signer const& signer,
                   std::function<Instant()> now, ScheduleSettings settings)
    : state_(std::make_unique<State>(store, library, signer, std::move(now), settings)) {}

Schedule::~Schedule() = default;

void Schedule::onReleased(std::function<void(ScreenId const&)> listener) {
    std::lock_guard const lock(state_->listening);
    state_->listeners.push_back(std::move(listener));
}

Result<> Schedule::replan(std::optional<ScreenId> const& screen) {
    return state_->replan(screen);
}

Result<> Schedule::endPlan(ScreenId const& screen, Change const& change,
                           store::AuditEntry const& entry) {
    return state_->endPlan(screen, change, entry);
}

}  // namespace tocsin::schedule
