// SPDX-License-Identifier: Apache-2.0
// Making manifests.
#include "release.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "display.hpp"
#include "levels.hpp"
#include "overlays.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::schedule {
namespace {

constexpr std::size_t kMostFallback = 8;
/// Of warnings in a manifest, so that it fits into a message whatever stands there; a player is
/// given all of them in its session.
constexpr std::size_t kMostWarningBytes = 256 << 10;
constexpr std::chrono::days kFarAhead{400};
constexpr std::chrono::days kBack{2};  // the day, however the zone cuts it, and the evening before
constexpr std::chrono::days kForGood{100 * 365};

std::vector<messages::Span> bare(std::vector<PlannedSpan> const& plan) {
    std::vector<messages::Span> out;
    std::transform(plan.begin(), plan.end(), std::back_inserter(out),
                   [](auto const& planned) { return planned.span; });
    return out;
}

/// Whether it may be shown on every day of the plan: a fallback is shown on whichever needs it.
bool isUsableThroughout(store::Asset const& asset, std::string const& zone, Instant begin,
                        Instant end) {
    auto const first = playlists::localDayOf(zone, begin);
    auto const last = playlists::localDayOf(zone, end - Milliseconds(1));
    auto const until = store::lastDay(asset);
    return (!asset.usableFrom || (first && *asset.usableFrom <= *first)) &&
           (!until || (last && *last <= *until));
}

/// A fallback has to be there whatever fails: no stream, and no film, which would be cut.
bool standsAlone(playlists::AssetKind kind) {
    return kind == playlists::AssetKind::picture || kind == playlists::AssetKind::slogan;
}

/// Pictures and slogans of the screen's fillers that run while the plan does: they need no timeline
/// to make sense.
std::vector<Digest> fallbackOf(store::Screen const& screen, Situation const& situation,
                               Instant begin, Instant end) {
    // A day of slack covers every zone.
    auto const first = std::chrono::floor<std::chrono::days>(begin) - std::chrono::days(1);
    auto const last = std::chrono::floor<std::chrono::days>(end) + std::chrono::days(1);
    std::vector<Digest> out;
    for (auto const& campaign : situation.campaigns) {
        auto const& file = campaign.file;
        if (file.rules.priority != playlists::CampaignClass::filler ||
            !isMeant(file.targets, screen) || std::chrono::sys_days(file.rules.to) < first ||
            std::chrono::sys_days(file.rules.from) > last) {
            continue;
        }
        for (auto const& item : campaign.items) {
            auto const asset = situation.assets.find(item);
            if (asset != situation.assets.end() && standsAlone(asset->second.kind) &&
                out.size() < kMostFallback &&
                isUsableThroughout(asset->second, screen.zone, begin, end) &&
                std::find(out.begin(), out.end(), item) == out.end()) {
                out.push_back(item);
            }
        }
    }
    return out;
}

/// What was approved, byte for byte.
messages::ManifestAsset masterOf(store::Asset const& asset) {
    messages::ManifestAsset out{asset.content, asset.handle, asset.kind, asset.bytes, asset.fit};
    out.content.rendition = asset.content.master;
    return out;
}

/// As the screen gets it: the rendition for its pixels if there is one, which is asked for if not.
messages::ManifestAsset assetFor(store::Screen const& screen, store::Asset const& asset,
                                 Situation const& situation, std::set<WantedRendition>& wanted) {
    auto out = masterOf(asset);
    auto const screens =
        library::renditionFor(asset, {screen.width, screen.height, screen.decodeRate});
    if (!screens) {
        return out;
    }
    auto const made = situation.renditions.find({asset.content.asset, *screens});
    if (made == situation.renditions.end()) {
        wanted.emplace(asset.content.asset, *screens);
    } else if (made->second.result) {
        out.content.rendition = *made->second.result;
        out.bytes = made->second.bytes;
    }
    return out;
}

/// What the newest manifest says of its assets.
std::map<Digest, messages::ManifestAsset> saidBefore(Standing const& standing) {
    std::map<Digest, messages::ManifestAsset> out;
    if (standing.said) {
        for (auto const& asset : standing.said->assets) {
            out.emplace(asset.content.asset, asset);
        }
    }
    return out;
}

/// A span that runs out may show what is approved no longer: it stays what it was when it was
/// signed, and nothing else is signed instead.
Result<std::vector<messages::ManifestAsset>> assetsOf(
    store::Screen const& screen, Standing const& standing, std::vector<PlannedSpan> const& plan,
    std::vector<Digest> const& fallback, std::vector<messages::Overlay> const& overlays,
    Situation const& situation, std::set<WantedRendition>& wanted) {
    std::set<Digest> needed(fallback.begin(), fallback.end());
    std::set<Digest> over;  // lie in a part of the screen: the master is made smaller there
    for (auto const& overlay : overlays) {
        needed.insert(overlay.asset);
        over.insert(overlay.asset);
    }
    for (auto const& planned : plan) {
        needed.insert(planned.facts.assets.begin(), planned.facts.assets.end());
    }
    auto const before = saidBefore(standing);
    std::vector<messages::ManifestAsset> out;
    for (auto const& digest : needed) {
        if (!situation.approved.contains(digest)) {
            if (auto const said = before.find(digest); said != before.end()) {
                out.push_back(said->second);
            }
            continue;
        }
        auto const found = situation.assets.find(digest);
        if (found == situation.assets.end()) {
            return Error{Errc::damaged, "asset " + digest.hex() +
                                            " stands in a released timeline but not in the "
                                            "library; restore the database from a backup"};
        }
        auto const& asset = found->second;
        out.push_back(over.contains(digest) ? masterOf(asset)
                                            : assetFor(screen, asset, situation, wanted));
    }
    return out;
}

/// Whether a screen behaves the same by both from `now` on.
bool sameFrom(Instant now, messages::Display a, messages::Display b) {
    a.levels = aheadOf(std::move(a.levels), now);
    b.levels = aheadOf(std::move(b.levels), now);
    return a == b;
}

/// Whether the newest manifest already says all that `wanted` says, but for what is over. Warnings
/// do not count: they have a way of their own, and a warning must not make thousands of manifests.
bool alreadySaid(Standing const& standing, messages::Manifest const& wanted,
                 std::int64_t generation, Instant now) {
    auto manifest = standing.said;
    if (!manifest || manifest->version.generation < generation) {
        return false;
    }
    std::erase_if(manifest->spans, [&](auto const& span) { return span.to <= now; });
    std::erase_if(manifest->overlays, [&](auto const& overlay) { return overlay.to <= now; });
    auto const& has = manifest->assets;
    return manifest->zone == wanted.zone && manifest->spans == wanted.spans &&
           manifest->fallback == wanted.fallback && manifest->evidence == wanted.evidence &&
           manifest->overlays == wanted.overlays &&
           sameFrom(now, manifest->display, wanted.display) &&
           std::all_of(wanted.assets.begin(), wanted.assets.end(), [&](auto const& asset) {
               return std::find(has.begin(), has.end(), asset) != has.end();
           });
}

/// The first instant from which the plan differs from what is released, and the spans from there
/// on.
void setChange(Release& release, std::vector<messages::Span> const& released,
               std::vector<messages::Span> const& wanted) {
    std::size_t same = 0;
    while (same < released.size() && same < wanted.size() && released[same] == wanted[same]) {
        ++same;
    }
    // A span that only ends earlier is shortened by what follows it; it is not released anew.
    if (same < released.size() && same + 1 < wanted.size() &&
        released[same].from == wanted[same].from &&
        released[same].timeline == wanted[same].timeline && wanted[same].to < released[same].to) {
        ++same;
    }
    if (same < wanted.size()) {
        release.from = wanted[same].from;
        release.spans.assign(wanted.begin() + static_cast<std::ptrdiff_t>(same), wanted.end());
    }
}

messages::ManifestVersion versionAfter(std::optional<store::ReleasedManifest> const& newest,
                                       std::int64_t generation) {
    return newest && newest->version.generation >= generation
               ? messages::ManifestVersion{newest->version.generation, newest->version.counter + 1}
               : messages::ManifestVersion{generation, 1};
}

Result<store::ReleasedManifest> sealed(messages::Manifest const& manifest,
                                       keys::Signer const& signer) {
    auto const envelope = keys::seal(signer, keys::Role::content, messages::kManifestKind,
                                     messages::toJson(manifest));
    if (!envelope) {
        return envelope.error();
    }
    return store::ReleasedManifest{manifest.screen, manifest.version, manifest.issued,
                                   manifest.expires, messages::toJson(*envelope)};
}

/// Nothing where the content key that is in force did not sign it: a row is no more than a row.
std::optional<messages::Manifest> saidIn(std::optional<store::ReleasedManifest> const& newest,
                                         messages::PublicKey const& content) {
    auto const envelope =
        newest ? messages::parseEnvelope(newest->envelope) : Result<messages::Envelope>(Error{});
    auto const payload = envelope ? messages::opened(*envelope, messages::kManifestKind, content)
                                  : Result<std::string>(envelope.error());
    auto manifest =
        payload ? messages::parseManifest(*payload) : Result<messages::Manifest>(payload.error());
    bool const isIts =
        manifest && manifest->screen == newest->screen && manifest->version == newest->version;
    return isIts ? std::optional(std::move(*manifest)) : std::nullopt;
}

/// As much of the span as the manifest says too.
std::optional<messages::Span> asSaid(std::optional<messages::Manifest> const& said,
                                     messages::Span span) {
    if (!said) {
        return std::nullopt;
    }
    for (auto const& known : said->spans) {
        if (known.timeline == span.timeline && known.from < span.to && span.from < known.to) {
            span.from = std::max(span.from, known.from);
            span.to = std::min(span.to, known.to);
            return span;
        }
    }
    return std::nullopt;
}

std::vector<messages::WarningDelivery> warningsOf(store::Tx const& tx, ScreenId const& screen,
                                                  Instant now) {
    auto out = tx.warnings().deliveries(screen, now);
    std::size_t bytes = 0;
    auto const end = std::find_if(out.begin(), out.end(), [&](auto const& delivery) {
        bytes += delivery.envelope.size();
        return bytes > kMostWarningBytes;
    });
    out.erase(end, out.end());
    return out;
}

}  // namespace

