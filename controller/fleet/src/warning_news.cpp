// SPDX-License-Identifier: Apache-2.0
#include "warning_news.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <unordered_map>
#include <utility>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/session/worker_wait.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;

/// A player answers at once; what it has not answered for so long is sent again.
constexpr Milliseconds kAnswersWithin{5'000};
/// So many players are given theirs again in one go, those that wait longest first.
constexpr std::size_t kMostAgain = 256;
/// So much is remembered of a session: more warnings than any screen has at once.
constexpr std::size_t kMostGiven = 256;
/// Stands where the envelope's text is put in afterwards.
constexpr char kNoEnvelope[] = "{}";
constexpr std::string_view kPlace = R"("envelope":{})";

Result<messages::Warning> warningIn(std::string const& envelope) {
    auto const sealed = messages::parseEnvelope(envelope);
    return sealed ? messages::parseWarning(sealed->payload)
                  : Result<messages::Warning>(sealed.error());
}

asio::awaitable<Result<std::vector<WarningNews>>> newsOnWorker(StatePtr state, ScreenId screen) {
    auto deliveries = state->warningsFor(screen);
    if (!deliveries) {
        co_return deliveries.error();
    }
    co_return newsOf(std::move(*deliveries));
}

asio::awaitable<void> sendText(SessionPtr session, std::string text) {
    (void)co_await session->channel->send(std::move(text));
}

/// Remembers that the player has it from now on, and the text that tells it.
std::string give(Fleet::State const& state, PlayerSession& session, WarningNews const& news) {
    auto const known = session.given.find(news.warning);
    bool const isOlder = known != session.given.end() && known->second.revision > news.revision;
    if (!isOlder && !session.copy &&
        (known != session.given.end() || session.given.size() < kMostGiven)) {
        session.given[news.warning] = {news.revision, news.expires, state.clock.now()};
    }
    return encodeWarning(session.nextId++, news.delivery);
}

bool takes(PlayerSession const& session) {
    return session.screen && session.welcomed && !session.closing;
}

/// Since when the player has owed an answer that is due now; Instant::max() if it owes none. One
/// that was not told anything comes first.
Instant owingSince(PlayerSession const& session, Instant now) {
    auto oldest = session.untold ? Instant::min() : Instant::max();
    for (auto const& [warning, facts] : session.given) {
        if (facts.given + kAnswersWithin <= now && facts.expires > now) {
            oldest = std::min(oldest, facts.given);
        }
    }
    return oldest;
}

/// Once more what the player has not answered for.
asio::awaitable<void> offerAgain(StatePtr state, SessionPtr session) {
    auto news = co_await asio::co_spawn(state->workers, newsOnWorker(state, *session->screen),
                                        session::waitForWorker());
    if (!news) {
        spdlog::error("warnings not sent again screen={} err=\"{}\"", session->screen->str(),
                      news.error().message);
        co_return;
    }
    for (auto const& one : *news) {
        auto const owed = session->given.find(one.warning);
        if (session->closing) {
            co_return;
        }
        if (owed == session->given.end() ||
            owed->second.given + kAnswersWithin > state->clock.now()) {
            continue;
        }
        spdlog::warn("warning sent again screen={} warning={} revision={}", session->screen->str(),
                     one.warning, one.revision);
        auto text = give(*state, *session, one);
        (void)co_await session->channel->send(std::move(text));
    }
}

/// What is over, or is not the screen's any more, is asked for no longer.
void forgetOver(PlayerSession& session, Instant now) {
    std::erase_if(session.given, [&](auto const& one) { return one.second.expires <= now; });
}

}  // namespace

