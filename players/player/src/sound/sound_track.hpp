// SPDX-License-Identifier: Apache-2.0
// The sound of one showing: decoded ahead on one side, taken by the sound card's own pace on the
// other and kept in step with fleet time.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>

#include "director/plan.hpp"
#include "tocsin/media/sound.hpp"

namespace tocsin::player {

/// Opens the sound of a showing; Errc::notFound if it has none.
using OpenSound = std::function<Result<std::unique_ptr<media::Sound>>(Cue const&, std::stop_token)>;

/// Thread-safe: one thread calls work(), the sound card's thread calls take().
class SoundTrack {
public:
    /// Decoded ahead at most.
    static constexpr std::size_t kAhead = media::kSoundRate / 2;
    /// Off by more than this, the sound jumps to where it belongs.
    static constexpr std::int64_t kJump = media::kSoundRate * 40 / 1000;
    /// Off by more than this, single samples are left out or given twice: 1 in 480, which nobody
    /// hears.
    static constexpr std::int64_t kQuiet = media::kSoundRate * 2 / 1000;
    static constexpr std::int64_t kOneIn = 480;

    SoundTrack(Cue cue, OpenSound open) : cue_(std::move(cue)), open_(std::move(open)) {}

    [[nodiscard]] Cue const& cue() const noexcept { return cue_; }
    /// Opens the sound and decodes some. False if there is nothing to do for now. What fails is
    /// silent, and told once through failure().
    bool work(std::stop_token const& stop);
    [[nodiscard]] std::optional<std::string> failure();
    /// The samples from `wanted` on (counted from the showing's start) into `out`; silence where
    /// there are none yet or no more.
    void take(std::int64_t wanted, std::span<media::Sample> out) noexcept;

private:
    void jump(std::int64_t wanted);

    Cue const cue_;
    OpenSound const open_;
    // work() only
    std::unique_ptr<media::Sound> sound_;
    bool opened_ = false;

    std::mutex mutex_;  // guards what follows; never held while decoding
    std::deque<media::Sample> ring_;
    std::int64_t first_ = 0;    // the sample at the front of ring_
    std::int64_t seekTo_ = -1;  // for work()
    std::int64_t owing_ = 0;    // samples since the last one was left out or given twice
    bool started_ = false, ended_ = false;
    std::optional<std::string> failure_;
};

}  // namespace tocsin::player
