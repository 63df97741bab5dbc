// SPDX-License-Identifier: Apache-2.0
// One player's session: challenge, hello, then its messages in order.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "command_sessions.hpp"
#include "enrolment.hpp"
#include "session_talk.hpp"
#include "tocsin/session/worker_wait.hpp"
#include "warning_news.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;

constexpr std::chrono::seconds kHelloLimit{10};

// What runs on the workers: named coroutines with their state by value. gcc 12 destroys an
// aggregate that is made inside a co_await expression twice, so bodies are named before they are
// awaited.
asio::awaitable<Result<Identified>> identifyOnWorker(store::Store& store, messages::Hello hello,
                                                     Instant now, OnlineScreens online) {
    co_return identify(store, hello, now, online);
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
/// None while the newest is of an earlier generation: its key may not be in force any more, and the
/// planning that follows every start makes another.
asio::awaitable<Result<std::optional<store::ReleasedManifest>>> newestOnWorker(
    store::Store& store, ScreenId screen, std::int64_t generation) {
    std::optional<store::ReleasedManifest> newest;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        newest = tx.manifests().newest(screen);
        return {};
    });
    if (!looked) {
        co_return looked.error();
    }
    if (newest && newest->version.generation < generation) {
        newest.reset();
    }
    co_return newest;
}
/// Who the controller is, on this connection.
asio::awaitable<Result<messages::Challenge>> challengeOnWorker(keys::Signer const& signer,
                                                               std::string playersNonce) {
    auto const& issued = signer.issued();
    messages::Challenge out{messages::kProtocolVersion, signer.publicKey(keys::Role::content),
                            messages::randomBytes(messages::kNonceBytes),
                            messages::toJson(issued.envelope)};
    auto const proof =
        signer.sign(keys::Role::session,
                    messages::challengeBytes(playersNonce, out.nonce, issued.envelope.payload));
    if (!proof) {
        co_return proof.error();
    }
    out.proof = *proof;
    co_return out;
}
asio::awaitable<Result<std::optional<SealedCommand>>> orderOnWorker(
    std::shared_ptr<Fleet::State> state, ScreenId screen,
    std::optional<messages::ManifestVersion> held) {
    co_return state->orders.standing(screen, held);
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

/// Sends the screen's newest manifest unless the player has it.
asio::awaitable<void> offerNewest(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    auto newest = co_await asio::co_spawn(
        state->workers,
        newestOnWorker(state->store, *session->screen, state->signer.issued().set.generation),
        session::waitForWorker());
    if (!newest) {
        spdlog::error("manifest not offered screen={} err=\"{}\"", session->screen->str(),
                      newest.error().message);
        co_return;
    }
    if (!*newest || session->closing || session->offered == (*newest)->version) {
        co_return;
    }
    if (session->offered && *session->offered > (*newest)->version) {
        spdlog::warn(
            "player holds a newer manifest than there is here: was the controller restored from a "
            "backup? Open a new generation: tocsin keys generation screen={} held={}.{} here={}.{}",
            session->screen->str(), session->offered->generation, session->offered->counter,
            (*newest)->version.generation, (*newest)->version.counter);
    }
    session->offered = (*newest)->version;
    messages::Body offer = messages::ManifestOffer{(*newest)->envelope};
    (void)co_await sendBody(session, std::move(offer));
}

/// What the screen was ordered while its player was away.
asio::awaitable<void> offerOrder(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    auto standing = co_await asio::co_spawn(
        state->workers, orderOnWorker(state, *session->screen, session->hello.order),
        session::waitForWorker());
    if (!standing) {
        spdlog::error("order not offered screen={} err=\"{}\"", session->screen->str(),
                      standing.error().message);
        co_return;
    }
    // One that was given meanwhile is newer.
    if (!*standing || session->closing ||
        (session->ordered && *session->ordered >= (*standing)->version)) {
        co_return;
    }
    session->ordered = (*standing)->version;
    messages::Body offer = messages::CommandOffer{(*standing)->envelope};
    (void)co_await sendBody(session, std::move(offer));
}

/// Beside the session: a plan may take its time. If it fails the session goes on with the plan
/// there is, and the next one tries again.
asio::awaitable<void> takeDecodeRate(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    std::string failed;
    try {
        co_await asio::co_spawn(state->workers,
                                decodeRateOnWorker(state, *session->screen, session->hello),
                                session::waitForWorker());
    } catch (Failure const& failure) {
        failed = failure.error().message;
    }
    if (!failed.empty()) {
        spdlog::warn("decode rate not taken screen={} err=\"{}\"", session->screen->str(), failed);
    }
}

asio::awaitable<void> welcome(std::shared_ptr<Fleet::State> state, SessionPtr session,
                              store::Screen screen, std::optional<store::LedgerMark> mark) {
    // Whoever binds the screen from now on finds this session by it; who did so while the worker
    // answered could not, so the binding is looked up again.
    state->drives(session, screen.id);
    auto const driven = co_await asio::co_spawn(
        state->workers, drivenOnWorker(state->store, session->hello), session::waitForWorker());
    if (session->closing) {
        co_return;
    }
    if (!driven || driven->id != screen.id) {
        spdlog::info("player moved while it was greeted player={} screen={}",
                     session->hello.player.fingerprint(), screen.id.str());
        co_await startOver(session);
        co_return;
    }
    messages::Welcome facts;
    facts.screen = screen.id;
    facts.screenName = screen.name;
    facts.ticket = state->tickets.of(session->hello.player);
    if (mark) {
        facts.epoch = mark->epoch;
        facts.acknowledged = mark->sequence;
        facts.batch = mark->batch;
        facts.header = mark->header;
    }
    state->clones.boundTo(session->hello.player, screen.id);
    state->setOnline(screen.id, true);
    spdlog::info("player online screen={} player={} peer={}", screen.id.str(),
                 session->hello.player.fingerprint(), session->channel->peer());
    session->welcomed = true;
    messages::Body body = std::move(facts);
    auto const sent = co_await sendBody(session, std::move(body));
    if (sent) {
        co_await offerWarnings(state, session);
        co_await offerOrder(state, session);
        co_await offerInstructions(state, session);
        co_await offerNewest(state, session);
        if (session->hello.decodeRate != screen.decodeRate) {
            state->tasks.spawn("decode-rate", takeDecodeRate(state, session));
        }
    }
}

asio::awaitable<void> welcomeWithMark(std::shared_ptr<Fleet::State> state, SessionPtr session,
                                      store::Screen screen) {
    auto mark =
        co_await asio::co_spawn(state->workers, markOnWorker(state->store, session->hello.player),
                                session::waitForWorker());
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
        state->workers, drivenOnWorker(state->store, session->hello), session::waitForWorker());
    if (driven && session->pending && !session->closing) {
        session->pending = false;
        state->forgetCode(*session);
        co_await welcomeBound(state, session, std::move(*driven));
    } else {
        co_await tellSpare(state, session);
    }
}

