// SPDX-License-Identifier: Apache-2.0
// Spans, slots, fallback: which showing an instant belongs to.
#include "director/plan.hpp"

#include <algorithm>

namespace tocsin::player {
namespace {

/// Reason of a dark entry outside the opening hours, as the compiler writes it.
constexpr std::string_view kClosed = "closed";

constexpr Instant kForEver = Instant::max();

}  // namespace

Plan::Plan(messages::Manifest manifest, Timelines timelines, std::set<Digest> present,
           Barred barred)
    : manifest_(std::move(manifest)),
      timelines_(std::move(timelines)),
      present_(std::move(present)),
      barred_(std::move(barred)) {
    for (std::size_t i = 0; i < manifest_->assets.size(); ++i) {
        assetByHex_[manifest_->assets[i].content.asset.hex()] = i;
    }
    for (auto const& digest : manifest_->fallback) {
        auto const found = assetByHex_.find(digest.hex());
        if (found != assetByHex_.end() && fileOf(manifest_->assets[found->second])) {
            loop_.push_back(found->second);
        }
    }
}

Plan::Plan(std::vector<Want> spareFiles, std::set<Digest> present)
    : present_(std::move(present)), spareFiles_(std::move(spareFiles)) {}

messages::ManifestAsset const* Plan::assetOf(std::string const& hex) const {
    auto const found = assetByHex_.find(hex);
    return found == assetByHex_.end() ? nullptr : &manifest_->assets[found->second];
}

std::optional<Digest> Plan::fileOf(messages::ManifestAsset const& asset) const {
    for (auto const& file : {asset.content.rendition, asset.content.master}) {
        if (present_.contains(file) && !barred_.contains(file)) {
            return file;
        }
    }
    return std::nullopt;
}

Cue Plan::cueOf(messages::ManifestAsset const& asset, Cue::Kind kind) const {
    Cue cue;
    cue.kind = kind;
    cue.content = asset.content;
    cue.content.rendition = fileOf(asset).value_or(asset.content.rendition);
    cue.name = asset.name;
    cue.asset = asset.kind;
    cue.fit = asset.fit;
    cue.zone = manifest_->zone;
    return cue;
}

/// The span that covers t, if its timeline is here; else the nearest span before it whose timeline
/// reaches t. So a span takes over only when its file has come, and the plan before it holds until
/// then.
std::optional<Plan::Governing> Plan::governing(Instant t) const {
    auto const& spans = manifest_->spans;
    Instant until = kForEver;
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        if (span->from > t) {
            until = span->from;
            continue;
        }
        auto const file = timelines_.find(span->timeline);
        if (file == timelines_.end() || !file->second) {
            continue;
        }
        auto const& timeline = *file->second;
        bool const covered = t < span->to;
        bool const reachesOver = std::any_of(spans.begin(), spans.end(), [&](auto const& other) {
            return other.from <= t && t < other.to;
        });
        if ((covered || reachesOver) && t >= timeline.begin && t < timeline.end) {
            until = std::min(until, covered ? span->to : timeline.end);
            return Governing{&timeline, span->timeline, until};
        }
    }
    return std::nullopt;
}

Showing Plan::fillIn(Instant t, Instant until, Skip const& skip) const {
    Showing out;
    out.until = until;
    auto const turn = std::chrono::floor<Milliseconds>(t.time_since_epoch()) / kFallbackTurn;
    for (std::size_t i = 0; i < loop_.size(); ++i) {
        auto const items = static_cast<std::int64_t>(loop_.size());
        auto const which = (turn + static_cast<std::int64_t>(i)) % items;
        auto cue =
            cueOf(manifest_->assets[loop_[static_cast<std::size_t>(which)]], Cue::Kind::fallback);
        cue.start = Instant(turn * kFallbackTurn);
        cue.end = cue.start + kFallbackTurn;
        if (!skip || !skip(cue)) {
            out.until = std::min(until, cue.end);
            out.cue = std::move(cue);
            return out;
        }
    }
    return out;
}

Showing Plan::at(Instant t) const {
    if (!manifest_) {
        return {{}, {}, kForEver};
    }
    if (expiredAt(t)) {
        return fillIn(t, kForEver);
    }
    auto const ruling = governing(t);
    auto const index = ruling ? playlists::indexAt(*ruling->timeline, t) : std::nullopt;
    if (!index) {
        Instant until = manifest_->expires;
        for (auto const& span : manifest_->spans) {
            if (span.from > t) {
                until = std::min(until, span.from);
                break;
            }
        }
        return fillIn(t, until);
    }
    auto const slot = playlists::slotOf(*ruling->timeline, *index);
    auto const until = std::min({slot.end, ruling->until, manifest_->expires});
    if (slot.dark) {
        Showing out;
        out.cue.start = slot.start;
        out.cue.end = slot.end;
        out.until = until;
        out.closed = slot.reason == kClosed;
        return out;
    }
    Cue cue;
    auto const* asset = assetOf(slot.asset.str());
    if (asset != nullptr) {
        cue = cueOf(*asset, Cue::Kind::play);
    } else {
        cue.kind = Cue::Kind::play;
        cue.content.asset = Digest::fromHex(slot.asset.str()).value_or(Digest{});
        cue.name = slot.asset.str().substr(0, 12);
    }
    cue.timeline = ruling->digest;
    cue.day = ruling->timeline->date;
    cue.index = static_cast<std::int64_t>(*index);
    cue.campaign = slot.campaign;
    cue.start = slot.start;
    cue.end = slot.end;
    if (asset != nullptr && fileOf(*asset)) {
        return {cue, {}, until};
    }
    auto out = fillIn(t, until);
    out.owed = cue;
    auto const barred = asset != nullptr ? barred_.find(asset->content.rendition) : barred_.end();
    out.owedReason = barred != barred_.end() ? barred->second : "not-fetched";
    return out;
}

