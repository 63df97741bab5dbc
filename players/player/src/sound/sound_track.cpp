// SPDX-License-Identifier: Apache-2.0
#include "sound/sound_track.hpp"

#include <algorithm>
#include <array>

namespace tocsin::player {
namespace {

constexpr std::size_t kChunk = media::kSoundRate / 20;
/// Farther ahead than this it is quicker to seek than to decode.
constexpr std::int64_t kSeekAhead = media::kSoundRate;

}  // namespace

bool SoundTrack::work(std::stop_token const& stop) {
    if (!opened_) {
        opened_ = true;
        auto sound = open_(cue_, stop);
        if (sound) {
            sound_ = std::move(*sound);
        } else {
            std::lock_guard const lock(mutex_);
            ended_ = true;
            if (sound.error().code != Errc::notFound && sound.error().code != Errc::cancelled) {
                failure_ = sound.error().message;
            }
        }
        return sound_ != nullptr;
    }
    if (!sound_) {
        return false;
    }
    std::int64_t seekTo = -1;
    {
        std::lock_guard const lock(mutex_);
        seekTo = std::exchange(seekTo_, -1);
        if (seekTo < 0 && (ended_ || ring_.size() >= kAhead)) {
            return false;
        }
    }
    Result<> done;
    if (seekTo >= 0) {
        done = sound_->seek(seekTo);
    }
    auto const at = sound_->next();
    std::array<media::Sample, kChunk> chunk{};
    auto const got = done ? sound_->read(chunk) : Result<std::size_t>(done.error());
    std::lock_guard const lock(mutex_);
    if (!got) {
        ended_ = true;
        if (got.error().code != Errc::cancelled) {
            failure_ = got.error().message;
        }
        return false;
    }
    if (seekTo >= 0 || ring_.empty()) {
        ring_.clear();
        first_ = at;
    }
    ended_ = *got == 0;
    if (seekTo_ < 0) {  // else these are outdated already
        ring_.insert(ring_.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(*got));
    }
    return true;
}

std::optional<std::string> SoundTrack::failure() {
    std::lock_guard const lock(mutex_);
    return std::exchange(failure_, std::nullopt);
}

/// Drops what is over, or asks the worker to seek.
void SoundTrack::jump(std::int64_t wanted) {
    auto const over = wanted - first_;
    auto const held = static_cast<std::int64_t>(ring_.size());
    if (over > held + kSeekAhead || over < -kSeekAhead) {
        ring_.clear();
        first_ = wanted;
        seekTo_ = std::max<std::int64_t>(wanted, 0);
        ended_ = false;
        started_ = false;  // to be put in its exact place once it is there
        return;
    }
    auto const drop = std::clamp<std::int64_t>(over, 0, held);
    ring_.erase(ring_.begin(), ring_.begin() + drop);
    first_ += drop;
}

void SoundTrack::take(std::int64_t wanted, std::span<media::Sample> out) noexcept {
    std::lock_guard const lock(mutex_);
    auto off = wanted - first_;  // positive: the sound is late
    std::size_t filled = 0;
    bool const over = ended_ && ring_.empty() && off >= 0;
    if (!over && (std::abs(off) > kJump || !started_)) {
        started_ = true;
        jump(wanted);
        off = wanted - first_;
        if (off < 0) {  // its beginning is still to come
            filled = std::min(out.size(), static_cast<std::size_t>(-off));
            std::fill_n(out.begin(), filled, media::Sample{});
            off = 0;
        }
    }
    for (; filled < out.size() && !ring_.empty(); ++filled) {
        out[filled] = ring_.front();
        ++owing_;
        bool const mend = owing_ >= kOneIn && std::abs(off) > kQuiet;
        if (mend && off < 0) {
            owing_ = 0;
            ++off;
            continue;  // this one is given twice
        }
        ring_.pop_front();
        ++first_;
        if (mend && !ring_.empty()) {
            owing_ = 0;
            --off;
            ring_.pop_front();
            ++first_;
        }
    }
    // What is missing is silence, and the next call finds out how much was.
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(filled), out.end(), media::Sample{});
}

}  // namespace tocsin::player
