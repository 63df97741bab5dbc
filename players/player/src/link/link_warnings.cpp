// SPDX-License-Identifier: Apache-2.0
// A session's warnings: deliveries in, receipts out as soon as there is something to tell.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "link/link_session.hpp"

namespace tocsin::player {
namespace asio = boost::asio;
namespace {

constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

void LinkSession::wakeWarnings() {
    if (bound_) {
        warningsWake_.cancel();
    } else {
        link_.parts_.warnings.keep();  // nobody is there to be told
    }
}

asio::awaitable<void> LinkSession::takeWarning(std::int64_t message,
                                               messages::WarningDelivery const& delivery) {
    auto& parts = link_.parts_;
    if (!bound_) {
        messages::Refusal refusal{message, "unbound", "this player is not bound to a screen"};
        co_await send(std::move(refusal));
        co_return;
    }
    auto receipt = parts.warnings.offer(delivery, link_.bond_->screen, parts.fleet.now());
    if (receipt.warning.empty()) {  // nobody could say whose receipt it is
        messages::Refusal refusal{message, "invalid", receipt.reason};
        co_await send(std::move(refusal));
        co_return;
    }
    co_await send(std::move(receipt));
}

/// Those of a manifest that was accepted.
void LinkSession::takeEmbedded() {
    auto& parts = link_.parts_;
    auto const plan = parts.plans.plan();
    if (auto const& manifest = plan->manifest()) {
        parts.warnings.embedded(manifest->warnings, link_.bond_->screen, parts.fleet.now());
    }
}

asio::awaitable<void> LinkSession::sendWarnings() {
    auto& warnings = link_.parts_.warnings;
    while (!over_) {
        auto receipt = warnings.nextReceipt();
        if (!receipt) {
            warnings.keep();
            warningsWake_.expires_at(asio::steady_timer::time_point::max());
            co_await warningsWake_.async_wait(useTuple);
            continue;
        }
        messages::Body body = std::move(*receipt);
        co_await send(std::move(body));
    }
}

}  // namespace tocsin::player
