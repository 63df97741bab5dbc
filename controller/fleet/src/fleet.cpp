// SPDX-License-Identifier: Apache-2.0
#include "tocsin/fleet/fleet.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "state.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> closeForRestart(std::shared_ptr<PlayerSession> session) {
    co_await session->channel->close(session::CloseReason::serviceRestart);
}

/// Takes the session off the lists when serve() leaves, however it leaves.
class Registration {
public:
    Registration(std::shared_ptr<Fleet::State> state, std::shared_ptr<PlayerSession> session)
        : state_(std::move(state)), session_(std::move(session)) {
        state_->sessions.push_back(session_);
    }
    ~Registration() {
        std::erase(state_->sessions, session_);
        session_->closing = true;
        state_->forgetCode(*session_);
        for (auto const& [message, request] : session_->shots) {
            state_->shots.answered(
                request, session_->screen.value_or(ScreenId()),
                Error{Errc::unavailable, "the player went away before it sent a picture"});
        }
        if (session_->screen && !anotherDrives(*session_->screen)) {
            state_->setOnline(*session_->screen, false);
            spdlog::info("player offline screen={} player={}", session_->screen->str(),
                         session_->hello.player.fingerprint());
        }
    }
    Registration(Registration const&) = delete;
    Registration& operator=(Registration const&) = delete;

private:
    [[nodiscard]] bool anotherDrives(ScreenId const& screen) const {
        return std::any_of(
            state_->sessions.begin(), state_->sessions.end(),
            [&](auto const& other) { return other->screen == screen && !other->closing; });
    }
    std::shared_ptr<Fleet::State> state_;
    std::shared_ptr<PlayerSession> session_;
};

}  // namespace

Fleet::State::State(asio::any_io_executor ioExecutor, asio::any_io_executor workerExecutor,
                    session::Clock& c, store::Store& s, schedule::Schedule& plan,
                    keys::Signer const& k, access::MessageHandlers h)
    : io(std::move(ioExecutor)),
      workers(std::move(workerExecutor)),
      clock(c),
      store(s),
      schedule(plan),
      signer(k),
      handlers(std::move(h)),
      started(c.now()),
      tasks(io,
            [](std::string const& name, std::string const& message) {
                spdlog::error("fleet task failed task={} err=\"{}\"", name, message);
            }),
      shots(c) {}

void Fleet::State::setOnline(ScreenId const& screen, bool online) {
    std::scoped_lock const lock(mutex);
    auto& link = links[screen];
    if (link.online != online || link.since == Instant{}) {
        link.since = clock.now();
    }
    link.online = online;
    if (online) {
        link.lastContact = clock.now();
    }
}

void Fleet::State::forgetReports(ScreenId const& screen) {
    std::scoped_lock const lock(mutex);
    links[screen].status.reset();
    links[screen].lastRefusal.clear();
}

void Fleet::State::forgetCode(PlayerSession const& session) {
    std::scoped_lock const lock(mutex);
    std::erase_if(waiting, [&](auto const& entry) { return entry.second.session == &session; });
}

Fleet::Fleet(asio::any_io_executor io, asio::any_io_executor workers, session::Clock& clock,
             store::Store& store, schedule::Schedule& schedule, keys::Signer const& signer,
             access::MessageHandlers handlers)
    : state_(std::make_shared<State>(std::move(io), std::move(workers), clock, store, schedule,
                                     signer, std::move(handlers))) {}

Fleet::~Fleet() = default;

void Fleet::sayTlsAuthority(std::function<std::optional<Digest>()> authority) {
    state_->tlsAuthority = std::move(authority);
}

asio::awaitable<void> Fleet::serve(std::unique_ptr<session::Channel> channel) {
    auto const state = state_;
    auto const session = std::make_shared<PlayerSession>();
    session->channel = std::move(channel);
    if (state->stopping) {
        co_await session->channel->close(session::CloseReason::serviceRestart);
        co_return;
    }
    Registration const registration(state, session);
    try {
        co_await state->serve(session);
    } catch (std::exception const& failure) {
        // A cancelled session and a store that failed look alike here; the log tells them apart.
        spdlog::warn("session ended peer={} err=\"{}\"", session->channel->peer(), failure.what());
    }
}

void Fleet::manifestChanged(ScreenId const& screen) {
    asio::post(state_->io, [state = state_, screen] {
        for (auto const& session : state->sessions) {
            if (session->screen == screen) {
                state->offerManifest(session);
            }
        }
    });
}

std::map<ScreenId, LinkState> Fleet::links() const {
    std::scoped_lock const lock(state_->mutex);
    return state_->links;
}

asio::awaitable<void> Fleet::stop() {
    auto const state = state_;
    state->stopping = true;
    for (auto const& session : state->sessions) {
        if (!session->closing) {
            session->closing = true;
            state->tasks.spawn("close", closeForRestart(session));
        }
    }
    state->tasks.close();
    co_await state->tasks.join();
}

}  // namespace tocsin::fleet
