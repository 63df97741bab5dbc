// SPDX-License-Identifier: Apache-2.0
// How long the screen has been open at an instant.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "intervals.hpp"

namespace tocsin::playlists::detail {

/// Open time before any instant, in O(log n).
class OpenTime {
public:
    explicit OpenTime(Intervals const& open) : open_(open) {
        for (auto const& i : open) {
            before_.push_back(sum_);
            sum_ += i.length();
        }
    }
    [[nodiscard]] std::int64_t before(std::int64_t t) const {
        auto const i = static_cast<std::size_t>(atOrAfter(open_, t) - open_.begin());
        return i == open_.size() ? sum_
                                 : before_[i] + std::max<std::int64_t>(0, t - open_[i].begin);
    }

private:
    Intervals const& open_;
    std::vector<std::int64_t> before_;
    std::int64_t sum_ = 0;
};

}  // namespace tocsin::playlists::detail
