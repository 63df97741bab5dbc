// SPDX-License-Identifier: Apache-2.0
// Campaigns, and from them the released plan of every screen: programme → compile → timeline →
// signed manifest.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/schedule/site_times.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

/// How many persons approve a campaign: 1 to 3.
struct ReviewSettings {
    int levels = 1;
    std::map<std::string, int> categories{};  ///< of campaigns with assets of these categories
};

struct ScheduleSettings {
    int days = 8;                         ///< a manifest covers this many local days from today
    Milliseconds frozenHorizon{120'000};  ///< a change takes effect at the first end of a play
                                          ///< after this; a screen without a plan gets one at once
    SiteTimes times{};
    messages::SamplingRule evidence{};  ///< what manifests tell players to take pictures of
    ReviewSettings review{};
    /// Remembers approvals that were void once, outside the database; empty: no longer than the
    /// process lives.
    std::filesystem::path voided{};
};

/// Thread-safe; calls block. One replan runs at a time.
/// A campaign's approval form (审批单) as it stands.
struct PrintedForm {
    std::string code;  ///< of the content, as the form says it
    std::string pdf;   ///< a PDF file
};

class Schedule {
public:
    Schedule(store::Store& store, library::Library& library, keys::Signer const& signer,
             std::function<Instant()> now, ScheduleSettings settings);
    ~Schedule();

    /// Told (on the calling thread of whatever caused it) of each screen whose newest manifest
    /// changed.
    void onReleased(std::function<void(ScreenId const&)> listener);

    /// Compiles what changed for every screen (or this one) and signs manifests where spans changed
    /// or the newest one no longer covers the days ahead. Cheap when nothing changed.
    Result<> replan(std::optional<ScreenId> const& screen = std::nullopt);

    /// Ends the screen's plan for good: in one transaction `change` is made, the released spans end
    /// now, and a last manifest is stored that keeps the player dark. `change` takes the screen out
    /// of planning; its errors come out here and leave everything as it was.
    using Change = std::function<Result<>(store::Tx&)>;
    Result<> endPlan(ScreenId const& screen, Change const& change, store::AuditEntry const& entry);

    /// Blocks while the media worker lays it out. Errc::notFound, and what printing fails with.
    [[nodiscard]] Result<PrintedForm> approvalForm(CampaignId const& campaign, bool chinese);

    /// Routes of campaigns and plans.
    [[nodiscard]] access::Routes routes();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::schedule
