// SPDX-License-Identifier: Apache-2.0
#include "row_order.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <set>
#include <string>
#include <utility>

namespace tocsin::reports {
namespace {

using Rank = std::map<std::string, std::size_t>;

/// The place of each value of a column among all of them.
Rank ranksOf(By by, std::size_t column, NameTables const& names,
             std::vector<Key const*> const& keys) {
    std::set<std::string> values;
    for (auto const* key : keys) {
        values.insert((*key)[column]);
    }
    std::vector<std::pair<std::string, std::string>> named;
    for (auto const& value : values) {
        named.emplace_back(nameColumnOf(by) == nullptr ? value : shownName(names, by, value),
                           value);
    }
    std::sort(named.begin(), named.end(), [](auto const& a, auto const& b) {
        auto const order = ::strverscmp(a.first.c_str(), b.first.c_str());
        return order != 0 ? order < 0 : a.second < b.second;
    });
    Rank out;
    for (auto const& [name, value] : named) {
        out.emplace(value, out.size());
    }
    return out;
}

}  // namespace

std::vector<std::size_t> readingOrder(ReportRequest const& request, NameTables const& names,
                                      std::vector<Key const*> const& keys) {
    std::vector<std::vector<std::size_t>> ranks(keys.size());
    for (std::size_t column = 0; column < request.by.size(); ++column) {
        auto const ranked = ranksOf(request.by[column], column, names, keys);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            ranks[i].push_back(ranked.at((*keys[i])[column]));
        }
    }
    std::vector<std::size_t> out(keys.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
    std::sort(out.begin(), out.end(),
              [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
    return out;
}

}  // namespace tocsin::reports
