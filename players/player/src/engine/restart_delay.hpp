// SPDX-License-Identifier: Apache-2.0
// How long the supervisor waits before it starts a crashed engine again.
#pragma once

#include <algorithm>
#include <chrono>

namespace tocsin::player {

/// 100 ms, doubled with each crash up to 5 s; an engine that ran for 30 s begins the series anew.
class RestartDelay {
public:
    [[nodiscard]] std::chrono::milliseconds after(std::chrono::milliseconds ran) {
        using std::chrono::milliseconds;
        if (ran >= milliseconds(30'000)) {
            next_ = milliseconds(100);
        }
        auto const out = next_;
        next_ = std::min(next_ * 2, milliseconds(5'000));
        return out;
    }

private:
    std::chrono::milliseconds next_{100};
};

}  // namespace tocsin::player
