// SPDX-License-Identifier: Apache-2.0
#include "weights.hpp"

#include <numeric>
#include <optional>
#include <tuple>

namespace tocsin::playlists::detail {

std::vector<Item> spread(std::vector<Item> const& items, std::vector<int> weights) {
    int divisor = 0;
    for (auto const weight : weights) {
        divisor = std::gcd(divisor, weight);
    }
    std::int64_t whole = 0;
    for (auto& weight : weights) {
        weight /= divisor;
        whole += weight;
    }
    std::vector<Item> out;
    std::vector<std::int64_t> shown(items.size(), 0);
    std::size_t last = items.size();
    for (std::int64_t turn = 0; turn < whole; ++turn) {
        // By deadline; of equals rather another than the last.
        std::optional<std::tuple<std::int64_t, bool, std::size_t>> next;
        for (std::size_t k = 0; k < items.size(); ++k) {
            auto const release = shown[k] * whole / weights[k];
            auto const due = ((shown[k] + 1) * whole + weights[k] - 1) / weights[k];
            std::tuple const rank(due, k == last, k);
            if (release <= turn && shown[k] < weights[k] && (!next || rank < *next)) {
                next = rank;
            }
        }
        last = std::get<2>(*next);
        ++shown[last];
        out.push_back(items[last]);
    }
    return out;
}

}  // namespace tocsin::playlists::detail
