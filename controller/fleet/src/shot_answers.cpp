// SPDX-License-Identifier: Apache-2.0
#include "shot_answers.hpp"

#include <algorithm>

namespace tocsin::fleet {
namespace {

constexpr std::size_t kShotsRemembered = 16;

boost::asio::awaitable<void> send(std::shared_ptr<PlayerSession> session, std::string text) {
    (void)co_await session->channel->send(std::move(text));
}

}  // namespace

void Fleet::State::askForPicture(ScreenId const& screen, messages::EvidenceRequest request) {
    auto const players = driving(screen);
    auto const asking = std::find_if(players.begin(), players.end(), [](auto const& session) {
        return session->welcomed && !session->closing && !session->copy;
    });
    if (asking == players.end() || stopping) {
        shots.answered(request.request, screen,
                       Error{Errc::unavailable, "screen " + screen.str() +
                                                    " is offline: no player is connected; see "
                                                    "tocsin status"});
        return;
    }
    auto& asked = (*asking)->shots;
    if (asked.size() >= kShotsRemembered) {
        asked.erase(asked.begin());  // whoever waited for it has given up
    }
    auto const id = (*asking)->nextId++;
    asked[id] = request.request;
    tasks.spawn("shot", send(*asking, messages::encode({id, std::move(request)})));
}

bool refusedShot(Fleet::State& state, PlayerSession& session, messages::Refusal const& refusal) {
    auto const asked = session.shots.find(refusal.replyTo);
    if (asked == session.shots.end()) {
        return false;
    }
    auto const why = refusal.code == "unknown-type"
                         ? "the player of screen " + session.screen->str() +
                               " is too old to take pictures; update it"
                         : "the player of screen " + session.screen->str() +
                               " took no picture: " + refusal.message;
    state.shots.answered(asked->second, *session.screen, Error{Errc::unavailable, why});
    state.pictureSettled(*session.screen, asked->second, Error{Errc::unavailable, why});
    session.shots.erase(asked);
    return true;
}

void settleShots(Fleet::State& state, PlayerSession& session,
                 Result<std::optional<messages::Body>> const& reply) {
    for (auto shot = session.shots.begin(); shot != session.shots.end();) {
        auto const* stored =
            reply && *reply ? std::get_if<messages::EvidenceStored>(&**reply) : nullptr;
        if (reply && (stored == nullptr || stored->request != shot->second)) {
            ++shot;
            continue;
        }
        auto const answer = stored != nullptr ? Result<Digest>(stored->picture) : reply.error();
        state.shots.answered(shot->second, *session.screen, answer);
        state.pictureSettled(*session.screen, shot->second, answer);
        shot = session.shots.erase(shot);
    }
}

}  // namespace tocsin::fleet
