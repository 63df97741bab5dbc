// SPDX-License-Identifier: Apache-2.0
// The test's side of a clock that real processes share: the test moves time in steps and waits
// after each until every thread that sleeps on this clock has done its work and sleeps again, so
// that processes live through days in seconds and miss nothing. A coroutine that was woken holds
// time too, but only for a moment, since it need not sleep again.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::test {

/// One driver a file; used by one thread. Processes get the file's path (controlled_clock.hpp).
class ControlledTime {
public:
    /// Makes `file`, which must not exist. Throws std::runtime_error.
    ControlledTime(std::filesystem::path file, Instant start);
    [[nodiscard]] static std::unique_ptr<ControlledTime> create(std::filesystem::path file,
                                                                Instant start) {
        return std::make_unique<ControlledTime>(std::move(file), start);
    }
    ~ControlledTime();
    ControlledTime(ControlledTime const&) = delete;
    ControlledTime& operator=(ControlledTime const&) = delete;

    [[nodiscard]] std::filesystem::path const& file() const noexcept { return file_; }
    [[nodiscard]] Instant now() const;

    /// Moves time by `total` in steps of `step`, with the barrier after each. A participant that
    /// was killed is forgotten. Throws std::runtime_error that names process and thread when one
    /// does not come back to sleep within `patience` of real time.
    void advance(Milliseconds total, Milliseconds step = Milliseconds{40});
    /// A step of the wall clock, either way, that neither the monotonic clock nor sleepers see.
    void stepWallClock(Milliseconds delta);

    /// Threads that sleep on this clock now, the dead not counted.
    [[nodiscard]] std::size_t participants();
    /// Waits in real time until at least `count` threads take part and all sleep. Throws after
    /// `patience`.
    void awaitParticipants(std::size_t count);

    /// Real time that a participant may take between two sleeps; 60 s unless set.
    void setPatience(Milliseconds patience) noexcept;

private:
    struct State;
    void barrier(std::size_t least);
    std::filesystem::path file_;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::test
