// SPDX-License-Identifier: Apache-2.0
#include "session_talk.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "tocsin/session/worker_wait.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;

asio::awaitable<Result<SealedCommand>> revokeOnWorker(StatePtr state,
                                                      store::Revocation revocation) {
    co_return state->orders.revoke(revocation);
}

}  // namespace

std::string_view wireCode(Error const& error) {
    for (std::string_view const word : {"ledger-conflict", "forked"}) {
        if (error.message.starts_with(word)) {
            return word;
        }
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

asio::awaitable<void> sendAndClose(SessionPtr session, std::string code, std::string message) {
    auto const replyTo = session->screen ? 0 : session->helloId;
    co_await refuse(session, replyTo, std::move(code), std::move(message));
    co_await session->channel->close(session::CloseReason::policy);
}

asio::awaitable<void> startOver(SessionPtr session) {
    session->closing = true;
    if (session->verdict) {
        session->verdict->cancel();  // whoever waits for its answer need not
    }
    co_await session->channel->close(session::CloseReason::serviceRestart);
}

asio::awaitable<void> recordOnly(store::Store& store, store::AuditEntry entry) {
    auto const nothing = [](store::Tx&) { return Result<>(); };
    if (auto const written = store.write(nothing, entry); !written) {
        spdlog::error("not recorded action={} subject={} err=\"{}\"", entry.action, entry.subject,
                      written.error().message);
    }
    co_return;
}

/// Without the command, which cannot be signed just now, the player is sent away all the same, and
/// gets it when it comes again.
asio::awaitable<void> sendRevocation(StatePtr state, SessionPtr session,
                                     store::Revocation revocation) {
    spdlog::warn("event=player-revoked screen={} player={} peer={}", revocation.screen.str(),
                 revocation.player.fingerprint(), session->channel->peer());
    auto command = co_await asio::co_spawn(state->workers, revokeOnWorker(state, revocation),
                                           session::waitForWorker());
    if (command) {
        messages::Body body = messages::CommandOffer{command->envelope};
        (void)co_await sendBody(session, std::move(body));
    } else {
        spdlog::error("revocation not signed player={} err=\"{}\"", revocation.player.fingerprint(),
                      command.error().message);
    }
    std::string why = "this player's key was revoked by " + revocation.who + " at " +
                      formatInstant(revocation.at) +
                      (revocation.reason.empty() ? "" : ": " + revocation.reason) +
                      "; it makes itself another key and shows a code. If it does not, empty its "
                      "data directory";
    co_await sendAndClose(session, "revoked", std::move(why));
}

}  // namespace tocsin::fleet
