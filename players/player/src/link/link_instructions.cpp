// SPDX-License-Identifier: Apache-2.0
// A session's instructions: offers in, receipts out as soon as there is something to tell.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "link/link_session.hpp"

namespace tocsin::player {
namespace asio = boost::asio;
namespace {

constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMostDeferred = 50;

}  // namespace

void LinkSession::wakeInstructions() {
    instructionsWake_.cancel();
}

asio::awaitable<void> LinkSession::takeInstruction(std::int64_t message,
                                                   messages::InstructionOffer offer) {
    auto& parts = link_.parts_;
    if (!bound_) {
        messages::Refusal refusal{message, "unbound", "this player is not bound to a screen"};
        co_await send(std::move(refusal));
        co_return;
    }
    // Whether it has expired cannot be said before the controller has told the time; it does so in
    // the session's first second.
    if (parts.fleet.reading().state == messages::ClockState::unset) {
        if (deferred_.size() < kMostDeferred) {
            deferred_.emplace_back(message, std::move(offer));
        }
        co_return;
    }
    InstructionGate const gate{trust_, link_.bond_->screen, parts.fleet.now()};
    auto receipt = parts.instructions->offer(offer.envelope, gate);
    if (receipt.instruction.empty()) {  // nobody could say whose receipt it is
        messages::Refusal refusal{message, "invalid", receipt.detail};
        co_await send(std::move(refusal));
        co_return;
    }
    co_await send(std::move(receipt));
}

asio::awaitable<void> LinkSession::takeDeferred() {
    while (!deferred_.empty()) {
        auto next = std::move(deferred_.front());
        deferred_.pop_front();
        co_await takeInstruction(next.first, std::move(next.second));
    }
}

asio::awaitable<void> LinkSession::sendInstructions() {
    auto& instructions = *link_.parts_.instructions;
    while (!over_) {
        auto receipt = instructions.nextReceipt();
        if (!receipt) {
            instructionsWake_.expires_at(asio::steady_timer::time_point::max());
            co_await instructionsWake_.async_wait(useTuple);
            continue;
        }
        messages::Body body = std::move(*receipt);
        co_await send(std::move(body));
    }
}

}  // namespace tocsin::player
