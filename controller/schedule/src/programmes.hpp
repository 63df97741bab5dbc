// SPDX-License-Identifier: Apache-2.0
// From stored records to programmes: which campaigns a screen plays, as the compiler's input.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "campaign_file.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

/// A campaign that is on the screens, or is looked at as if it were.
struct RunningCampaign {
    CampaignFile file;
    std::vector<Digest> items;
    std::vector<Digest> slogans;
    std::vector<store::CampaignPart> parts{};  ///< as in store::Campaign
};

/// What planning needs to know, read from one snapshot of the store.
struct Situation {
    std::vector<store::Screen> screens;  ///< in service, by id
    std::map<Digest, store::Asset> assets;
    /// Files made from assets for classes of screens, or asked for.
    std::map<std::pair<Digest, store::ScreenClass>, store::Conversion> renditions;
    std::vector<RunningCampaign> campaigns;  ///< approved, of the programme, by id
    std::vector<RunningCampaign> overlays;   ///< approved, over the programme, by id
    /// Settings files by whom they are for.
    std::map<std::pair<store::SettingsScope, std::string>, std::string> settings;
    std::vector<std::string> problems;  ///< stored campaigns that cannot be read, a line each
    /// Debts that were taken for days which are compiled now or soon, by screen.
    std::map<ScreenId, std::vector<store::DayDebt>> debts;
    SiteTimes times;
    access::UnitTree units{{}};
    /// Assets whose present masters signed approvals cover; dropUnapproved() finds them.
    std::set<Digest> approved{};

    /// Where such a campaign stands.
    [[nodiscard]] std::vector<RunningCampaign>& listOf(Placement placement) {
        return placement == Placement::programme ? campaigns : overlays;
    }
    [[nodiscard]] store::Screen const* screen(ScreenId const& id) const;
    /// The asset's handle, or its digest if it is not known.
    [[nodiscard]] std::string nameOf(Digest const& asset) const;
    /// The compiler's messages name assets by digest; people know them by their handles.
    [[nodiscard]] std::string readable(std::string message) const;
};

[[nodiscard]] Situation readSituation(store::Tx const& tx, SiteTimes const& times);
/// What campaign files may refer to.
[[nodiscard]] Known knownOf(store::Tx const& tx);
/// What a campaign file of `unit` may refer to when this person applies it: screens of the unit and
/// of those below it, and assets and playlists that they may use.
[[nodiscard]] Known knownOf(store::Tx const& tx, access::Principal const& who,
                            std::string const& unit);

/// A unit that is named stands for all below it, and a campaign reaches no screen outside of the
/// unit whose it is.
void keepWithin(Targets& targets, access::UnitTree const& units, std::string const& unit);
/// The campaign as stored, with its file as it holds for the screens.
[[nodiscard]] RunningCampaign running(CampaignFile file, store::Campaign const& campaign,
                                      access::UnitTree const& units);

[[nodiscard]] bool isMeant(Targets const& targets, store::Screen const& screen);

/// All that is on the screen's programme on `day`: campaigns whose dates come within a day of it (a
/// daypart may cross midnight). The screen's id is left out, so that equal programmes are equal
/// values.
[[nodiscard]] playlists::Programme programmeOf(store::Screen const& screen,
                                               Situation const& situation, playlists::LocalDay day);

/// SHA-256 over everything in the programme, the day and `from`: equal keys give equal timelines.
[[nodiscard]] Digest programmeKey(playlists::Programme const& programme, playlists::LocalDay day,
                                  std::optional<Instant> from);

}  // namespace tocsin::schedule
