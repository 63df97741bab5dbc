// SPDX-License-Identifier: Apache-2.0
// One player's session: challenge, hello, then its messages in order.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "enrolment.hpp"
#include "shot_answers.hpp"
#include "state.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;
using SessionPtr = std::shared_ptr<PlayerSession>;

constexpr std::chrono::seconds kHelloLimit{10};
constexpr std::size_t kNonceBytes = 32;

std::string_view wireCode(Error const& error) {
    if (error.message.starts_with("ledger-conflict")) {
        return "ledger-conflict";
    }
    switch (error.code) {
        case Errc::invalid:
            return "invalid";
        case Errc::notFound:
            return "not-found";
        case Errc::conflict:
            return "conflict";
        case Errc::permission:
            return "permission";
        case Errc::exhausted:
            return "exhausted";
        case Errc::damaged:
            return "damaged";
        default:
            return "unavailable";
    }
}

asio::awaitable<Result<>> sendBody(SessionPtr session, messages::Body body) {
    auto text = messages::encode({session->nextId++, std::move(body)});
    auto sent = co_await session->channel->send(std::move(text));
    co_return sent;
}

asio::awaitable<void> refuse(SessionPtr session, std::int64_t replyTo, std::string code,
                             std::string message) {
    messages::Body refusal = messages::Refusal{replyTo, std::move(code), std::move(message)};
    (void)co_await sendBody(session, std::move(refusal));
}

// What runs on the workers: named coroutines with their state by value. gcc 12 destroys an
// aggregate that is made inside a co_await expression twice, so bodies are named before they are
// awaited.
asio::awaitable<Result<Identified>> identifyOnWorker(store::Store& store, messages::Hello hello,
                                                     Instant now) {
    co_return identify(store, hello, now);
}
asio::awaitable<Result<std::optional<messages::Body>>> handleOnWorker(
    access::MessageHandler const& handler, access::PlayerPrincipal player, messages::Body body) {
    try {
        co_return handler(player, body);
    } catch (Failure const& failure) {
        co_return failure.error();
    }
}
asio::awaitable<std::optional<store::LedgerMark>> markOnWorker(store::Store& store,
                                                               messages::PublicKey player) {
    std::optional<store::LedgerMark> mark;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        mark = tx.ledger().mark(player);
        return {};
    });
    looked.value();  // without the mark the player would send what is stored already
    co_return mark;
}
asio::awaitable<std::optional<store::Screen>> drivenOnWorker(store::Store& store,
                                                             messages::Hello hello) {
    std::optional<store::Screen> screen;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        screen = drivenBy(tx, hello);
        return {};
    });
    looked.value();  // it must not be taken for unbound
    co_return screen;
}
/// What the player's machine can decode decides which files its manifest names.
asio::awaitable<void> decodeRateOnWorker(std::shared_ptr<Fleet::State> state, ScreenId screen,
                                         messages::Hello hello) {
    if (keepDecodeRate(state->store, screen, hello)) {
        spdlog::info("player decodes screen={} pixels_per_second={}", screen.str(),
                     hello.decodeRate);
        state->schedule.replan(screen).value();
    }
    co_return;
}
asio::awaitable<Result<std::optional<store::ReleasedManifest>>> newestOnWorker(store::Store& store,
                                                                               ScreenId screen) {
    std::optional<store::ReleasedManifest> newest;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        newest = tx.manifests().newest(screen);
        return {};
    });
    if (!looked) {
        co_return looked.error();
    }
    co_return newest;
}

/// Closes the channel if nobody said hello in time.
class HelloWatch {
public:
    HelloWatch(asio::any_io_executor const& io, std::shared_ptr<Fleet::State> state,
               SessionPtr session)
        : timer_(io, kHelloLimit) {
        timer_.async_wait(
            [state = std::move(state), session = std::move(session)](boost::system::error_code ec) {
                if (!ec) {
                    state->sendAway(session, "no-hello", "no hello came within 10 s");
                }
            });
    }
    void stop() { timer_.cancel(); }

private:
    asio::steady_timer timer_;
};

/// Refuses the hello, or (without one) the session, and closes it.
asio::awaitable<void> sendAndClose(SessionPtr session, std::string code, std::string message) {
    auto const replyTo = session->screen ? 0 : session->helloId;
    co_await refuse(session, replyTo, std::move(code), std::move(message));
    co_await session->channel->close(session::CloseReason::policy);
}

