// SPDX-License-Identifier: Apache-2.0
#include "clones.hpp"

#include <algorithm>

namespace tocsin::fleet {

void Clones::forgetOld(Instant now) {
    std::erase_if(incidents_, [&](auto const& incident) {
        auto const& ended = incident.second.ended;
        return ended && now - *ended >= kSameIncident;
    });
    while (incidents_.size() >= kMostRemembered) {
        auto const oldest = std::min_element(incidents_.begin(), incidents_.end(),
                                             [](auto const& a, auto const& b) {
                                                 return a.second.ended.value_or(Instant::max()) <
                                                        b.second.ended.value_or(Instant::max());
                                             });
        if (!oldest->second.ended) {
            return;  // all of them last: as many as there are connections
        }
        incidents_.erase(oldest);
    }
}

bool Clones::found(messages::PublicKey const& key, std::optional<ScreenId> const& screen,
                   std::vector<std::string> peers, Instant now) {
    std::scoped_lock const lock(mutex_);
    forgetOld(now);
    auto const [at, isNew] = incidents_.try_emplace(key, Incident{{now, {}}, screen, {}});
    at->second.facts.peers = std::move(peers);
    at->second.screen = screen;
    at->second.ended.reset();
    return isNew;
}

void Clones::boundTo(messages::PublicKey const& key, ScreenId const& screen) {
    std::scoped_lock const lock(mutex_);
    if (auto const at = incidents_.find(key); at != incidents_.end()) {
        at->second.screen = screen;
    }
}

void Clones::ended(messages::PublicKey const& key, Instant now) {
    std::scoped_lock const lock(mutex_);
    if (auto const at = incidents_.find(key); at != incidents_.end() && !at->second.ended) {
        at->second.ended = now;
    }
}

std::optional<Cloned> Clones::of(messages::PublicKey const& key) const {
    std::scoped_lock const lock(mutex_);
    auto const at = incidents_.find(key);
    return at != incidents_.end() && !at->second.ended ? std::optional(at->second.facts)
                                                       : std::nullopt;
}

std::map<ScreenId, Cloned> Clones::all() const {
    std::scoped_lock const lock(mutex_);
    std::map<ScreenId, Cloned> out;
    for (auto const& [key, incident] : incidents_) {
        if (incident.screen && !incident.ended) {
            out.emplace(*incident.screen, incident.facts);
        }
    }
    return out;
}

}  // namespace tocsin::fleet
