// SPDX-License-Identifier: Apache-2.0
// The straight line through the offsets.
#include "tocsin/session/clock_drift.hpp"

#include <cmath>

namespace tocsin::session {

bool DriftEstimator::fits(Instant at, ClockOffset offset) const {
    auto const& last = points_.back();
    auto const most = (at - last.at) * kMostPpb / 1'000'000'000;
    return std::chrono::abs(offset.offset - last.offset.offset) <=
           offset.uncertainty + last.offset.uncertainty + most;
}

void DriftEstimator::add(Instant at, ClockOffset offset) {
    if (!points_.empty() && !fits(at, offset)) {
        points_.clear();
    }
    if (!points_.empty() && at - windowFrom_ < kEvery) {
        if (offset.uncertainty <= points_.back().offset.uncertainty) {
            points_.back() = {at, offset};
        }
        return;
    }
    windowFrom_ = at;
    points_.push_back({at, offset});
    if (points_.size() > kKept) {
        points_.pop_front();
    }
}

std::optional<ClockDrift> DriftEstimator::estimate() const {
    if (points_.empty() || points_.back().at - points_.front().at < kLeastSpan) {
        return std::nullopt;
    }
    auto const& first = points_.front();
    auto const n = static_cast<double>(points_.size());
    auto const x = [&](Point const& point) {
        return static_cast<double>((point.at - first.at).count());
    };
    auto const y = [&](Point const& point) {
        return static_cast<double>((point.offset.offset - first.offset.offset).count());
    };
    double sumX = 0;
    double sumY = 0;
    double uncertainty = 0;
    for (auto const& point : points_) {
        sumX += x(point);
        sumY += y(point);
        uncertainty += static_cast<double>(point.offset.uncertainty.count());
    }
    double above = 0;
    double below = 0;
    for (auto const& point : points_) {
        auto const dx = x(point) - sumX / n;
        above += dx * (y(point) - sumY / n);
        below += dx * dx;
    }
    auto const ppb = static_cast<std::int64_t>(std::llround(above / below * 1e9));
    if (std::abs(ppb) > kMostPpb) {
        return std::nullopt;
    }
    // As if one end of the line lay wrong to the one side and the other end to the other.
    auto const span = x(points_.back());
    return ClockDrift{ppb, std::llround(2 * uncertainty / n / span * 1e9)};
}

}  // namespace tocsin::session
