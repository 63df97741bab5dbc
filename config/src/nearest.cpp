// SPDX-License-Identifier: Apache-2.0
// Finding what somebody meant to type.
#include <algorithm>
#include <cstddef>
#include <numeric>

#include "tocsin/config/toml_reader.hpp"

namespace tocsin::config {
namespace {

// Levenshtein's distance with neighbours exchanged counting as one mistake, the commonest of
// typing.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const change = row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            next[j] = std::min({row[j] + 1, next[j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                next[j] = std::min(next[j], before[j - 2] + 1);
            }
        }
        std::swap(before, row);
        std::swap(row, next);
    }
    return row[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word,
                                        std::vector<std::string_view> const& candidates) {
    // Longer words than any key are not typing mistakes, and the distance costs their product.
    if (word.size() > 64) {
        return std::nullopt;
    }
    std::optional<std::string_view> best;
    std::size_t least = 0;
    for (auto const candidate : candidates) {
        std::size_t const distance = editDistance(word, candidate);
        std::size_t const allowed =
            std::max<std::size_t>(1, std::max(word.size(), candidate.size()) * 2 / 5);
        if (distance <= allowed && distance < candidate.size() && (!best || distance < least)) {
            best = candidate;
            least = distance;
        }
    }
    return best;
}

}  // namespace tocsin::config
