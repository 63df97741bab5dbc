// SPDX-License-Identifier: Apache-2.0
// Spares that are connected: what they are told to load.
#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "session_talk.hpp"
#include "spare_files.hpp"
#include "tocsin/session/worker_wait.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;

/// Nothing: the player is no spare.
asio::awaitable<Result<std::optional<std::vector<messages::SpareList::File>>>> filesOnWorker(
    StatePtr state, messages::PublicKey player) {
    std::optional<std::vector<messages::SpareList::File>> out;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        if (auto const spare = tx.spares().find(player)) {
            out = spareFiles(tx, *spare, state->clock.now());
        }
        return {};
    });
    if (!looked) {
        co_return looked.error();
    }
    co_return out;
}

asio::awaitable<void> sendList(SessionPtr session, messages::Body list) {
    (void)co_await sendBody(session, std::move(list));
}

}  // namespace

/// One after the other: how many there are is no reason to take all workers.
asio::awaitable<void> tellSpares(StatePtr state) {
    while (std::exchange(state->sparesDue, false) && !state->stopping) {
        std::vector<SessionPtr> waiting;
        std::copy_if(state->sessions.begin(), state->sessions.end(), std::back_inserter(waiting),
                     [](auto const& session) { return session->pending; });
        for (auto const& session : waiting) {
            if (session->pending && !session->closing && !state->stopping) {
                co_await tellSpare(state, session);
            }
        }
    }
    state->sparesBusy = false;
}

/// What cannot be told now is told with the next change, or when the player comes back.
asio::awaitable<void> tellSpare(StatePtr state, SessionPtr session) {
    std::string failed;
    try {
        auto files = co_await asio::co_spawn(
            state->workers, filesOnWorker(state, session->hello.player), session::waitForWorker());
        if (!files) {
            failed = files.error().message;
        } else if (session->pending && !session->closing) {
            bool const isNews =
                files->has_value() != session->spare || (*files && **files != session->spareFiles);
            session->spare = files->has_value();
            session->spareFiles = files->value_or(std::vector<messages::SpareList::File>());
            if (isNews) {
                messages::Body list = messages::SpareList{
                    session->spare ? state->tickets.of(session->hello.player) : std::string(),
                    session->spareFiles};
                // Not waited for: a slow one would hold up all others.
                state->tasks.spawn("spare", sendList(session, std::move(list)));
            }
        }
    } catch (std::exception const& failure) {
        failed = failure.what();
    }
    if (!failed.empty()) {
        spdlog::warn("spare not told player={} err=\"{}\"", session->hello.player.fingerprint(),
                     failed);
    }
}

void Fleet::State::refreshSpares() {
    asio::post(io, [self = shared_from_this()] { self->spareNews(); });
}

void Fleet::State::spareNews() {
    sparesDue = true;
    if (!sparesBusy && !stopping) {
        sparesBusy = true;
        tasks.spawn("spares", tellSpares(shared_from_this()));
    }
}

}  // namespace tocsin::fleet
