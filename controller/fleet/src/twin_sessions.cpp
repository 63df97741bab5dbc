// SPDX-License-Identifier: Apache-2.0
// Two sessions with one key: a player whose old connection nobody has closed yet, or a copy of it.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "session_talk.hpp"
#include "tocsin/session/worker_wait.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);
constexpr int kBusyRounds = 6;  ///< of the probe's deadline, that a busy session is given

/// Sessions are listed by the age of their hello.
std::vector<SessionPtr> olderTwins(Fleet::State const& state, SessionPtr const& session) {
    std::vector<SessionPtr> out;
    for (auto const& other : state.withKey(session->hello.player)) {
        if (other == session) {
            break;
        }
        if (!other->closing) {
            out.push_back(other);
        }
    }
    return out;
}

asio::awaitable<void> sendProbe(SessionPtr session, std::string text) {
    (void)co_await session->channel->send(std::move(text));
}

/// Unless that was asked already. In a connection that is dead nobody takes the message, so it is
/// not waited for.
void probe(Fleet::State& state, SessionPtr const& session) {
    if (session->probe) {
        return;
    }
    if (!session->verdict) {
        session->verdict = std::make_unique<asio::steady_timer>(state.io);
    }
    session->verdict->expires_after(state.limits.probe);
    session->probe = session->nextId++;
    state.tasks.spawn("probe",
                      sendProbe(session, messages::encode({*session->probe, messages::Probe{}})));
}

asio::awaitable<void> closeQuietly(SessionPtr session) {
    co_await session->channel->close(session::CloseReason::policy);
}

void giveUp(Fleet::State& state, SessionPtr const& session) {
    spdlog::info("half-open connection closed player={} peer={}",
                 session->hello.player.fingerprint(), session->channel->peer());
    session->closing = true;
    state.forgetCode(*session);
    state.tasks.spawn("close", closeQuietly(session));
}

/// Until the session's player has answered, or its time is over, or it is gone.
asio::awaitable<void> verdictOn(StatePtr state, SessionPtr other) {
    for (int patience = kBusyRounds; other->probe && !other->closing;) {
        auto const [cut] = co_await other->verdict->async_wait(useTuple);
        if (!cut && other->probe) {
            if (other->answering && patience-- > 0) {
                // Its answer may be here, behind a message that a worker is still busy with.
                other->verdict->expires_after(state->limits.probe);
                continue;
            }
            other->probe.reset();
            if (!other->closing) {
                giveUp(*state, other);
            }
        }
    }
}

std::vector<std::string> peersOf(std::vector<SessionPtr> const& twins) {
    std::vector<std::string> out;
    std::transform(twins.begin(), twins.end(), std::back_inserter(out),
                   [](auto const& session) { return session->channel->peer(); });
    return out;
}

std::string joined(std::vector<std::string> const& words) {
    std::string out;
    for (auto const& word : words) {
        out += (out.empty() ? "" : ", ") + word;
    }
    return out;
}

asio::awaitable<void> recordOnWorker(StatePtr state, store::AuditEntry entry) {
    co_await asio::co_spawn(state->workers, recordOnly(state->store, std::move(entry)),
                            session::waitForWorker());
}

void raise(StatePtr const& state, std::vector<SessionPtr> const& twins) {
    auto const& key = twins.front()->hello.player;
    auto const screen = twins.front()->screen;
    auto const peers = peersOf(twins);
    if (!state->clones.found(key, screen, peers, state->clock.now())) {
        return;
    }
    auto const subject = screen ? screen->str() : "player " + key.fingerprint();
    spdlog::error("event=cloned-key screen={} player={} peers=\"{}\"", screen ? screen->str() : "",
                  key.fingerprint(), joined(peers));
    store::AuditEntry entry{"player " + key.fingerprint(), "player.cloned", subject,
                            "connected at once from " + joined(peers)};
    state->tasks.spawn("audit", recordOnWorker(state, std::move(entry)));
}

}  // namespace

bool hasOlderTwins(Fleet::State const& state, SessionPtr const& session) {
    return !olderTwins(state, session).empty();
}

void answeredProbe(PlayerSession& session, std::int64_t probe) {
    if (session.probe == probe) {
        session.probe.reset();
        session.verdict->cancel();
    }
}

asio::awaitable<bool> settleTwins(StatePtr state, SessionPtr session) {
    auto older = olderTwins(*state, session);
    for (auto const& other : older) {
        probe(*state, other);
    }
    for (auto const& other : older) {
        co_await verdictOn(state, other);
    }
    std::erase_if(older, [](auto const& other) { return other->closing; });
    if (session->closing || older.empty()) {
        co_return !session->closing;
    }
    while (older.size() >= state->limits.sessionsOfAKey) {
        // Not the newcomer: it may be the true player, whose network was away, and copies could
        // keep it out for ever.
        auto const newest = std::find_if(older.rbegin(), older.rend(),
                                         [](auto const& other) { return other->copy; });
        auto const leaves = newest == older.rend() ? older.back() : *newest;
        std::erase(older, leaves);
        state->sendAway(leaves, "too-many-sessions",
                        "too many players with this key are connected; it was copied, and has to "
                        "be revoked");
    }
    session->copy = true;
    older.push_back(session);
    raise(state, older);
    co_return true;
}

void Fleet::State::becomeYoungest(SessionPtr const& session) {
    sessions.splice(sessions.end(), sessions, session->place);
    byKey.emplace(session->hello.player, session);
}

void Fleet::State::end(PlayerSession& session) {
    session.closing = true;
    if (session.verdict) {
        session.verdict->cancel();
    }
}

void Fleet::State::twinEnded(PlayerSession const& session) {
    auto const& key = session.hello.player;
    if (!session.proven || !clones.of(key)) {
        return;
    }
    std::vector<SessionPtr> rest;
    for (auto const& other : withKey(key)) {
        if (!other->closing) {
            rest.push_back(other);
        }
    }
    if (rest.size() < 2) {
        clones.ended(key, clock.now());
        spdlog::warn("event=cloned-key-ended player={}", key.fingerprint());
    } else {
        clones.found(key, rest.front()->screen, peersOf(rest), clock.now());
    }
    if (!rest.empty() && rest.front()->copy && !stopping) {
        // It counts from now on: with a session of its own, in which its rows are taken.
        tasks.spawn("start-over", startOver(rest.front()));
    }
}

}  // namespace tocsin::fleet
