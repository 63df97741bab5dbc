// SPDX-License-Identifier: Apache-2.0
// Whether a stream can be shown, from when its pictures came and what its child said. Pure: times
// are milliseconds of one clock that never goes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tocsin::player {

class StreamHealth {
public:
    /// A showing whose first picture takes longer is given up.
    static constexpr std::int64_t kStartMs = 2'000;
    /// A stream without a new picture for longer is given up: with the half second by which it is
    /// held back, three seconds after its source fell silent.
    static constexpr std::int64_t kStallMs = 2'500;
    /// One that was given up is shown again after pictures for so long, so that a bad connection
    /// does not flicker.
    static constexpr std::int64_t kSteadyMs = 500;

    void picture(std::int64_t now) {
        if (!last_ || now - *last_ > kSteadyMs) {
            runSince_ = now;
        }
        last_ = now;
        why_.clear();
    }
    /// The child gave up because of this.
    void gaveUp(std::string why) { why_ = std::move(why); }

    /// Why there is nothing to show at `now` in a showing that is on since then (absent: it is not
    /// yet); nothing: show the newest picture, or wait for the first.
    [[nodiscard]] std::optional<std::string> trouble(std::int64_t now,
                                                     std::optional<std::int64_t> onAirSince = {}) {
        auto found = silence(now, onAirSince);
        if (found) {
            troubled_ = found;
        } else if (troubled_ && last_ && *last_ - runSince_ >= kSteadyMs) {
            troubled_.reset();
        }
        return troubled_;
    }

private:
    [[nodiscard]] std::optional<std::string> silence(std::int64_t now,
                                                     std::optional<std::int64_t> onAirSince) const {
        auto const because = why_.empty() ? "" : " (" + why_ + ")";
        if (last_) {
            return now - *last_ > kStallMs ? std::optional("stream: no picture for 2.5 s" + because)
                                           : std::nullopt;
        }
        if (!why_.empty()) {
            return "stream: no picture" + because;
        }
        return onAirSince && now - *onAirSince >= kStartMs
                   ? std::optional<std::string>("stream: no picture within 2 s of its start")
                   : std::nullopt;
    }

    std::optional<std::int64_t> last_;
    std::int64_t runSince_ = 0;            // of the unbroken run of pictures that goes on
    std::string why_;                      // since the last picture
    std::optional<std::string> troubled_;  // why, until pictures have come back for good
};

}  // namespace tocsin::player
