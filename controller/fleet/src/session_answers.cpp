// SPDX-License-Identifier: Apache-2.0
// What a player says once its hello is in, and what it is told.
#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "command_sessions.hpp"
#include "session_talk.hpp"
#include "shot_answers.hpp"
#include "tocsin/session/worker_wait.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "warning_news.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;

asio::awaitable<Result<std::optional<messages::Body>>> handleOnWorker(
    access::MessageHandler const& handler, access::PlayerPrincipal player, messages::Body body) {
    try {
        co_return handler(player, body);
    } catch (Failure const& failure) {
        co_return failure.error();
    }
}

/// Once for each screen, thing, version and reason, within a bound. The version is the one that was
/// sent last, which is ours to know, as a receipt may say anything; what was refused need not be
/// that one, since an offer can be forged on its way.
asio::awaitable<void> tellRefusal(StatePtr state, SessionPtr session, std::string kind,
                                  std::optional<messages::ManifestVersion> sent,
                                  std::string reason) {
    if (!sent) {
        co_return;
    }
    auto const version = std::to_string(sent->generation) + "." + std::to_string(sent->counter);
    auto const about = kind + " " + version + ": " + reason;
    auto const telling = state->refusals.of(*session->screen, about, state->clock.now());
    if (telling == Refusals::Telling::nothing) {
        co_return;
    }
    store::AuditEntry entry{"player " + session->hello.player.fingerprint(), "player.refused",
                            session->screen->str(),
                            "further refusals of this hour are not written down"};
    if (telling == Refusals::Telling::row) {
        entry.detail = kind + ": " + reason + " (last sent: " + version + ")";
    }
    co_await asio::co_spawn(state->workers, recordOnly(state->store, std::move(entry)),
                            session::waitForWorker());
}

asio::awaitable<void> takeReceipt(StatePtr state, SessionPtr session,
                                  messages::CommandReceipt receipt) {
    receipt.reason = shownAsUtf8(receipt.reason);
    {
        std::scoped_lock const lock(state->mutex);
        state->links[*session->screen].commandRefusal = receipt.accepted ? "" : receipt.reason;
    }
    if (receipt.accepted) {
        spdlog::info("command obeyed screen={} command={}", session->screen->str(),
                     receipt.command);
        co_return;
    }
    spdlog::warn("command refused screen={} command={} reason=\"{}\"", session->screen->str(),
                 receipt.command, receipt.reason);
    co_await tellRefusal(state, session, "command", session->ordered, receipt.reason);
}

asio::awaitable<void> takeReceipt(StatePtr state, SessionPtr session,
                                  messages::ManifestReceipt receipt) {
    receipt.reason = shownAsUtf8(receipt.reason);
    {
        std::scoped_lock const lock(state->mutex);
        state->links[*session->screen].lastRefusal = receipt.accepted ? "" : receipt.reason;
    }
    if (receipt.accepted) {
        co_return;
    }
    spdlog::warn("manifest refused screen={} version={}.{} reason=\"{}\"", session->screen->str(),
                 receipt.version.generation, receipt.version.counter, receipt.reason);
    co_await tellRefusal(state, session, "manifest", session->offered, receipt.reason);
}

void takeSpareReport(Fleet::State& state, PlayerSession const& session,
                     messages::SpareReport const& report) {
    if (session.spare && !session.copy) {
        std::scoped_lock const lock(state.mutex);
        state.spareReports[session.hello.player] = report;
    }
}

/// Plays and pictures of a copied key are believed of the player that was there before; the others
/// stay where they are until people have said which one is to go. Reports and receipts count of
/// that one alone, so that a screen has one state.
asio::awaitable<void> answerCopy(SessionPtr session, messages::Message message) {
    bool const isProof = std::holds_alternative<messages::Plays>(message.body) ||
                         std::holds_alternative<messages::EvidencePicture>(message.body);
    if (isProof) {
        co_await refuse(session, message.id, "cloned",
                        "another player with the same key is connected, so this one's plays are "
                        "not taken; they stay here until one of the two is revoked");
    }
}

/// Once a player: a chain that forked forks again with each batch.
asio::awaitable<void> tellFork(StatePtr state, SessionPtr session, std::string reason) {
    auto const player = session->hello.player.fingerprint();
    if (state->refusals.isNew(*session->screen, "fork of " + player)) {
        spdlog::error("event=forked-chain screen={} player={} err=\"{}\"", session->screen->str(),
                      player, reason);
        store::AuditEntry entry{"player " + player, "player.forked", session->screen->str(),
                                std::move(reason)};
        co_await asio::co_spawn(state->workers, recordOnly(state->store, std::move(entry)),
                                session::waitForWorker());
    }
}