/// Sends the screen's newest manifest unless the player has it.
asio::awaitable<void> offerNewest(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    auto newest = co_await asio::co_spawn(
        state->workers, newestOnWorker(state->store, *session->screen), use_awaitable);
    if (!newest) {
        spdlog::error("manifest not offered screen={} err=\"{}\"", session->screen->str(),
                      newest.error().message);
        co_return;
    }
    if (!*newest || session->closing || session->offered == (*newest)->version) {
        co_return;
    }
    session->offered = (*newest)->version;
    messages::Body offer = messages::ManifestOffer{(*newest)->envelope};
    (void)co_await sendBody(session, std::move(offer));
}

/// Beside the session: a plan may take its time. If it fails the session goes on with the plan
/// there is, and the next one tries again.
asio::awaitable<void> takeDecodeRate(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    std::string failed;
    try {
        co_await asio::co_spawn(state->workers,
                                decodeRateOnWorker(state, *session->screen, session->hello),
                                use_awaitable);
    } catch (Failure const& failure) {
        failed = failure.error().message;
    }
    if (!failed.empty()) {
        spdlog::warn("decode rate not taken screen={} err=\"{}\"", session->screen->str(), failed);
    }
}

/// What the controller has lost track of is begun anew: the player comes back at once.
asio::awaitable<void> startOver(SessionPtr session) {
    session->closing = true;
    co_await session->channel->close(session::CloseReason::serviceRestart);
}

asio::awaitable<void> welcome(std::shared_ptr<Fleet::State> state, SessionPtr session,
                              store::Screen screen, std::optional<store::LedgerMark> mark) {
    // Whoever binds the screen from now on finds this session by it; who did so while the worker
    // answered could not, so the binding is looked up again.
    session->screen = screen.id;
    auto const driven = co_await asio::co_spawn(
        state->workers, drivenOnWorker(state->store, session->hello), use_awaitable);
    if (session->closing) {
        co_return;
    }
    if (!driven || driven->id != screen.id) {
        spdlog::info("player moved while it was greeted player={} screen={}",
                     session->hello.player.fingerprint(), screen.id.str());
        co_await startOver(session);
        co_return;
    }
    messages::Welcome facts{screen.id, screen.name, 0, 0, 0};
    if (mark) {
        facts.epoch = mark->epoch;
        facts.acknowledged = mark->sequence;
        facts.batch = mark->batch;
    }
    state->setOnline(screen.id, true);
    spdlog::info("player online screen={} player={} peer={}", screen.id.str(),
                 session->hello.player.fingerprint(), session->channel->peer());
    session->welcomed = true;
    messages::Body body = std::move(facts);
    auto const sent = co_await sendBody(session, std::move(body));
    if (sent) {
        co_await offerNewest(state, session);
        if (session->hello.decodeRate != screen.decodeRate) {
            state->tasks.spawn("decode-rate", takeDecodeRate(state, session));
        }
    }
}

asio::awaitable<void> welcomeWithMark(std::shared_ptr<Fleet::State> state, SessionPtr session,
                                      store::Screen screen) {
    auto mark = co_await asio::co_spawn(
        state->workers, markOnWorker(state->store, session->hello.player), use_awaitable);
    if (!session->closing) {
        session->offered.reset();
        co_await welcome(state, session, std::move(screen), mark);
    }
}

/// Welcomes a player that waited until a person bound it. What it holds is another screen's plan.
/// If that fails nobody would welcome it later, so it is asked to come back.
asio::awaitable<void> welcomeBound(std::shared_ptr<Fleet::State> state, SessionPtr session,
                                   store::Screen screen) {
    std::string failed;
    try {
        co_await welcomeWithMark(state, session, std::move(screen));
    } catch (std::exception const& failure) {
        failed = failure.what();
    }
    if (!failed.empty() && !session->closing) {
        spdlog::warn("player not welcomed player={} err=\"{}\"",
                     session->hello.player.fingerprint(), failed);
        co_await startOver(session);
    }
}

