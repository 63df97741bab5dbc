// SPDX-License-Identifier: Apache-2.0
// Who is connected, and how a session is found by its player's key and by its screen.
#include <utility>

#include "session_talk.hpp"

namespace tocsin::fleet {
namespace {

using SessionPtr = std::shared_ptr<PlayerSession>;

template <class Map>
std::vector<SessionPtr> of(Map const& map, typename Map::key_type const& key) {
    std::vector<SessionPtr> out;
    auto const [begin, end] = map.equal_range(key);
    for (auto at = begin; at != end; ++at) {
        out.push_back(at->second);
    }
    return out;
}

template <class Map>
void drop(Map& map, typename Map::key_type const& key, SessionPtr const& session) {
    auto const [begin, end] = map.equal_range(key);
    for (auto at = begin; at != end; ++at) {
        if (at->second == session) {
            map.erase(at);
            return;
        }
    }
}

}  // namespace

void Fleet::State::list(SessionPtr const& session) {
    session->place = sessions.insert(sessions.end(), session);
    session->listed = true;
}

void tellKnown(PlayerSession& session) {
    if (auto const known = std::exchange(session.known, {})) {
        known();
    }
}

void Fleet::State::unlist(SessionPtr const& session) {
    session->known = {};  // nothing of its connection is held
    sessions.erase(session->place);
    session->listed = false;
    if (session->proven) {
        drop(byKey, session->hello.player, session);
    }
    if (session->screen) {
        drop(byScreen, *session->screen, session);
    }
}

void Fleet::State::drives(SessionPtr const& session, ScreenId const& screen) {
    if (session->screen) {
        drop(byScreen, *session->screen, session);
    }
    session->screen = screen;
    if (session->listed) {  // its connection may have ended while a worker answered
        byScreen.emplace(screen, session);
        tellKnown(*session);
    }
}

std::vector<SessionPtr> Fleet::State::driving(ScreenId const& screen) const {
    return of(byScreen, screen);
}

std::vector<SessionPtr> Fleet::State::withKey(messages::PublicKey const& key) const {
    return of(byKey, key);
}

}  // namespace tocsin::fleet
