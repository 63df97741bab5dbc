// SPDX-License-Identifier: Apache-2.0
// What the schedule room shares between its sources.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "compilations.hpp"
#include "debts.hpp"
#include "programmes.hpp"
#include "rendition_trust.hpp"
#include "tocsin/schedule/schedule.hpp"
#include "voided_approvals.hpp"

namespace tocsin::schedule {

/// A finding and the screen it was found on (empty: it concerns the campaign as such).
struct ScreenFinding {
    ScreenId screen;
    playlists::Finding finding;
};
using ScreenFindings = std::vector<ScreenFinding>;

/// The situation with the campaign as if it were approved, in place of another revision of it.
[[nodiscard]] Situation with(Situation situation, RunningCampaign const& campaign);

struct Granting;
struct Reviewed;
struct ReviewSheet;
struct SheetPlays;

/// How far a review has come.
struct ReviewedLevels {
    int granted = 0, of = 0;  ///< of == 0: not told
};

struct Schedule::State {
    State(store::Store& store_, library::Library& library_, keys::Signer const& signer_,
          std::function<Instant()> now_, ScheduleSettings settings_)
        : store(store_),
          library(library_),
          signer(signer_),
          now(std::move(now_)),
          settings(settings_) {}

    store::Store& store;
    library::Library& library;
    keys::Signer const& signer;
    std::function<Instant()> now;
    ScheduleSettings settings;
    Compilations compilations;

    std::mutex planning;                      // held through one replan
    DebtWaits debtWaits;                      // guarded by planning
    VoidedApprovals voided{settings.voided};  // guarded by planning
    RenditionTrust renditionTrust;            // guarded by planning
    std::mutex listening;
    std::vector<std::function<void(ScreenId const&)>> listeners;  // guarded by listening

    /// Schedule::replan.
    Result<> replan(std::optional<ScreenId> const& screen);
    /// Schedule::endPlan.
    Result<> endPlan(ScreenId const& screen, Change const& change, store::AuditEntry const& entry);
    /// What planning the campaign as if it were approved would find on the screens it targets, each
    /// finding once a screen.
    ScreenFindings look(Situation const& current, RunningCampaign const& campaign);
    /// The same of a campaign as it is stored.
    ScreenFindings lookAgain(store::Campaign const& campaign, Situation const& current);
    /// What becoming part of the screen's plan would change in the next days: an empty object if
    /// nothing.
    Result<boost::json::object> diffOf(store::Screen const& screen, Situation const& before,
                                       Situation const& after,
                                       playlists::ProgrammeCampaign const& rules, int days);

    // Routes.
    Result<access::Response> list(access::Principal const& who);
    Result<access::Response> show(access::Request const& request);
    Result<access::Response> apply(access::Principal const& who, access::Request const& request);
    Result<access::Response> submit(access::Principal const& who, access::Request const& request);
    Result<access::Response> approve(access::Principal const& who, access::Request const& request);
    Result<access::Response> approveOnPaper(access::Principal const& who,
                                            access::Request const& request);
    /// The campaign as it waits for this person's approval. `sheet`: Granting::sheet.
    Result<Reviewed> toBeApproved(access::Principal const& who, std::string const& id,
                                  std::string const& sheet);
    /// Adds the approval if nothing was changed since `before`.
    Result<access::Response> grant(access::Principal const& who, Reviewed const& before,
                                   Granting const& granting);
    Result<access::Response> scanOf(access::Request const& request);
    Result<access::Response> showSheet(access::Principal const& who,
                                       access::Request const& request);
    Result<PrintedForm> printedForm(std::string const& campaign, bool chinese);
    Result<access::Response> approvalForm(access::Request const& request);
    Result<access::Response> findApproval(access::Principal const& who,
                                          access::Request const& request);
    /// Nothing for what has no plays of its own, or none in the days that were looked at.
    std::optional<SheetPlays> playsADay(ReviewSheet const& sheet, Situation const& current);
    [[nodiscard]] access::Routes reviewRoutes();
    Result<access::Response> giveBack(access::Principal const& who, access::Request const& request);
    Result<access::Response> approvals(access::Request const& request);
    Result<access::Response> waitingForReview(access::Principal const& who);
    /// The campaign and what was found, after a step that may have changed the plans.
    Result<access::Response> answerAfterStep(store::Campaign const& campaign,
                                             Result<> const& replanned,
                                             ReviewedLevels const& levels);
    void noteLead(boost::json::object& out, store::Campaign const& campaign) const;
    Result<access::Response> retire(access::Principal const& who, access::Request const& request);
    [[nodiscard]] access::Routes settingsRoutes();
    Result<access::Response> showSettings(access::Request const& request,
                                          Result<> const& replanned = {});
    Result<access::Response> applySettings(access::Principal const& who,
                                           access::Request const& request);
    Result<access::Response> clearSettings(access::Principal const& who,
                                           access::Request const& request);
    Result<access::Response> listQuietZones(access::Principal const& who,
                                            Result<> const& replanned = {});
    Result<access::Response> applyQuietZones(access::Principal const& who,
                                             access::Request const& request);
    Result<access::Response> clearQuietZones(access::Principal const& who,
                                             access::Request const& request);
    Result<access::Response> plan(access::Request const& request);
    Result<access::Response> explain(access::Request const& request);
    Result<access::Response> diff(access::Request const& request);
    Result<access::Response> makeGood(access::Principal const& who, access::Request const& request);
    Result<access::Response> calendar(access::Request const& request);

private:
    /// Tells the listeners of these screens. Not with a lock held.
    void tell(std::set<ScreenId> const& changed);
    Result<> replanLocked(std::optional<ScreenId> const& screen, std::set<ScreenId>& changed);
    /// Last manifests of an earlier generation are signed anew: their players may still come for
    /// them.
    Result<> renewEnds(Instant at, std::set<ScreenId>& changed);
};

/// Runs `work`; a failure of the database that is thrown becomes its error.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::schedule