/// Tells the player that it is bound to no screen, and welcomes it after all if it was bound while
/// the worker answered: whoever did so did not find it waiting.
asio::awaitable<void> keepWaiting(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    session->pending = true;
    spdlog::info("player waits to be paired player={} peer={}", session->hello.player.fingerprint(),
                 session->channel->peer());
    messages::Body pending = messages::Pending{};
    (void)co_await sendBody(session, std::move(pending));
    auto driven = co_await asio::co_spawn(
        state->workers, drivenOnWorker(state->store, session->hello), use_awaitable);
    if (driven && session->pending && !session->closing) {
        session->pending = false;
        state->forgetCode(*session);
        co_await welcomeBound(state, session, std::move(*driven));
    }
}

/// An older session with the same key is a restarted player, or a copy of one: the newer wins, and
/// it is worth a line. Sessions are listed by age.
void supersede(Fleet::State& state, SessionPtr const& session) {
    for (auto const& other : state.sessions) {
        if (other == session) {
            break;
        }
        if (!other->closing && other->hello.player == session->hello.player) {
            spdlog::warn("second session with one key player={} old={} new={}",
                         other->hello.player.fingerprint(), other->channel->peer(),
                         session->channel->peer());
            state.forgetCode(*other);
            state.sendAway(other, "superseded", "a newer session with the same key has begun");
        }
    }
}

/// Answers one message.
asio::awaitable<void> answer(std::shared_ptr<Fleet::State> state, SessionPtr session,
                             messages::Message message, Instant received) {
    if (auto const* clock = std::get_if<messages::ClockRequest>(&message.body)) {
        messages::Body reply = messages::ClockReply{clock->t1, received, state->clock.now()};
        (void)co_await sendBody(session, std::move(reply));
        co_return;
    }
    if (auto const* unknown = std::get_if<messages::Unknown>(&message.body)) {
        std::string text = "messages of type \"" + unknown->type + "\" are not known here";
        co_await refuse(session, message.id, "unknown-type", std::move(text));
        co_return;
    }
    if (!session->screen) {
        co_await refuse(session, message.id, "unbound", "this player is not bound to a screen yet");
        co_return;
    }
    if (auto* status = std::get_if<messages::Status>(&message.body)) {
        std::scoped_lock const lock(state->mutex);
        state->links[*session->screen].status = std::move(*status);
        co_return;
    }
    if (auto const* receipt = std::get_if<messages::ManifestReceipt>(&message.body)) {
        {
            std::scoped_lock const lock(state->mutex);
            state->links[*session->screen].lastRefusal = receipt->accepted ? "" : receipt->reason;
        }
        if (!receipt->accepted) {
            spdlog::warn("manifest refused screen={} version={}.{} reason=\"{}\"",
                         session->screen->str(), receipt->version.generation,
                         receipt->version.counter, receipt->reason);
        }
        co_return;
    }
    if (auto const* refusal = std::get_if<messages::Refusal>(&message.body)) {
        if (refusedShot(*state, *session, *refusal)) {
            co_return;
        }
    }
    bool const isPicture = std::holds_alternative<messages::EvidencePicture>(message.body);
    auto const handler = state->handlers.find(messages::typeName(message.body));
    if (handler == state->handlers.end()) {
        co_await refuse(session, message.id, "unexpected",
                        "the controller takes no messages of this type");
        co_return;
    }
    access::PlayerPrincipal const player{session->hello.player, *session->screen};
    auto reply = co_await asio::co_spawn(
        state->workers, handleOnWorker(handler->second, player, std::move(message.body)),
        use_awaitable);
    if (isPicture) {
        settleShots(*state, *session, reply);
    }
    if (!reply) {
        spdlog::warn("message refused screen={} type={} err=\"{}\"", session->screen->str(),
                     handler->first, reply.error().message);
        co_await refuse(session, message.id, std::string(wireCode(reply.error())),
                        reply.error().message);
    } else if (*reply) {
        (void)co_await sendBody(session, std::move(**reply));
    }
}

/// Receives and answers until the connection ends.
asio::awaitable<void> listen(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    for (;;) {
        auto text = co_await session->channel->receive();
        if (!text || session->closing) {
            co_return;
        }
        auto const received = state->clock.now();
        if (session->screen) {
            std::scoped_lock const lock(state->mutex);
            state->links[*session->screen].lastContact = received;
        }
        auto message = messages::decode(*text);
        if (!message) {
            co_await refuse(session, messages::idOf(*text), "invalid", message.error().message);
            continue;
        }
        co_await answer(state, session, std::move(*message), received);
    }
}

