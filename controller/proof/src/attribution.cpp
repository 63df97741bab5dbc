// SPDX-License-Identifier: Apache-2.0
#include "attribution.hpp"

#include <algorithm>

namespace tocsin::proof {
namespace {

// The newest binding that had begun: if it was over by then, it is the last one before.
ScreenId const& screenAt(std::vector<store::Binding> const& bindings, Instant start) {
    auto const after = std::find_if(bindings.begin(), bindings.end(),
                                    [&](auto const& binding) { return binding.from > start; });
    return after == bindings.begin() ? after->screen : std::prev(after)->screen;
}

}  // namespace

std::vector<store::LedgerShare> attributed(std::vector<store::Binding> const& bindings,
                                           std::vector<messages::PlayRecord> const& rows) {
    std::vector<store::LedgerShare> out;
    for (auto const& row : rows) {
        auto const& screen = screenAt(bindings, row.start);
        if (out.empty() || out.back().screen != screen) {
            out.push_back({screen, "", 0});
        }
        ++out.back().rows;
    }
    return out;
}

}  // namespace tocsin::proof