std::vector<OverlayCue> Plan::overlaysAt(Instant t, Milliseconds ahead) const {
    std::vector<OverlayCue> out;
    if (!manifest_ || expiredAt(t)) {
        return out;
    }
    for (auto const& overlay : manifest_->overlays) {
        auto const* asset = assetOf(overlay.asset.hex());
        if (overlay.from >= t + ahead || overlay.to <= t || asset == nullptr || !fileOf(*asset)) {
            continue;
        }
        auto cue = cueOf(*asset, Cue::Kind::overlay);
        cue.start = overlay.from;
        cue.end = std::min(overlay.to, manifest_->expires);
        out.push_back({cue, overlay.x, overlay.y, overlay.width, overlay.height, overlay.opacity});
    }
    return out;
}

messages::Display const& Plan::display() const {
    static messages::Display const plain;
    return manifest_ ? manifest_->display : plain;
}

messages::Level Plan::levelAt(Instant t) const {
    constexpr std::chrono::days kDay{1};
    auto const& levels = display().levels;
    if (expiredAt(t)) {
        t -= kDay * (1 + (t - manifest_->expires) / kDay);
    }
    auto const next =
        std::upper_bound(levels.begin(), levels.end(), t,
                         [](Instant at, auto const& level) { return at < level.from; });
    return next == levels.begin() ? messages::Level{Instant::min()} : *std::prev(next);
}

std::optional<Instant> Plan::nextChange(Instant t, int messages::Level::*which) const {
    if (expiredAt(t)) {
        return std::nullopt;
    }
    auto const now = levelAt(t).*which;
    for (auto const& level : display().levels) {
        if (level.from > t && level.*which != now) {
            return level.from;
        }
    }
    return std::nullopt;
}

std::map<std::string, std::string> Plan::findings(Instant t) const {
    std::map<std::string, std::string> out;
    if (!manifest_) {
        return out;
    }
    if (expiredAt(t)) {
        out["expired"] = "manifest expired at " + formatInstant(manifest_->expires);
    }
    for (auto const& want : wants(t)) {
        out["missing " + want.digest.hex()] =
            want.timeline ? "timeline " + want.digest.hex().substr(0, 12) + " missing"
                          : "asset " + want.name + " missing";
    }
    for (auto const& asset : manifest_->assets) {
        if (auto const barred = barred_.find(asset.content.rendition); barred != barred_.end()) {
            out["barred " + barred->first.hex()] =
                asset.name + " is not shown (" + barred->second +
                "); replace it, or start the player once with --lift-quarantine";
        }
    }
    return out;
}

std::vector<Plan::Want> Plan::wants(Instant t) const {
    std::vector<Want> out;
    for (auto& need : needs(t)) {
        if (!need.here) {
            out.push_back(std::move(need.file));
        }
    }
    return out;
}

std::vector<Plan::Need> Plan::needs(Instant t) const {
    std::vector<Need> out;
    for (auto const& file : spareFiles_) {
        out.push_back({file, present_.contains(file.digest)});
    }
    if (!manifest_) {
        return out;
    }
    std::set<Digest> listed;
    auto const add = [&](messages::ManifestAsset const* asset) {
        if (asset != nullptr && listed.insert(asset->content.rendition).second) {
            auto const& rendition = asset->content.rendition;
            out.push_back(
                {{rendition, asset->bytes, asset->name, false}, present_.contains(rendition)});
        }
    };
    auto const addTimeline = [&](messages::Span const& span, bool here) {
        if (listed.insert(span.timeline).second) {
            out.push_back({{span.timeline, span.bytes, "timeline", true}, here});
        }
    };
    for (auto const& span : manifest_->spans) {
        if (span.to > t) {
            addTimeline(span, timelines_.contains(span.timeline));
        }
    }
    for (auto const& span : manifest_->spans) {
        auto const file = timelines_.find(span.timeline);
        if (span.to <= t || file == timelines_.end() || !file->second) {
            continue;
        }
        std::set<std::uint16_t> seen;
        auto const& entries = file->second->entries;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            Instant const end = i + 1 < entries.size() ? entries[i + 1].start : file->second->end;
            bool const matters = end > t && end > span.from && entries[i].start < span.to;
            if (matters && entries[i].asset != playlists::TimelineEntry::kNone &&
                seen.insert(entries[i].asset).second) {
                add(assetOf(file->second->assets[entries[i].asset].str()));
            }
        }
    }
    for (auto const& overlay : manifest_->overlays) {
        if (overlay.to > t) {
            add(assetOf(overlay.asset.hex()));
        }
    }
    for (auto const& digest : manifest_->fallback) {
        add(assetOf(digest.hex()));
    }
    for (auto const& asset : manifest_->assets) {
        add(&asset);
    }
    for (auto const& span : manifest_->spans) {
        if (timelines_.contains(span.timeline)) {
            addTimeline(span, true);
        }
    }
    return out;
}

}  // namespace tocsin::player
