// SPDX-License-Identifier: Apache-2.0
// The campaign file "tocsin-campaign/1" as values. README.md beside this room describes the format.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "overlay_spec.hpp"
#include "tocsin/media/slogan.hpp"
#include "tocsin/playlists/programme.hpp"
#include "tocsin/schedule/site_times.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::schedule {

/// A screen is meant if one of these matches it.
struct Targets {
    bool all = false;
    std::vector<std::string> screens, tags, units;
    /// Nothing that is outside of these is meant, whatever the file says; nothing: all units. Not
    /// in the file: keepWithin() sets it.
    std::optional<std::set<std::string>> within{};
    bool operator==(Targets const&) const = default;
};

/// A slogan that the file brings along.
struct FileSlogan {
    std::string name;
    media::SloganStyle style;
    Milliseconds showFor{10'000};
};

/// A fixed event: one of the items at moments as the clocks at each screen show them.
struct FileEvent {
    std::string item;  ///< as in CampaignFile::items
    std::vector<playlists::Moment> at;
    bool hourly = false;
};

/// Whether later days repay what warnings and outages took.
struct MakeGood {
    bool wanted = false;
    std::optional<std::int64_t> mostPerDay;  ///< none: as many as the day's own plays
};

struct CampaignFile {
    CampaignId id;
    std::string title;
    playlists::ProgrammeCampaign rules;  ///< without its items, which have no digests yet
    /// Names as written: slogans of this file, handles or digests of assets, playlists as
    /// "playlist:HANDLE".
    std::vector<std::string> items;
    std::vector<FileEvent> fixed;
    MakeGood makeGood;
    Placement placement = Placement::programme;
    OverlaySpec overlay;  ///< of an overlay or ticker
    Targets targets;
    std::vector<FileSlogan> slogans;

    /// Position in `slogans` of the slogan with this name.
    [[nodiscard]] std::optional<std::size_t> sloganNamed(std::string_view name) const;
};

/// What exists, so that wrong names are reported with their line.
struct Known {
    std::set<std::string> screens, tags, units;            ///< of screens in service
    std::map<std::string, Digest> assets;                  ///< in use, by handle
    std::map<Digest, playlists::AssetKind> kinds;          ///< of assets in use
    std::set<std::string> retiredAssets;                   ///< handles
    std::map<std::string, std::vector<Digest>> playlists;  ///< in use, by handle
    std::set<std::string> retiredPlaylists;                ///< handles

    /// The asset in use with this handle or digest.
    [[nodiscard]] std::optional<Digest> asset(std::string const& handleOrDigest) const;
};

/// The handle of "playlist:HANDLE"; nothing for other items.
[[nodiscard]] std::optional<std::string> playlistNamed(std::string_view item);

/// a-z, 0-9, '-', '_', '.', 1 to 64 of them.
[[nodiscard]] bool isHandle(std::string_view text);

/// Reads a campaign file. All problems come out together, each as "name:line key: what"; `known`
/// absent: names of screens and assets are not checked (a file that was applied before).
/// Errc::invalid.
[[nodiscard]] Result<CampaignFile> readCampaignFile(std::string_view text, std::string const& name,
                                                    CampaignId const& id, SiteTimes const& times,
                                                    Known const* known);

/// Line on which the file's n-th slogan (from 0) begins; 1 if it cannot be told.
[[nodiscard]] int lineOfSlogan(std::string_view text, std::size_t n);

}  // namespace tocsin::schedule