Standing standingOf(store::Tx const& tx, ScreenId const& screen, Instant now,
                    messages::PublicKey const& content) {
    Standing out;
    out.manifest = tx.manifests().newest(screen);
    out.said = saidIn(out.manifest, content);
    for (auto const& released : tx.timelines().spans(screen, now - kBack, now + kFarAhead)) {
        if (released.span.to <= now) {
            out.past.push_back(released.span);
        } else if (auto const known = asSaid(out.said, released.span)) {
            out.spans.push_back(*known);
        }
    }
    out.warnings = warningsOf(tx, screen, now);
    return out;
}

Result<std::optional<Release>> releaseOf(store::Screen const& screen, Standing const& standing,
                                         std::vector<PlannedSpan> const& plan,
                                         Situation const& situation,
                                         messages::SamplingRule const& evidence, Instant now,
                                         std::int64_t generation, keys::Signer const& signer,
                                         std::set<WantedRendition>& wanted) {
    messages::Manifest manifest;
    manifest.screen = screen.id;
    manifest.zone = screen.zone;
    manifest.evidence = evidence;
    manifest.spans = bare(plan);
    manifest.issued = now;
    manifest.expires = manifest.spans.back().to;
    manifest.fallback = fallbackOf(screen, situation, now, manifest.expires);
    auto display = displayOf(screen, situation, now, manifest.expires);
    auto overlays = overlaysOf(screen, situation, now, manifest.expires);
    if (!display || !overlays) {
        auto const& error = display ? overlays.error() : display.error();
        return Error{error.code, "screen " + screen.id.str() + ": " + error.message};
    }
    manifest.display = std::move(*display);
    manifest.overlays = std::move(*overlays);
    auto assets =
        assetsOf(screen, standing, plan, manifest.fallback, manifest.overlays, situation, wanted);
    if (!assets) {
        return assets.error();
    }
    manifest.assets = std::move(*assets);
    if (alreadySaid(standing, manifest, generation, now)) {
        return std::optional<Release>();
    }
    manifest.version = versionAfter(standing.manifest, generation);
    manifest.warnings = standing.warnings;
    auto released = sealed(manifest, signer);
    if (!released) {
        return released.error();
    }
    Release release;
    release.manifest = std::move(*released);
    setChange(release, standing.spans, manifest.spans);
    return std::optional(std::move(release));
}

Result<store::ReleasedManifest> darkManifest(ScreenId const& screen,
                                             std::optional<store::ReleasedManifest> const& newest,
                                             Instant now, std::int64_t generation,
                                             keys::Signer const& signer) {
    messages::Manifest manifest;
    manifest.screen = screen;
    manifest.version = versionAfter(newest, generation);
    manifest.issued = now;
    manifest.expires = now + kForGood;
    return sealed(manifest, signer);
}

}  // namespace tocsin::schedule
