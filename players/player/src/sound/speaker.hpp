// SPDX-License-Identifier: Apache-2.0
// The sound of the showing that is on and of the one that comes, handed to the sound card sample by
// sample on fleet time.
#pragma once

#include <spdlog/logger.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "sound/attention_signal.hpp"
#include "sound/sound_track.hpp"
#include "stage/accompaniment.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::player {

/// The tick thread tells it what is on; the sound card's thread calls fill(); its own thread
/// decodes.
class Speaker final : public Accompaniment {
public:
    struct Parts {
        OpenSound open;
        spdlog::logger& log;
    };
    explicit Speaker(Parts parts) : parts_(std::move(parts)) {}
    ~Speaker() override;
    /// Decodes on a thread of its own from now on.
    void start();
    /// A piece of what that thread does. False if there was nothing to do.
    bool work(std::stop_token const& stop);

    // ---- tick thread ----
    void onAir(Cue const& cue) override;
    void comes(Cue const& cue) override;
    void setVolume(int percent) override;
    void attention(Instant at) override;

    // ---- the sound card's thread ----
    /// What is heard from `at` (fleet time) on. Takes no longer than copying does.
    void fill(session::FineInstant at, std::span<media::Sample> out) noexcept;

private:
    using TrackPtr = std::shared_ptr<SoundTrack>;
    void run(std::stop_token stop);
    [[nodiscard]] std::vector<TrackPtr> tracks() const;

    Parts parts_;
    std::vector<media::Sample> const signal_ = attentionSignal();
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::vector<TrackPtr> tracks_;
    std::vector<TrackPtr> over_;  // to be closed by the worker
    int volume_ = 100;
    std::optional<Instant> attention_;  // since when
    // fill() only
    std::int32_t gain_ = 0;  // 16 bits of fraction; goes to the volume step by step
    std::jthread thread_;
};

}  // namespace tocsin::player
