// SPDX-License-Identifier: Apache-2.0
// Sets of CAP messages for tests, written shortly, and their verdicts by message.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tocsin/playlists/alerts.hpp"

namespace tocsin::playlists {

/// "A", sent at a minute by the met office unless said otherwise.
inline AlertKey alertKey(std::string const& identifier, int minute,
                         std::string const& sender = "met") {
    return {sender, identifier, fromMillis(std::int64_t{60'000} * minute)};
}

inline AlertMessage alertOf(AlertKey key) {
    return {std::move(key), AlertType::alert, {}};
}
inline AlertMessage updateOf(AlertKey key, std::vector<AlertKey> references) {
    return {std::move(key), AlertType::update, std::move(references)};
}
inline AlertMessage cancelOf(AlertKey key, std::vector<AlertKey> references) {
    return {std::move(key), AlertType::cancel, std::move(references)};
}

using VerdictsByKey = std::map<AlertKey, AlertVerdict>;

/// Messages of one key must have got one verdict; a key without one has got several.
inline VerdictsByKey verdictsOf(std::vector<AlertMessage> const& messages,
                                AlertDelegate const& delegate = {}) {
    auto const verdicts = judgeAlerts(messages, delegate);
    VerdictsByKey out;
    std::vector<AlertKey> unclear;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        auto const [entry, isNew] = out.try_emplace(messages[i].key, verdicts[i]);
        if (!isNew && entry->second != verdicts[i]) {
            unclear.push_back(messages[i].key);
        }
    }
    for (auto const& key : unclear) {
        out.erase(key);
    }
    return out;
}

/// "A:superseded U:in_force", by identifier: how tests say what they expect.
inline std::string standingsOf(std::vector<AlertMessage> const& messages,
                               AlertDelegate const& delegate = {}) {
    std::map<std::string, std::string> words;
    for (auto const& [key, verdict] : verdictsOf(messages, delegate)) {
        words[key.identifier] = toString(verdict.standing);
    }
    std::string out;
    for (auto const& [identifier, word] : words) {
        out += (out.empty() ? "" : " ") + identifier + ":" + word;
    }
    return out;
}

}  // namespace tocsin::playlists
