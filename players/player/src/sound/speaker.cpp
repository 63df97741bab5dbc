// SPDX-License-Identifier: Apache-2.0
#include "sound/speaker.hpp"

#include <algorithm>

#include "journal/crash_notes.hpp"

namespace tocsin::player {
namespace {

constexpr std::chrono::milliseconds kLook{50};
constexpr std::int32_t kFull = 1 << 16;
/// From silence to full in 10 ms, so that nothing clicks.
constexpr std::int32_t kGainStep = kFull / (media::kSoundRate / 100);

void addTo(media::Sample& sample, media::Sample const& other) {
    for (std::size_t side = 0; side < sample.size(); ++side) {
        sample[side] =
            static_cast<std::int16_t>(std::clamp(sample[side] + other[side], -32'768, 32'767));
    }
}

std::int64_t samplesIn(std::chrono::nanoseconds time) {
    constexpr std::int64_t kNano = 1'000'000'000;
    auto const whole = time.count() / kNano * media::kSoundRate;
    return whole + time.count() % kNano * media::kSoundRate / kNano;
}

}  // namespace

Speaker::~Speaker() = default;

void Speaker::start() {
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

void Speaker::onAir(Cue const& cue) {
    {
        std::lock_guard const lock(mutex_);
        auto const rest =
            std::stable_partition(tracks_.begin(), tracks_.end(),
                                  [&](auto const& track) { return track->cue().sameShowing(cue); });
        over_.insert(over_.end(), rest, tracks_.end());
        tracks_.erase(rest, tracks_.end());
    }
    comes(cue);
}

void Speaker::comes(Cue const& cue) {
    {
        std::lock_guard const lock(mutex_);
        bool const known = std::any_of(tracks_.begin(), tracks_.end(), [&](auto const& track) {
            return track->cue().sameShowing(cue);
        });
        bool const silent = cue.kind == Cue::Kind::dark || cue.asset != playlists::AssetKind::film;
        if (!known && !silent) {
            tracks_.push_back(std::make_shared<SoundTrack>(cue, parts_.open));
        }
    }
    changed_.notify_all();
}

void Speaker::setVolume(int percent) {
    std::lock_guard const lock(mutex_);
    volume_ = std::clamp(percent, 0, 100);
}

void Speaker::attention(Instant at) {
    std::lock_guard const lock(mutex_);
    attention_ = at;
}

std::vector<Speaker::TrackPtr> Speaker::tracks() const {
    std::lock_guard const lock(mutex_);
    return tracks_;
}

void Speaker::fill(session::FineInstant at, std::span<media::Sample> out) noexcept {
    std::fill(out.begin(), out.end(), media::Sample{});
    std::lock_guard const lock(mutex_);
    for (auto const& track : tracks_) {
        // The part of `out` that the showing owns.
        auto const begin = samplesIn(track->cue().start - at);
        auto const end = samplesIn(track->cue().end - at);
        auto const first = std::clamp<std::int64_t>(begin, 0, std::ssize(out));
        auto const last = std::clamp<std::int64_t>(end, 0, std::ssize(out));
        if (first < last) {
            track->take(first - begin, out.subspan(static_cast<std::size_t>(first),
                                                   static_cast<std::size_t>(last - first)));
        }
    }
    if (attention_) {
        auto const passed = samplesIn(at - *attention_);
        for (std::int64_t i = std::max<std::int64_t>(0, -passed);
             i < std::ssize(out) && passed + i < std::ssize(signal_); ++i) {
            addTo(out[static_cast<std::size_t>(i)], signal_[static_cast<std::size_t>(passed + i)]);
        }
    }
    auto const wanted = volume_ * kFull / 100;
    for (auto& sample : out) {
        gain_ += std::clamp(wanted - gain_, -kGainStep, kGainStep);
        for (auto& side : sample) {
            side = static_cast<std::int16_t>(side * std::int64_t{gain_} / kFull);
        }
    }
}

void Speaker::run(std::stop_token stop) {
    CrashStack const stack;
    while (!stop.stop_requested()) {
        if (!work(stop)) {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, stop, kLook, [] { return false; });
        }
    }
}

bool Speaker::work(std::stop_token const& stop) {
    std::vector<TrackPtr> over;
    {
        std::lock_guard const lock(mutex_);
        over.swap(over_);
    }
    over.clear();  // closing a file may take its time
    bool worked = false;
    for (auto const& track : tracks()) {
        CrashScope const scope(track->cue().content.rendition);
        worked = track->work(stop) || worked;
        if (auto const why = track->failure()) {
            parts_.log.warn("event=sound-failed asset=\"{}\" err=\"{}\"", track->cue().name, *why);
        }
    }
    return worked;
}

}  // namespace tocsin::player