std::vector<WarningNews> newsOf(std::vector<messages::WarningDelivery> deliveries) {
    std::vector<WarningNews> out;
    out.reserve(deliveries.size());
    std::string read;  // the envelope that `warning` is of
    Result<messages::Warning> warning = Error{Errc::invalid, "it has no envelope"};
    for (auto& delivery : deliveries) {
        if (delivery.envelope != read) {
            read = delivery.envelope;
            warning = warningIn(read);
        }
        if (!warning) {
            spdlog::error("warning not sent screen={} err=\"{}\"", delivery.target.screen.str(),
                          warning.error().message);
            continue;
        }
        out.push_back({std::move(delivery), warning->id, warning->revision, warning->expires});
    }
    return out;
}

std::string encodeWarning(std::int64_t id, messages::WarningDelivery const& delivery) {
    messages::WarningOffer offer{{kNoEnvelope, delivery.target, delivery.index, delivery.proof}};
    auto text = messages::encode({id, std::move(offer)});
    // Nothing else can read so: quotes inside of texts are escaped.
    auto const at = text.find(kPlace);
    if (at == std::string::npos) {
        return messages::encode({id, messages::WarningOffer{delivery}});
    }
    text.replace(at + kPlace.size() - 2, 2, delivery.envelope);
    return text;
}

asio::awaitable<void> offerWarnings(StatePtr state, SessionPtr session) {
    if (!state->warningsFor) {
        co_return;
    }
    auto news = co_await asio::co_spawn(state->workers, newsOnWorker(state, *session->screen),
                                        session::waitForWorker());
    session->untold = !news;
    if (!news) {
        spdlog::error("warnings not offered screen={} err=\"{}\"", session->screen->str(),
                      news.error().message);
        co_return;
    }
    for (auto const& one : *news) {
        if (session->closing) {
            co_return;
        }
        auto text = give(*state, *session, one);
        (void)co_await session->channel->send(std::move(text));
    }
}

void noteAnswered(PlayerSession& session, std::string const& warning, std::int64_t revision) {
    auto const known = session.given.find(warning);
    if (known != session.given.end() && known->second.revision <= revision) {
        session.given.erase(known);
    }
}

void Fleet::State::sendWarnings(std::vector<WarningNews> const& news) {
    std::unordered_map<std::string, std::vector<WarningNews const*>> newsOf;
    for (auto const& one : news) {
        newsOf[one.delivery.target.screen.str()].push_back(&one);
    }
    for (auto const& session : sessions) {
        auto const found = takes(*session) ? newsOf.find(session->screen->str()) : newsOf.end();
        if (found == newsOf.end()) {
            continue;
        }
        for (auto const* one : found->second) {
            tasks.spawn("warning", sendText(session, give(*this, *session, *one)));
        }
    }
}

void Fleet::State::sendWarningsAgain() {
    auto const now = clock.now();
    std::vector<std::pair<Instant, SessionPtr>> owing;
    for (auto const& session : sessions) {
        forgetOver(*session, now);
        auto const since =
            takes(*session) && !session->copy ? owingSince(*session, now) : Instant::max();
        if (since != Instant::max()) {
            owing.emplace_back(since, session);
        }
    }
    std::stable_sort(owing.begin(), owing.end(),
                     [](auto const& a, auto const& b) { return a.first < b.first; });
    owing.resize(std::min(owing.size(), kMostAgain));
    for (auto const& [since, session] : owing) {
        tasks.spawn("warning-again", session->untold ? offerWarnings(shared_from_this(), session)
                                                     : offerAgain(shared_from_this(), session));
    }
}

void Fleet::warningsFrom(WarningsFor warningsFor) {
    state_->warningsFor = std::move(warningsFor);
}

void Fleet::deliver(std::vector<messages::WarningDelivery> deliveries) {
    auto news = std::make_shared<std::vector<WarningNews>>(newsOf(std::move(deliveries)));
    asio::post(state_->io, [state = state_, news = std::move(news)] {
        if (!state->stopping) {
            state->sendWarnings(*news);
        }
    });
}

void Fleet::redeliver() {
    asio::post(state_->io, [state = state_] {
        if (!state->stopping && state->warningsFor) {
            state->sendWarningsAgain();
        }
    });
}

}  // namespace tocsin::fleet
