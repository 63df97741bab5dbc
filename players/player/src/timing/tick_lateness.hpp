// SPDX-License-Identifier: Apache-2.0
// How punctual the output tick is: a histogram of how long after its instant each frame was handed
// to the sinks.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

namespace tocsin::player {

/// One thread uses it. Percentiles are exact to kStep, upwards; the largest value is exact.
class TickLateness {
public:
    static constexpr std::chrono::nanoseconds kStep{20'000};

    /// A tick's frame goes out so long after its instant; before it counts as punctual.
    void note(std::chrono::nanoseconds late) {
        late = std::max(late, std::chrono::nanoseconds{0});
        auto const step = static_cast<std::size_t>(late / kStep);
        ++counts_[std::min(step, counts_.size() - 1)];
        ++ticks_;
        largest_ = std::max(largest_, late);
    }
    /// Ticks went by without a frame.
    void missed(std::int64_t ticks) { missed_ += ticks; }
    [[nodiscard]] std::int64_t ticks() const { return ticks_; }

    struct Summary {
        std::int64_t ticks = 0, missed = 0;
        std::chrono::microseconds median{0}, at99{0}, largest{0};  ///< rounded up
    };
    /// Of everything since the last call.
    [[nodiscard]] Summary take() {
        Summary const out{ticks_, missed_, percentile(50), percentile(99), micros(largest_)};
        *this = {};
        return out;
    }

private:
    static std::chrono::microseconds micros(std::chrono::nanoseconds duration) {
        return std::chrono::ceil<std::chrono::microseconds>(duration);
    }
    /// At least so many percent of the ticks were no later.
    [[nodiscard]] std::chrono::microseconds percentile(std::int64_t percent) const {
        std::int64_t seen = 0;
        for (std::size_t i = 0; i + 1 < counts_.size(); ++i) {
            seen += counts_[i];
            if (seen * 100 >= ticks_ * percent) {
                return micros(std::min(largest_, (static_cast<std::int64_t>(i) + 1) * kStep));
            }
        }
        return micros(largest_);
    }

    std::array<std::int64_t, 5'001> counts_{};  ///< the last holds all from 100 ms on
    std::int64_t ticks_ = 0, missed_ = 0;
    std::chrono::nanoseconds largest_{0};
};

}  // namespace tocsin::player
