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

/// As far as the manifest says already when another one has the screen.
std::vector<Stretch> obeyed(messages::Manifest const& manifest, Digest const& timeline) {
    std::vector<Stretch> out;
    for (auto const& span : manifest.spans) {
        if (span.timeline == timeline) {
            out.push_back({span.from, span.to});
        }
    }
    return out;
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
        auto const found = attempts_.find(keyOf(cue_));
        open_ = (found == attempts_.end() || found->second < kAttempts) && isTimeFor(sight);
        middle_ = (grid_.firstAt(cue_.start) + grid_.firstAt(cue_.end)) / 2;
    }
    return open_ && sight.whole && sight.tick >= middle_;
}

/// The day's picture may be of this play, as far as it is to come from a part of the day.
bool Sampler::isTimeFor(Witness::Sight const& sight) {
    auto const& manifest = *sight.plan.manifest();
    auto const* const timeline =
        manifest.evidence.spread ? sight.plan.timeline(cue_.timeline) : nullptr;
    if (timeline == nullptr) {
        return true;
    }
    auto const from = partStart(manifest, *timeline);
    return !from || cue_.start >= *from;
}

std::optional<Instant> Sampler::partStart(messages::Manifest const& manifest,
                                          playlists::Timeline const& timeline) {
    if (partsOf_ != manifest.version) {
        partsOf_ = manifest.version;
        parts_.clear();
    }
    std::pair const key(cue_.timeline, keyOf(cue_));
    auto found = parts_.find(key);
    if (found == parts_.end()) {
        auto const from =
            sampledFrom(timeline, obeyed(manifest, cue_.timeline), manifest.screen, key.second);
        found = parts_.emplace(key, from).first;
    }
    return found->second;
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
        bool const open = !done && triesLeft(key) > 0;
        watched_ = Watched{std::move(key), sight.tick, open};
    }
    watched_->from = std::min(watched_->from, sight.tick);  // the clock went back
    return watched_->open && sight.tick - watched_->from >= grid_.ticksIn(watched_->after);
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
        picture_ = Picture{cue_, std::nullopt, std::nullopt};
    } else if (cause == EvidenceCause::warning && watched_) {
        watched_->open = false;
        handed_ = watched_->key;
    } else if (cause == EvidenceCause::interval) {
        interval_ = toMillis(sight.at) / (sight.plan.manifest()->evidence.everyMinutes * kMinuteMs);
    }
}

bool Sampler::settled(EvidenceCause cause, bool kept) {
    if (cause == EvidenceCause::firstPlay && picture_) {
        picture_->kept = kept;
        return judged().has_value();
    }
    if (cause != EvidenceCause::warning || !handed_) {
        return false;
    }
    auto key = *std::exchange(handed_, std::nullopt);
    if (kept) {
        warningKept(std::move(key));
    } else {
        warningLost(key);
    }
    return kept;
}

/// No older revision is shown again.
void Sampler::warningKept(WarningKey key) {
    if (watched_ && watched_->key == key) {
        watched_->open = false;
    }
    lost_.erase(key);
    std::erase_if(warned_, [&](WarningKey const& each) { return each.id == key.id; });
    warned_.push_back(std::move(key));
    if (warned_.size() > kWarningsRemembered) {
        warned_.erase(warned_.begin());
    }
}

void Sampler::warningLost(WarningKey const& key) {
    auto const lost = ++lost_[key];
    if (watched_ && watched_->key == key) {
        watched_->open = triesLeft(key) > 0;
        watched_->after = lost * kWarningRetry;
    }
    if (lost_.size() > kWarningsRemembered) {
        lost_.erase(lost_.begin());
    }
}

int Sampler::triesLeft(WarningKey const& key) const {
    auto const lost = lost_.find(key);
    return kAttempts - (lost == lost_.end() ? 0 : lost->second);
}

std::optional<SampleKey> Sampler::ended(Cue const& cue, PlayEnd const& end) {
    if (!picture_ || !cue.sameShowing(picture_->cue)) {
        return std::nullopt;
    }
    picture_->whole = end.result == messages::PlayResult::complete;
    return judged();
}

/// The key that is done, if this picture does it or was the last attempt. Whether it was kept may
/// be known before the play ends or after.
std::optional<SampleKey> Sampler::judged() {
    if (!picture_->kept || !picture_->whole) {
        return std::nullopt;
    }
    auto const key = keyOf(picture_->cue);
    bool const good = *picture_->kept && *picture_->whole;
    picture_.reset();
    auto& attempts = attempts_[key];
    attempts = good ? kAttempts : std::min(attempts + 1, kAttempts);
    bool const done = attempts == kAttempts;
    open_ = open_ && !(done && keyOf(cue_) == key);
    forget(key.day);
    return done ? std::optional(key) : std::nullopt;
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
