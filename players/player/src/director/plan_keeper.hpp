// SPDX-License-Identifier: Apache-2.0
// Holds the manifest in force and makes a new plan whenever the manifest or the content on disk
// changes.
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include "director/content_cache.hpp"
#include "director/manifest_gate.hpp"
#include "director/plan.hpp"
#include "director/quarantine.hpp"
#include "engine/findings.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::player {

/// Thread-safe.
class PlanKeeper {
public:
    using Publish = std::function<void(std::shared_ptr<Plan const>)>;

    /// `publish` is called with each new plan, from the thread that caused it. `quarantine` may be
    /// null: nothing is barred.
    PlanKeeper(std::filesystem::path manifestFile, ContentCache const& cache, spdlog::logger& log,
               Findings& findings, Publish publish, Quarantine* quarantine = nullptr);

    /// Whose manifests are believed from now on. One that is held and was signed by a key that is
    /// revoked now is dropped; nothing else that is held goes.
    void trust(Trust const& trust);
    /// Takes up the manifest of an earlier run, if it still verifies and is for this screen (expiry
    /// is the plan's business).
    void load(ScreenId const& screen);
    /// Judges an offer and obeys it if it is good: on disk first.
    [[nodiscard]] messages::ManifestReceipt offer(std::string const& envelope,
                                                  ScreenId const& screen, Instant now);
    /// What offer() would say of it under this trust, without obeying it. Errors as judgeOffer().
    [[nodiscard]] Result<HeldManifest> judged(std::string const& envelope, Trust const& trust,
                                              ScreenId const& screen, Instant now) const;
    /// The player was bound to this screen: a manifest for another one is dropped.
    void bindTo(ScreenId const& screen);
    /// The screen is not this player's any more: nothing of it is shown.
    void forget();
    /// What a spare is to have on its disk; until it is bound. Empty: it is none.
    void preload(std::vector<Plan::Want> files);
    /// Content came or went.
    void refresh();
    /// The file of this rendition cannot be shown: if its bytes are not what they should be it is
    /// dropped, to be fetched again.
    void suspect(Digest const& rendition);
    /// Files that were found damaged so far.
    [[nodiscard]] std::size_t damagedFiles() const;

    [[nodiscard]] std::shared_ptr<Plan const> plan() const;
    [[nodiscard]] std::optional<messages::ManifestVersion> version() const;
    /// SHA-256 of the manifest's payload; all zero if there is none.
    [[nodiscard]] Digest payload() const;

private:
    void drop(std::unique_lock<std::mutex> lock);
    void rebuild(std::unique_lock<std::mutex> lock);
    [[nodiscard]] Plan::Barred barredOf(messages::Manifest const& manifest) const;
    [[nodiscard]] Plan::Timelines timelinesOf(messages::Manifest const& manifest);
    void reportUnreadable(Digest const& timeline, std::string const& why);

    std::filesystem::path file_;
    ContentCache const& cache_;
    spdlog::logger& log_;
    Findings& findings_;
    Publish publish_;
    Quarantine* const quarantine_;
    std::mutex examining_;      // one suspect at a time
    mutable std::mutex mutex_;  // guards what follows
    Trust trust_;
    std::optional<HeldManifest> held_;
    std::set<Digest> damaged_;
    Plan::Timelines timelines_;
    std::vector<Plan::Want> spareFiles_;
    std::shared_ptr<Plan const> plan_ = std::make_shared<Plan>();
};

}  // namespace tocsin::player