asio::awaitable<void> tellRefused(SessionPtr session, std::int64_t message, std::string_view type,
                                  Error why) {
    spdlog::warn("message refused screen={} type={} err=\"{}\"", session->screen->str(), type,
                 why.message);
    co_await refuse(session, message, std::string(wireCode(why)), why.message);
}

/// The warning and the revision that a message answers for, whether it was taken or refused.
std::optional<std::pair<std::string, std::int64_t>> answeredWarning(messages::Body const& body) {
    auto const* receipt = std::get_if<messages::WarningReceipt>(&body);
    if (receipt == nullptr || (!receipt->verified && receipt->reason.empty())) {
        return std::nullopt;
    }
    return std::pair(receipt->warning, receipt->revision);
}

asio::awaitable<void> storeOnWorker(std::function<void()> store) {
    store();
    co_return;
}

asio::awaitable<void> store(StatePtr state, std::function<void()> store) {
    co_await asio::co_spawn(state->workers, storeOnWorker(std::move(store)),
                            session::waitForWorker());
}

/// Nothing if it was taken.
std::optional<Error> collect(StatePtr const& state, PlayerSession& session,
                             access::MessageCollector const& collector,
                             messages::Body const& body) {
    auto const taken = collector.take({session.hello.player, *session.screen}, body);
    if (!taken) {
        return taken.error();
    }
    if (*taken) {
        state->tasks.spawn("collected", store(state, collector.store));
    }
    if (auto const answered = answeredWarning(body)) {
        noteAnswered(session, answered->first, answered->second);
    }
    return std::nullopt;
}

}  // namespace

asio::awaitable<void> answer(StatePtr state, SessionPtr session, messages::Message message,
                             Instant received) {
    if (auto const* clock = std::get_if<messages::ClockRequest>(&message.body)) {
        messages::Body reply = messages::ClockReply{clock->t1, received, state->clock.now()};
        (void)co_await sendBody(session, std::move(reply));
        co_return;
    }
    if (auto const* reply = std::get_if<messages::ProbeReply>(&message.body)) {
        answeredProbe(*session, reply->probe);
        co_return;
    }
    if (auto const* refusal = std::get_if<messages::Refusal>(&message.body)) {
        answeredProbe(*session, refusal->replyTo);  // a player from before there were probes
    }
    if (auto const* report = std::get_if<messages::SpareReport>(&message.body)) {
        takeSpareReport(*state, *session, *report);
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
    if (session->copy) {
        co_await answerCopy(session, std::move(message));
        co_return;
    }
    if (auto* status = std::get_if<messages::Status>(&message.body)) {
        lookAtReport(state, session, *status);
        std::scoped_lock const lock(state->mutex);
        state->links[*session->screen].status = std::move(*status);
        co_return;
    }
    if (auto const* receipt = std::get_if<messages::ManifestReceipt>(&message.body)) {
        co_await takeReceipt(state, session, *receipt);
        co_return;
    }
    if (auto const* obeyed = std::get_if<messages::CommandReceipt>(&message.body)) {
        co_await takeReceipt(state, session, *obeyed);
        co_return;
    }
    if (auto const* told = std::get_if<messages::InstructionReceipt>(&message.body)) {
        co_await takeInstructionReceipt(state, session, *told);
        co_return;
    }
    if (auto const* refusal = std::get_if<messages::Refusal>(&message.body)) {
        if (refusedInstruction(state, session, *refusal) ||
            refusedShot(*state, *session, *refusal)) {
            co_return;
        }
    }
    bool const isPicture = std::holds_alternative<messages::EvidencePicture>(message.body);
    auto const type = messages::typeName(message.body);
    if (auto const collector = state->collectors.find(type); collector != state->collectors.end()) {
        if (auto const refused = collect(state, *session, collector->second, message.body)) {
            co_await tellRefused(session, message.id, type, *refused);
        }
        co_return;
    }
    auto const handler = state->handlers.find(type);
    if (handler == state->handlers.end()) {
        co_await refuse(session, message.id, "unexpected",
                        "the controller takes no messages of this type");
        co_return;
    }
    access::PlayerPrincipal const player{session->hello.player, *session->screen};
    auto reply = co_await asio::co_spawn(
        state->workers, handleOnWorker(handler->second, player, std::move(message.body)),
        session::waitForWorker());
    if (isPicture) {
        settleShots(*state, *session, reply);
    }
    if (!reply) {
        if (wireCode(reply.error()) == "forked") {
            co_await tellFork(state, session, reply.error().message);
        }
        co_await tellRefused(session, message.id, type, reply.error());
    } else if (*reply) {
        (void)co_await sendBody(session, std::move(**reply));
    }
}

}  // namespace tocsin::fleet
