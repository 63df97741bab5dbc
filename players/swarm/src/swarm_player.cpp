// SPDX-License-Identifier: Apache-2.0
// The life of a simulated player, and how its sessions begin.
#include "swarm_player.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace tocsin::swarm {

namespace asio = boost::asio;

namespace {

constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kSlowPause{250};
/// As RFC 4122 writes them; all players of a run start at once.
constexpr char kBoot[] = "00000000-0000-4000-8000-000000000000";

Milliseconds lastedSince(Steady::time_point begin) {
    return std::chrono::duration_cast<Milliseconds>(Steady::now() - begin);
}

}  // namespace

SwarmPlayer::SwarmPlayer(Crew& crew, std::size_t number, Identity identity)
    : crew_(crew),
      number_(number),
      identity_(std::move(identity)),
      slow_(readsSlowly(crew.parts().options.faults, crew.parts().options.seed, number)),
      goesAway_(swarm::goesAway(crew.parts().options.faults, crew.parts().options.seed, number)),
      nap_(crew.io()) {
    auto const& options = crew.parts().options;
    if (options.plays.days > 0) {
        plays_ = std::make_unique<PlayDelivery>(options.plays, options.faults, options.seed, number,
                                                identity_.enrolment.screen, identity_.key);
        crew.parts().statistics.with([this](Statistics& all) {
            all.playsMade += plays_->made();
            all.rowsUnsent += plays_->unsent();
        });
    }
}

SwarmPlayer::~SwarmPlayer() = default;

asio::awaitable<void> SwarmPlayer::live() {
    // A stop must not throw through the loop, which looks at stopping_ itself.
    co_await asio::this_coro::throw_if_cancelled(false);
    auto const& options = crew_.parts().options;
    auto const rank = static_cast<double>(number_) / static_cast<double>(options.ramp);
    co_await nap(std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(rank)));
    while (!stopping_) {
        co_await connect();
        if (channel_) {
            co_await session();
        }
        if (stopping_) {
            break;
        }
        if (std::exchange(away_, false)) {
            co_await nap(options.faults.offline);
        }
        co_await nap(backoff_.next(random()));
        if (broken_ && !backoffEnded_) {
            backoffEnded_ = Steady::now();
        }
    }
    channel_.reset();
}

asio::awaitable<void> SwarmPlayer::nap(Steady::duration duration) {
    if (!stopping_) {
        nap_.expires_after(duration);
        co_await nap_.async_wait(useTuple);
    }
}

asio::awaitable<void> SwarmPlayer::connect() {
    auto& parts = crew_.parts();
    parts.statistics.with([](Statistics& all) { ++all.attempts; });
    session::ChannelLimits const limits;
    auto nonce = messages::randomBytes(messages::kNonceBytes);
    auto const trust = parts.verdicts.trust();
    auto channel = co_await session::connectChannel(parts.options.controller, "/player", limits,
                                                    std::move(nonce), trust);
    if (!channel) {
        parts.statistics.with([](Statistics& all) { ++all.failures; });
        trouble(channel.error().message);
    } else if (!stopping_) {
        channel_ = std::move(*channel);
    }
}

asio::awaitable<void> SwarmPlayer::session() {
    ++session_;
    nextId_ = 1;
    bool const greeted = co_await greet();
    while (greeted && channel_) {
        auto const text = co_await channel_->receive();
        auto const at = Steady::now();
        if (text && slow_) {
            co_await nap(kSlowPause);
        }
        if (!text || !channel_) {
            break;
        }
        handle(*text, at);
    }
    channel_.reset();
    if (std::exchange(bound_, false)) {
        backoff_.sessionEnded(lastedSince(boundAt_));
        crew_.parts().statistics.with([](Statistics& all) { --all.connected; });
    }
}

/// True: the controller is the right one and has our hello.
asio::awaitable<bool> SwarmPlayer::greet() {
    auto const first = co_await channel_->receive();
    if (!first || !channel_) {
        trouble(first ? "the connection was cut" : first.error().message);
        co_return false;
    }
    auto const message = messages::decode(*first);
    auto const* challenge = message ? std::get_if<messages::Challenge>(&message->body) : nullptr;
    if (challenge == nullptr) {
        trouble("no challenge came");
        co_return false;
    }
    if (auto const judged = judge(*challenge); !judged) {
        trouble(judged.error().message);
        co_return false;
    }
    say(hello(*challenge));
    co_return true;
}

Result<> SwarmPlayer::judge(messages::Challenge const& challenge) {
    auto& verdicts = crew_.parts().verdicts;
    auto keys = verdicts.keys(challenge.keys);
    if (!keys) {
        return keys.error();
    }
    auto const root = rootIn(identity_.enrolment.token);
    if (auto judged = judgeController(challenge, **keys, root, channel_->nonce()); !judged) {
        return judged;
    }
    if (keys_ && (*keys)->set.generation < keys_->set.generation) {
        return Error{Errc::conflict, "the controller's key set is older than the one held"};
    }
    if (auto const shown = channel_->peerAuthority()) {
        auto const& expected = (*keys)->set.tlsAuthority;
        if (expected && *expected != shown->digest) {
            return Error{Errc::permission,
                         "the connection shows another certificate than the controller's"};
        }
        verdicts.pin(*shown);
    }
    keys_ = std::move(*keys);
    return {};
}

messages::Hello SwarmPlayer::hello(messages::Challenge const& challenge) const {
    messages::Hello out;
    out.software = std::string("tocsin-swarm ") + TOCSIN_VERSION;
    out.player = identity_.key.publicKey();
    out.proof = identity_.key.sign(messages::helloBytes(challenge.nonce, challenge.controller));
    out.token = identity_.bound ? "" : identity_.enrolment.token;
    out.width = identity_.enrolment.width;
    out.height = identity_.enrolment.height;
    out.boot = kBoot;
    out.have = identity_.have;
    out.order = order_;
    return out;
}

void SwarmPlayer::breakByStorm(Steady::time_point now) {
    if (bound_) {
        broken_ = now;
        backoffEnded_.reset();
    }
    breakConnection();
}

void SwarmPlayer::breakConnection() {
    if (channel_) {
        channel_.reset();  // its pending receive() ends
        nap_.cancel();     // a slow reader's; one that waits to connect goes on waiting
    }
}

void SwarmPlayer::leave() {
    away_ = true;
    breakConnection();
}

void SwarmPlayer::stop() {
    stopping_ = true;
    breakConnection();
    nap_.cancel();
}

void SwarmPlayer::trouble(std::string const& what) {
    crew_.parts().statistics.with([&](Statistics& all) { all.lastTrouble = what; });
}

std::uint64_t SwarmPlayer::random() {
    return drawn(crew_.parts().options.seed, number_, draws_++);
}

Instant SwarmPlayer::fleetNow() const {
    auto const estimate = fleetTime_.estimate();
    return crew_.parts().clock.now() + (estimate ? estimate->offset : Milliseconds(0));
}

}  // namespace tocsin::swarm