/// Whoever was identified drives its screen, waits, or is sent away.
asio::awaitable<void> admit(std::shared_ptr<Fleet::State> state, SessionPtr session,
                            Identified identified) {
    if (identified.revoked) {
        session->closing = true;
        co_await sendRevocation(state, session, std::move(*identified.revoked));
    } else if (identified.screen) {
        if (identified.boundNow) {
            session->offered.reset();
            state->forgetReports(identified.screen->id);
        }
        state->keepOnly(identified.screen->id, session->hello.player);
        co_await welcome(state, session, std::move(*identified.screen), identified.mark);
    } else if (state->waitForCode(*session)) {
        co_await keepWaiting(state, session);
    } else {
        session->closing = true;
        co_await sendAndClose(session, "code-in-use",
                              "another player shows this pairing code; make another");
    }
}

/// The same when it is known whether older sessions with its key live. Beside the session, which
/// has to hear meanwhile what its own player answers.
asio::awaitable<void> settleAndAdmit(std::shared_ptr<Fleet::State> state, SessionPtr session,
                                     Identified identified) {
    std::string failed;
    try {
        bool const goesOn = co_await settleTwins(state, session);
        if (goesOn) {
            co_await admit(state, session, std::move(identified));
        }
    } catch (std::exception const& failure) {
        failed = failure.what();
    }
    if (!failed.empty() && !session->closing) {
        spdlog::warn("player not welcomed player={} err=\"{}\"",
                     session->hello.player.fingerprint(), failed);
        co_await startOver(session);
    }
}

asio::awaitable<void> sendCommand(SessionPtr session, messages::CommandOffer offer) {
    messages::Body body = std::move(offer);
    (void)co_await sendBody(session, std::move(body));
}

/// Receives and answers until the connection ends.
asio::awaitable<void> listen(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    for (;;) {
        auto text = co_await session->channel->receive();
        if (!text || session->closing) {
            co_return;
        }
        auto const received = state->clock.now();
        if (session->screen && !session->copy) {
            std::scoped_lock const lock(state->mutex);
            state->links[*session->screen].lastContact = received;
        }
        auto message = messages::decode(*text);
        if (!message) {
            co_await refuse(session, messages::idOf(*text), "invalid", message.error().message);
            continue;
        }
        session->answering = true;
        co_await answer(state, session, std::move(*message), received);
        session->answering = false;
    }
}

