// SPDX-License-Identifier: Apache-2.0
// The manifest (下发清单): the signed document a player obeys. Payload of an Envelope of kind
// kManifestKind, JSON.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/digest.hpp"
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
    std::int64_t bytes = 0;  ///< length of the rendition's file
    bool operator==(ManifestAsset const&) const = default;
};

struct Manifest {
    ScreenId screen;
    ManifestVersion version;
    Instant issued;
    Instant expires;
    std::vector<Span> spans;
    std::vector<ManifestAsset> assets;
    std::vector<Digest>
        fallback;  ///< assets (content.asset) looped when no span covers now; may be empty
    bool operator==(Manifest const&) const = default;
};

[[nodiscard]] std::string toJson(Manifest const& manifest);
/// Errc::invalid with the path of the fault.
[[nodiscard]] Result<Manifest> parseManifest(std::string_view json);

}  // namespace tocsin::messages
