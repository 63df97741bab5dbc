// SPDX-License-Identifier: Apache-2.0
#include "chain_descent.hpp"

#include <utility>

namespace tocsin::warnings {

using playlists::AlertKey;

ChainDescent::ChainDescent(CapHistory const& history, std::vector<CapEntry> const& family) {
    for (auto const& entry : family) {
        auto const key = keyOf(entry.row);
        bool const isRefused = history.verdictOf(key).standing == playlists::AlertStanding::refused;
        if (!isRefused && (entry.row.type == "Update" || entry.row.type == "Cancel")) {
            names_[key] = entry.kept.references;
        }
    }
}

bool ChainDescent::isUpdateOf(AlertKey const& message, AlertKey const& earlier) {
    return before(message).contains(earlier);
}

ChainDescent::Keys const& ChainDescent::before(AlertKey const& message) {
    auto const [found, isNew] = before_.try_emplace(message);
    auto& out = found->second;
    std::vector<AlertKey> open;
    if (isNew) {
        open.push_back(message);
    }
    while (!open.empty()) {
        auto const names = names_.find(std::exchange(open.back(), {}));
        open.pop_back();
        if (names == names_.end()) {
            continue;
        }
        for (auto const& named : names->second) {
            if (named != message && out.insert(named).second) {
                open.push_back(named);
            }
        }
    }
    return out;
}

}  // namespace tocsin::warnings