/// Challenge and hello. False: the player was refused and the channel is closed.
asio::awaitable<bool> greet(std::shared_ptr<Fleet::State> state, SessionPtr session) {
    auto challenge = co_await asio::co_spawn(
        state->workers, challengeOnWorker(state->signer, session->channel->nonce()),
        session::waitForWorker());
    if (!challenge) {
        spdlog::error("player not greeted peer={} err=\"{}\"", session->channel->peer(),
                      challenge.error().message);
        co_await session->channel->close(session::CloseReason::serviceRestart);
        co_return false;
    }
    HelloWatch watch(state->io, state, session);
    messages::Body body = *challenge;
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
    if (auto const* refusal = message ? std::get_if<messages::Refusal>(&message->body) : nullptr) {
        spdlog::warn("controller refused by a player peer={} code={} reason=\"{}\"",
                     session->channel->peer(), refusal->code, refusal->message);
        co_await session->channel->close(session::CloseReason::normal);
        co_return false;
    }
    if (hello == nullptr) {
        std::string why = message ? "the first message must be a hello" : message.error().message;
        co_await sendAndClose(session, "invalid", std::move(why));
        co_return false;
    }
    if (!proves(*hello, *challenge)) {
        spdlog::warn("hello not signed by its key peer={}", session->channel->peer());
        co_await sendAndClose(session, "permission", "the hello is not signed by the key it names");
        co_return false;
    }
    session->hello = *hello;
    session->proven = true;
    session->offered = hello->have;
    state->becomeYoungest(session);
    co_return true;
}

}  // namespace

asio::awaitable<void> Fleet::State::meet(SessionPtr session) {
    auto const self = shared_from_this();
    bool const greeted = co_await greet(self, session);
    if (!greeted || session->closing) {
        session->closing = true;
        co_return;
    }
    OnlineScreens const online = [self](ScreenId const& screen) { return self->isOnline(screen); };
    auto identified = co_await asio::co_spawn(
        workers, identifyOnWorker(store, session->hello, clock.now(), online),
        session::waitForWorker());
    if (session->closing) {
        co_return;
    }
    if (!identified) {
        spdlog::warn("player refused player={} peer={} err=\"{}\"",
                     session->hello.player.fingerprint(), session->channel->peer(),
                     identified.error().message);
        auto code = std::string(wireCode(identified.error()));
        session->closing = true;
        co_await sendAndClose(session, std::move(code), identified.error().message);
        co_return;
    }
    if (identified->screen && !identified->revoked) {
        tellKnown(*session);
    }
    if (hasOlderTwins(*this, session)) {
        tasks.spawn("twins", settleAndAdmit(self, session, std::move(*identified)));
    } else {
        co_await admit(self, session, std::move(*identified));
    }
}

/// What meeting took is given back before the session idles.
asio::awaitable<void> Fleet::State::serve(SessionPtr session, std::function<void()> known) {
    session->known = std::move(known);
    co_await meet(session);
    if (!session->closing) {
        co_await listen(shared_from_this(), session);
    }
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
    for (auto const& session : withKey(key)) {
        if (session->pending && !session->closing) {
            session->pending = false;
            session->spare = false;
            forgetCode(*session);
            tasks.spawn("welcome", welcomeBound(shared_from_this(), session, screen));
        }
    }
    keepOnly(screen.id, key);
}

void Fleet::State::revoked(store::Revocation const& revocation) {
    for (auto const& session : withKey(revocation.player)) {
        if (!session->closing && session->screen == revocation.screen) {
            end(*session);
            tasks.spawn("revoke", sendRevocation(shared_from_this(), session, revocation));
        }
    }
}

void Fleet::State::keepOnly(ScreenId const& screen, messages::PublicKey const& key) {
    for (auto const& session : driving(screen)) {
        if (!session->closing && session->hello.player != key) {
            sendAway(session, "unbound", "another player was bound to screen " + screen.str());
        }
    }
}

void Fleet::State::offerManifest(SessionPtr const& session) {
    if (session->welcomed && !session->closing) {
        tasks.spawn("offer", offerNewest(shared_from_this(), session));
    }
}

void Fleet::State::sendCommands(std::vector<SealedCommand> commands) {
    asio::post(io, [self = shared_from_this(), commands = std::move(commands)] {
        for (auto const& command : commands) {
            for (auto const& session : self->driving(command.screen)) {
                if (session->welcomed && !session->closing && !self->stopping) {
                    session->ordered = command.version;
                    self->tasks.spawn(
                        "command", sendCommand(session, messages::CommandOffer{command.envelope}));
                }
            }
        }
    });
}

void Fleet::State::sendAway(SessionPtr const& session, std::string code, std::string message) {
    end(*session);
    tasks.spawn("send-away", sendAndClose(session, std::move(code), std::move(message)));
}

}  // namespace tocsin::fleet
