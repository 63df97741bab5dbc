// SPDX-License-Identifier: Apache-2.0
#include "evidence/sampler.hpp"

#include <algorithm>

#include "evidence/sample_part.hpp"

namespace tocsin::player {
namespace {

using messages::EvidenceCause;

constexpr std::int64_t kMinuteMs = 60'000;
/// A campaign's plays of yesterday may still be on after midnight.
constexpr std::chrono::days kRemembered{1};

SampleKey keyOf(Cue const& cue) {
    return {cue.day, cue.campaign.str(), cue.content.asset};
}

/// As far as the manifest says already that another one takes over.
Instant obeyedUntil(messages::Manifest const& manifest, Digest const& timeline) {
    std::optional<Instant> out;
    for (auto const& span : manifest.spans) {
        if (span.timeline == timeline) {
            out = std::max(out.value_or(span.to), span.to);
        }
    }
    return out.value_or(Instant::max());
}

}  // namespace

Sampler::Sampler(TickGrid grid, std::vector<SampleKey> const& done,
                 std::vector<WarningKey> warnings)
    : grid_(grid), warned_(std::move(warnings)) {
    for (auto const& key : done) {
        attempts_[key] = kAttempts;
    }
}

std::optional<EvidenceCause> Sampler::wants(Witness::Sight const& sight) {
    auto const* const manifest = sight.plan.manifest() ? &*sight.plan.manifest() : nullptr;
    if (manifest == nullptr || sight.notice) {
        return std::nullopt;
    }
    if (manifest->evidence.warnings && wantsWarning(sight)) {
        return EvidenceCause::warning;
    }
    if (!sight.own) {
        return std::nullopt;
    }
    if (manifest->evidence.firstPlays && wantsPlay(sight)) {
        return EvidenceCause::firstPlay;
    }
    auto const minutes = manifest->evidence.everyMinutes;
    return minutes > 0 && wantsInterval(sight, minutes) ? std::optional(EvidenceCause::interval)
                                                        : std::nullopt;
}

bool Sampler::wantsPlay(Witness::Sight const& sight) {
    if (sight.cue.kind != Cue::Kind::play) {
        return false;
    }
    if (!sight.cue.sameShowing(cue_)) {
        cue_ = sight.cue;
        pictured_ = false;
        auto const found = attempts_.find(keyOf(cue_));
        open_ = (found == attempts_.end() || found->second < kAttempts) && isTimeFor(sight);
        middle_ = (grid_.firstAt(cue_.start) + grid_.firstAt(cue_.end)) / 2;
    }
    return open_ && sight.whole && sight.tick >= middle_;
}

/// The day's picture may be of this play, as far as it is to come from a part of the day.
bool Sampler::isTimeFor(Witness::Sight const& sight) const {
    auto const& manifest = *sight.plan.manifest();
    auto const* const timeline =
        manifest.evidence.spread ? sight.plan.timeline(cue_.timeline) : nullptr;
    if (timeline == nullptr) {
        return true;
    }
    auto const until = obeyedUntil(manifest, cue_.timeline);
    auto const from = sampledFrom(*timeline, until, manifest.screen, keyOf(cue_));
    return !from || cue_.start >= *from;
}

bool Sampler::wantsWarning(Witness::Sight const& sight) {
    if (sight.warningId.empty()) {
        watched_.reset();
        return false;
    }
    bool const same = watched_ && watched_->key.id == sight.warningId &&
                      watched_->key.revision == sight.warningRevision;
    if (!same) {
        WarningKey key{std::string(sight.warningId), sight.warningRevision};
        bool const done = std::find(warned_.begin(), warned_.end(), key) != warned_.end();
        watched_ = Watched{std::move(key), sight.tick, !done};
    }
    watched_->from = std::min(watched_->from, sight.tick);  // the clock went back
    return watched_->open && sight.tick - watched_->from >= grid_.ticksIn(kWarningSettles);
}

bool Sampler::wantsInterval(Witness::Sight const& sight, std::int64_t minutes) {
    auto const number = toMillis(sight.at) / (minutes * kMinuteMs);
    if (!interval_) {
        // The first tick of all is seldom the first one of an interval.
        interval_ = toMillis(sight.at) % (minutes * kMinuteMs) == 0 ? number - 1 : number;
    }
    return number != *interval_;
}

void Sampler::taken(Witness::Sight const& sight, EvidenceCause cause) {
    if (cause == EvidenceCause::firstPlay) {
        open_ = false;
        pictured_ = true;
    } else if (cause == EvidenceCause::warning && watched_) {
        watched_->open = false;
        warned_.push_back(watched_->key);
        if (warned_.size() > kWarningsRemembered) {
            warned_.erase(warned_.begin());
        }
    } else if (cause == EvidenceCause::interval) {
        interval_ = toMillis(sight.at) / (sight.plan.manifest()->evidence.everyMinutes * kMinuteMs);
    }
}

std::optional<SampleKey> Sampler::ended(Cue const& cue, PlayEnd const& end) {
    if (!pictured_ || !cue.sameShowing(cue_)) {
        return std::nullopt;
    }
    pictured_ = false;
    auto const key = keyOf(cue_);
    bool const whole = end.result == messages::PlayResult::complete;
    auto& attempts = attempts_[key];
    attempts = whole ? kAttempts : std::min(attempts + 1, kAttempts);
    forget(key.day);
    return attempts == kAttempts ? std::optional(key) : std::nullopt;
}

void Sampler::forget(playlists::LocalDay newest) {
    std::erase_if(attempts_, [&](auto const& entry) {
        return std::chrono::sys_days(entry.first.day) + kRemembered < std::chrono::sys_days(newest);
    });
}

std::vector<SampleKey> Sampler::done() const {
    std::vector<SampleKey> out;
    for (auto const& [key, attempts] : attempts_) {
        if (attempts == kAttempts) {
            out.push_back(key);
        }
    }
    return out;
}

}  // namespace tocsin::player
