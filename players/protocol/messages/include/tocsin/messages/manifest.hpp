// SPDX-License-Identifier: Apache-2.0
// The manifest (下发清单): the signed document a player obeys. Payload of an Envelope of kind
// kManifestKind, JSON.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/warning.hpp"
#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/fit.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

inline constexpr char kManifestKind[] = "tocsin-manifest/1";

/// Versions only go up: generation first (a restored controller opens a new one), then counter.
struct ManifestVersion {
    std::int64_t generation = 0;
    std::int64_t counter = 0;
    auto operator<=>(ManifestVersion const&) const = default;
};

/// "From `from` to `to`, play what the timeline file `timeline` says." Spans are ascending and do
/// not overlap.
struct Span {
    Digest timeline;         ///< SHA-256 of the encoded timeline
    std::int64_t bytes = 0;  ///< its length
    Instant from;
    Instant to;
    bool operator==(Span const&) const = default;
};

/// One asset that the spans or the fallback need. AssetId in timelines = content.asset in hex.
struct ManifestAsset {
    ContentRef content;
    std::string name;  ///< the handle people know it by, e.g. "extinguisher"
    playlists::AssetKind kind = playlists::AssetKind::film;
    std::int64_t bytes = 0;                 ///< length of the rendition's file
    std::optional<Fit> fit = std::nullopt;  ///< absent: as the player was started
    bool operator==(ManifestAsset const&) const = default;
};

/// A picture or slogan that lies over all content from `from` until before `to`. Overlays stand in
/// the manifest from the lowest to the topmost. An overlay that stands there again in a later
/// manifest with the same asset, `from` and place goes on without a jerk.
struct Overlay {
    Digest asset;  ///< content.asset of a picture or slogan among the assets
    Instant from;
    Instant to;
    int x = 0, y = 0;           ///< top left pixel on the screen, -8192 to 8192
    int width = 0, height = 0;  ///< pixels, 1 to 8192
    int opacity = 100;          ///< percent, 1 to 100
    bool operator==(Overlay const&) const = default;
};

/// How bright and how loud the screen is from `from` on, until the next one.
struct Level {
    Instant from;
    int brightness = 100;  ///< percent, 0 to 100
    int volume = 100;      ///< percent, 0 to 100; 0 is silence
    bool powered = true;   ///< false: the screen has no power then, whatever is sent to it
    bool operator==(Level const&) const = default;
};

/// What the screen itself needs, whatever it shows.
struct Display {
    Milliseconds crossFade{0};                ///< from one item into the next, 0 (cut) to 5 s
    int gammaPercent = 100;                   ///< exponent in hundredths, 25 to 400
    std::array<int, 3> white{100, 100, 100};  ///< red, green, blue in percent, 0 to 100
    std::vector<Level> levels;  ///< ascending; before the first one all is at 100 percent
    bool operator==(Display const&) const = default;
};

/// Which pictures of the output a player takes by itself.
struct SamplingRule {
    bool firstPlays = false;  ///< one of each asset of each campaign a day, in the middle of a
                              ///< whole play
    int everyMinutes = 0;     ///< besides, one every so many minutes, 1 to 1440; 0: none
    bool spread = false;      ///< the daily ones from changing parts of the day; else of its first
                              ///< whole play
    bool warnings = false;    ///< and one of each revision of each warning that is seen
    bool operator==(SamplingRule const&) const = default;
};

struct Manifest {
    static constexpr std::size_t kMostWarnings = 50;

    ScreenId screen;
    ManifestVersion version;
    Instant issued;
    Instant expires;
    std::vector<Span> spans;
    std::vector<ManifestAsset> assets;
    std::vector<Digest>
        fallback;  ///< assets (content.asset) looped when no span covers now; may be empty
    std::vector<Overlay> overlays;
    Display display;
    std::string zone = {};  ///< IANA name of the zone in which slogans tell the time; empty: unsaid
    SamplingRule evidence;
    /// Warnings that are for the screen, those that count most first: what comes after the first
    /// kMostWarnings is not written.
    std::vector<WarningDelivery> warnings = {};
    bool operator==(Manifest const&) const = default;
};

/// Throws Failure if a warning's envelope is not JSON.
[[nodiscard]] std::string toJson(Manifest const& manifest);
/// Errc::invalid with the path of the fault.
[[nodiscard]] Result<Manifest> parseManifest(std::string_view json);

}  // namespace tocsin::messages
