// SPDX-License-Identifier: Apache-2.0
// What shall be on at an instant, from the manifest, the timelines that are here and the content
// that is here. Pure and immutable: the engine publishes a new plan whenever one of the three
// changes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tocsin/messages/manifest.hpp"
#include "tocsin/playlists/timeline.hpp"

namespace tocsin::player {

/// One showing, or darkness, from `start` to `end`.
struct Cue {
    enum class Kind { dark, play, fallback, overlay };
    Kind kind = Kind::dark;
    Digest timeline;          ///< play: the timeline obeyed
    std::int64_t index = -1;  ///< play: entry in it
    ContentRef content;
    std::string name;
    playlists::AssetKind asset = playlists::AssetKind::film;
    CampaignId campaign;
    Instant start;                          ///< position zero
    Instant end;                            ///< where the showing ends by plan
    std::optional<Fit> fit = std::nullopt;  ///< of the asset; absent: the player's own
    std::string zone = {};                  ///< IANA name of the screen's zone; empty: unsaid
    playlists::LocalDay day{};  ///< play: the day that it counts to, as its timeline says
    bool operator==(Cue const&) const = default;

    /// The same showing, possibly seen through another manifest.
    [[nodiscard]] bool sameShowing(Cue const& other) const {
        return kind == other.kind && timeline == other.timeline && index == other.index &&
               content.asset == other.content.asset && (kind == Kind::dark || start == other.start);
    }
};

/// An overlay that is here and verified, and where it lies.
struct OverlayCue {
    Cue cue;
    int x = 0, y = 0, width = 0, height = 0;  ///< pixels of the screen
    int opacity = 100;                        ///< percent
    [[nodiscard]] bool sameOverlay(OverlayCue const& other) const {
        return cue.sameShowing(other.cue) && x == other.x && y == other.y && width == other.width &&
               height == other.height;
    }
};

struct Showing {
    Cue cue;
    /// The planned play that cannot be shown; `cue` fills in for it.
    std::optional<Cue> owed;
    /// Until here the answer stays the same.
    Instant until;
    /// Why `owed` cannot be shown, as its row will say.
    std::string owedReason = {};
    /// Dark because the screen is closed; otherwise there is nothing to show.
    bool closed = false;
};

class Plan {
public:
    /// The timeline files that are here; null: the file is what it should be but cannot be read,
    /// so that fetching it again would change nothing.
    using Timelines = std::map<Digest, std::shared_ptr<playlists::Timeline const>>;
    /// A fallback item is on for so long; the loop is aligned to the epoch, so that screens show
    /// the same.
    static constexpr Milliseconds kFallbackTurn{15'000};

    /// Renditions that are not to be opened, and why, in the words of a play's row.
    using Barred = std::map<Digest, std::string>;

    /// A file to be fetched.
    struct Want {
        Digest digest;
        std::int64_t bytes = 0;
        std::string name;
        bool timeline = false;
        bool operator==(Want const&) const = default;
    };
    /// A file that the manifest names.
    struct Need {
        Want file;
        bool here = false;
    };

    Plan() = default;
    /// `present` holds the files that are here and verified, of the renditions and of the masters
    /// that they were made from: until a rendition has come its master is shown.
    Plan(messages::Manifest manifest, Timelines timelines, std::set<Digest> present,
         Barred barred = {});

    /// Of a spare: dark, and nothing but these files, the soonest needed first; `present` holds
    /// those that are here.
    Plan(std::vector<Want> spareFiles, std::set<Digest> present);

    [[nodiscard]] Showing at(Instant t) const;
    /// Turns of the fallback loop that are passed over.
    using Skip = std::function<bool(Cue const&)>;
    /// What fills [t, until): the fallback loop's turn at `t`, or if that is skipped the next item
    /// of the loop that is not. Dark if there is none.
    [[nodiscard]] Showing fillIn(Instant t, Instant until, Skip const& skip = {}) const;
    /// The overlays of [t, t + ahead), the lowest first. Past the manifest's expiry there are none.
    [[nodiscard]] std::vector<OverlayCue> overlaysAt(Instant t, Milliseconds ahead) const;
    /// Brightness and volume at `t`. Past the manifest's expiry its last day is repeated.
    [[nodiscard]] messages::Level levelAt(Instant t) const;
    /// When the plan sets another brightness, or volume, for the next time after `t`; nothing: not
    /// before the manifest expires.
    [[nodiscard]] std::optional<Instant> nextChange(Instant t, int messages::Level::*which) const;
    [[nodiscard]] messages::Display const& display() const;
    [[nodiscard]] std::optional<messages::Manifest> const& manifest() const noexcept {
        return manifest_;
    }
    /// That file; null: it is not here. Lives as long as the plan.
    [[nodiscard]] playlists::Timeline const* timeline(Digest const& digest) const {
        auto const found = timelines_.find(digest);
        return found == timelines_.end() ? nullptr : found->second.get();
    }
    /// This rendition is here and verified.
    [[nodiscard]] bool has(Digest const& rendition) const { return present_.contains(rendition); }
    [[nodiscard]] bool expiredAt(Instant t) const { return manifest_ && t >= manifest_->expires; }
    /// Findings at `t`, by key: expired manifest, timelines and assets that are missing, assets
    /// that are barred.
    [[nodiscard]] std::map<std::string, std::string> findings(Instant t) const;

    /// All files that the manifest names, soonest needed first; last those of spans that are over,
    /// if they are here.
    [[nodiscard]] std::vector<Need> needs(Instant t) const;
    /// The needs that are not here.
    [[nodiscard]] std::vector<Want> wants(Instant t) const;

private:
    struct Governing {
        playlists::Timeline const* timeline;
        Digest digest;
        Instant until;
    };
    [[nodiscard]] std::optional<Governing> governing(Instant t) const;
    [[nodiscard]] messages::ManifestAsset const* assetOf(std::string const& hex) const;
    /// The file to show it from, here and not barred; nothing if there is none.
    [[nodiscard]] std::optional<Digest> fileOf(messages::ManifestAsset const& asset) const;
    [[nodiscard]] Cue cueOf(messages::ManifestAsset const& asset, Cue::Kind kind) const;

    std::optional<messages::Manifest> manifest_;
    Timelines timelines_;
    std::set<Digest> present_;
    Barred barred_;
    std::map<std::string, std::size_t> assetByHex_;
    std::vector<std::size_t> loop_;  // fallback assets that are present
    std::vector<Want> spareFiles_;   // without a manifest
};

}  // namespace tocsin::player
