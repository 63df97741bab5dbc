// SPDX-License-Identifier: Apache-2.0
#include "statistics.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::swarm {
namespace {

std::size_t rankOf(std::size_t count, double share) {
    auto const rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(count)));
    return std::clamp<std::size_t>(rank, 1, count) - 1;
}

double between(Steady::time_point from, Steady::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

}  // namespace

Spread spreadOf(std::vector<Steady::time_point> instants) {
    Spread out;
    out.count = instants.size();
    if (instants.empty()) {
        return out;
    }
    std::sort(instants.begin(), instants.end());
    out.first = instants.front();
    out.last = between(out.first, instants.back());
    out.p50 = between(out.first, instants[rankOf(out.count, 0.5)]);
    out.p99 = between(out.first, instants[rankOf(out.count, 0.99)]);
    return out;
}

double atShare(std::vector<double> values, double share) {
    if (values.empty()) {
        return 0;
    }
    std::sort(values.begin(), values.end());
    return values[rankOf(values.size(), share)];
}

}  // namespace tocsin::swarm
