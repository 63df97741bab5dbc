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
        state_->list(session_);
    }
    ~Registration() {
        state_->unlist(session_);
        state_->end(*session_);
        state_->twinEnded(*session_);
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
        auto const others = state_->driving(screen);
        return std::any_of(others.begin(), others.end(),
                           [](auto const& other) { return !other->closing; });
    }
    std::shared_ptr<Fleet::State> state_;
    std::shared_ptr<PlayerSession> session_;
};

}  // namespace

Fleet::State::State(asio::any_io_executor ioExecutor, asio::any_io_executor workerExecutor,
                    session::Clock& c, store::Store& s, schedule::Schedule& plan,
                    keys::Signer const& k, access::MessageHandlers h, FleetLimits l)
    : io(std::move(ioExecutor)),
      workers(std::move(workerExecutor)),
      clock(c),
      store(s),
      schedule(plan),
      signer(k),
      handlers(std::move(h)),
      started(c.now()),
      limits(l),
      tasks(io,
            [](std::string const& name, std::string const& message) {
                spdlog::error("fleet task failed task={} err=\"{}\"", name, message);
            }),
      shots(c),
      orders(s, k, [&c] { return c.now(); }),
      screenCommands(s, k, [&c] { return c.now(); }) {}

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
    links[screen].commandRefusal.clear();
}

bool Fleet::State::isOnline(ScreenId const& screen) const {
    std::scoped_lock const lock(mutex);
    auto const link = links.find(screen);
    return link != links.end() && link->second.online;
}

Result<Waiting> Fleet::State::showing(std::string code) const {
    for (auto& c : code) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    std::scoped_lock const lock(mutex);
    auto const found = waiting.find(code);
    if (found == waiting.end()) {
        return Error{Errc::notFound,
                     "no player shows the code " + code + "; read it again from the screen"};
    }
    return found->second;
}

void Fleet::State::forgetCode(PlayerSession const& session) {
    std::scoped_lock const lock(mutex);
    if (!session.copy) {
        spareReports.erase(session.hello.player);
    }
    std::erase_if(waiting, [&](auto const& entry) { return entry.second.session == &session; });
}

Fleet::Fleet(asio::any_io_executor io, asio::any_io_executor workers, session::Clock& clock,
             store::Store& store, schedule::Schedule& schedule, keys::Signer const& signer,
             access::MessageHandlers handlers, FleetLimits limits)
    : state_(std::make_shared<State>(std::move(io), std::move(workers), clock, store, schedule,
                                     signer, std::move(handlers), limits)) {}

Fleet::~Fleet() = default;

asio::awaitable<void> Fleet::serve(std::unique_ptr<session::Channel> channel,
                                   std::function<void()> known) {
    auto const state = state_;
    auto const session = std::make_shared<PlayerSession>();
    session->channel = std::move(channel);
    if (state->stopping) {
        co_await session->channel->close(session::CloseReason::serviceRestart);
        co_return;
    }
    Registration const registration(state, session);
    try {
        co_await state->serve(session, std::move(known));
    } catch (std::exception const& failure) {
        // A cancelled session and a store that failed look alike here; the log tells them apart.
        spdlog::warn("session ended peer={} err=\"{}\"", session->channel->peer(), failure.what());
    }
}

void Fleet::manifestChanged(ScreenId const& screen) {
    asio::post(state_->io, [state = state_, screen] {
        for (auto const& session : state->driving(screen)) {
            state->offerManifest(session);
        }
        state->spareNews();
    });
}

Result<> Fleet::admitContent(access::Request const& request) const {
    auto const ticket = request.headers.find("tocsin-ticket");
    auto const player =
        ticket == request.headers.end() ? std::nullopt : state_->tickets.playerOf(ticket->second);
    if (!player) {
        return Error{Errc::permission,
                     "content is for players of this house: none of them has this ticket "
                     "(Tocsin-Ticket); a player gets another one when it connects"};
    }
    return state_->store.read([&](store::Tx const& tx) -> Result<> {
        if (tx.screens().findByPlayer(*player) || tx.spares().find(*player)) {
            return {};
        }
        return Error{Errc::permission, "this player drives no screen any more"};
    });
}

void Fleet::followCommands() {
    if (auto const swept = state_->screenCommands.sweep(); !swept) {
        spdlog::error("commands not swept err=\"{}\"", swept.error().message);
    }
    auto due = state_->screenCommands.takeDue(
        [this](ScreenId const& screen) { return state_->isOnline(screen); });
    if (!due) {
        spdlog::error("commands not sent err=\"{}\"", due.error().message);
        return;
    }
    state_->sendInstructions(std::move(*due));
}

bool Fleet::isOnline(ScreenId const& screen) const {
    return state_->isOnline(screen);
}

void Fleet::contentFrom(ContentFile contentFile) {
    state_->contentFile = std::move(contentFile);
}

void Fleet::collectBy(access::MessageCollectors collectors) {
    state_->collectors = std::move(collectors);
}

std::map<ScreenId, LinkState> Fleet::links() const {
    auto cloned = state_->clones.all();
    std::scoped_lock const lock(state_->mutex);
    auto out = state_->links;
    for (auto& [screen, facts] : cloned) {
        out[screen].cloned = std::move(facts);
    }
    return out;
}

asio::awaitable<void> Fleet::stop() {
    auto const state = state_;
    state->stopping = true;
    for (auto const& session : state->sessions) {
        if (!session->closing) {
            state->end(*session);
            state->tasks.spawn("close", closeForRestart(session));
        }
    }
    state->tasks.close();
    co_await state->tasks.join();
}

}  // namespace tocsin::fleet
