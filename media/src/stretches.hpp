// SPDX-License-Identifier: Apache-2.0
// Stretches of a film in which something holds.
#pragma once

#include <algorithm>
#include <vector>

#include "tocsin/media/examination.hpp"

namespace tocsin::media::detail {

/// Fed in order; gives the long ones.
class Stretches {
public:
    void add(std::int64_t fromMs, std::int64_t toMs, bool holds) {
        if (!holds) {
            end();
        } else if (open_ && running_.toMs >= fromMs) {
            running_.toMs = toMs;
        } else {
            end();
            running_ = {fromMs, toMs};
            open_ = true;
        }
    }
    [[nodiscard]] std::vector<Stretch> finish() {
        end();
        if (all_.size() > kMost) {
            auto const longer = [](Stretch const& a, Stretch const& b) {
                return a.toMs - a.fromMs > b.toMs - b.fromMs;
            };
            std::ranges::stable_sort(all_, longer);
            all_.resize(kMost);
            std::ranges::sort(all_, {}, &Stretch::fromMs);
        }
        return std::move(all_);
    }

private:
    static constexpr std::int64_t kShortest = 500;
    static constexpr std::size_t kMost = 100;
    void end() {
        if (open_ && running_.toMs - running_.fromMs >= kShortest) {
            all_.push_back(running_);
        }
        open_ = false;
    }

    std::vector<Stretch> all_;
    Stretch running_;
    bool open_ = false;
};

}  // namespace tocsin::media::detail