/// Challenge and hello. False: the player was refused and the channel is closed.
asio::awaitable<bool> greet(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    messages::Challenge challenge{messages::kProtocolVersion,
                                  state->signer.publicKey(keys::Role::content),
                                  messages::randomBytes(kNonceBytes)};
    challenge.tlsAuthority = state->tlsAuthority ? state->tlsAuthority() : std::nullopt;
    HelloWatch watch(state->io, state, session);
    messages::Body body = challenge;
    auto const sent = co_await sendBody(session, std::move(body));
    if (!sent) {
        watch.stop();
        co_return false;
    }
    auto text = co_await session->channel->receive();
    watch.stop();
    if (!text) {
        co_return false;
    }
    session->helloId = messages::idOf(*text);
    auto message = messages::decode(*text);
    auto const* hello = message ? std::get_if<messages::Hello>(&message->body) : nullptr;
    if (hello == nullptr) {
        std::string why = message ? "the first message must be a hello" : message.error().message;
        co_await sendAndClose(session, "invalid", std::move(why));
        co_return false;
    }
    if (!proves(*hello, challenge)) {
        spdlog::warn("hello not signed by its key peer={}", session->channel->peer());
        co_await sendAndClose(session, "permission", "the hello is not signed by the key it names");
        co_return false;
    }
    session->hello = *hello;
    session->offered = hello->have;
    co_return true;
}

}  // namespace

asio::awaitable<void> Fleet::State::serve(SessionPtr session) {
    auto const self = shared_from_this();
    bool const greeted = co_await greet(self, session);
    if (!greeted || session->closing) {
        co_return;
    }
    auto identified = co_await asio::co_spawn(
        workers, identifyOnWorker(store, session->hello, clock.now()), use_awaitable);
    if (session->closing) {
        co_return;
    }
    if (!identified) {
        spdlog::warn("player refused player={} peer={} err=\"{}\"",
                     session->hello.player.fingerprint(), session->channel->peer(),
                     identified.error().message);
        auto code = std::string(wireCode(identified.error()));
        co_await sendAndClose(session, std::move(code), identified.error().message);
        co_return;
    }
    supersede(*this, session);
    if (identified->screen) {
        if (identified->boundNow) {
            session->offered.reset();
            forgetReports(identified->screen->id);
        }
        keepOnly(identified->screen->id, session->hello.player);
        co_await welcome(self, session, *identified->screen, identified->mark);
    } else if (waitForCode(*session)) {
        co_await keepWaiting(self, session);
    } else {
        co_await sendAndClose(session, "code-in-use",
                              "another player shows this pairing code; make another");
        co_return;
    }
    co_await listen(self, session);
}

bool Fleet::State::waitForCode(PlayerSession const& session) {
    auto const& hello = session.hello;
    if (hello.pairingCode.empty()) {
        return true;  // it does not know yet that it is bound no longer, and will come with a code
    }
    std::scoped_lock const lock(mutex);
    return waiting
        .try_emplace(hello.pairingCode, Waiting{&session, hello.player, hello.width, hello.height,
                                                session.channel->peer(), clock.now()})
        .second;
}

void Fleet::State::bound(store::Screen const& screen, messages::PublicKey const& key) {
    forgetReports(screen.id);
    for (auto const& session : sessions) {
        if (session->pending && !session->closing && session->hello.player == key) {
            session->pending = false;
            tasks.spawn("welcome", welcomeBound(shared_from_this(), session, screen));
        }
    }
    keepOnly(screen.id, key);
}

void Fleet::State::keepOnly(ScreenId const& screen, messages::PublicKey const& key) {
    for (auto const& session : sessions) {
        if (session->screen == screen && !session->closing && session->hello.player != key) {
            sendAway(session, "unbound", "another player was bound to screen " + screen.str());
        }
    }
}

void Fleet::State::offerManifest(SessionPtr const& session) {
    if (session->welcomed && !session->closing) {
        tasks.spawn("offer", offerNewest(shared_from_this(), session));
    }
}

void Fleet::State::sendAway(SessionPtr const& session, std::string code, std::string message) {
    session->closing = true;
    tasks.spawn("send-away", sendAndClose(session, std::move(code), std::move(message)));
}

}  // namespace tocsin::fleet
