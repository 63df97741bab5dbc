// SPDX-License-Identifier: Apache-2.0
#include "tocsin/warnings/warnings.hpp"

#include <spdlog/spdlog.h>

#include "routes.hpp"
#include "state.hpp"

namespace tocsin::warnings {
namespace {

Result<bool> takeReceipt(Warnings::State& state, access::PlayerPrincipal const& who,
                         messages::Body const& body) {
    auto const* receipt = std::get_if<messages::WarningReceipt>(&body);
    if (receipt == nullptr) {
        return Error{Errc::invalid, "a message of type " + std::string(messages::typeName(body)) +
                                        " is no receipt of a warning"};
    }
    if (!receipt->reason.empty()) {
        spdlog::warn("warning refused screen={} warning={} revision={} why=\"{}\"",
                     who.screen.str(), receipt->warning, receipt->revision, receipt->reason);
    }
    return state.receipts.take(who.screen, *receipt);
}

}  // namespace

Warnings::Warnings(store::Store& store, keys::Signer const& signer, std::function<Instant()> now,
                   WarningSettings settings)
    : state_(std::make_shared<State>(store, signer, std::move(now), std::move(settings))) {}

Warnings::~Warnings() = default;

void Warnings::onSigned(std::function<void(std::vector<Addressed>)> listener) {
    std::lock_guard const lock(state_->changing);
    state_->listener = std::move(listener);
}

void Warnings::askOnline(std::function<bool(ScreenId const&)> isOnline) {
    state_->isOnline = std::move(isOnline);
}

Result<std::vector<messages::WarningDelivery>> Warnings::deliveriesFor(
    ScreenId const& screen) const {
    std::vector<messages::WarningDelivery> out;
    auto const looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        out = tx.warnings().deliveries(screen, state_->now());
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

Result<> Warnings::takeCap(std::string const& xml, std::string const& from) {
    CapSource source;
    source.from = from;
    auto const taken = state_->takeCap(xml, source);
    if (!taken) {
        return taken.error();
    }
    return taken->turnedAway ? Result<>(Error{Errc::invalid, taken->refusal}) : Result<>();
}

Result<> Warnings::sweep() {
    {
        std::lock_guard const lock(state_->changing);
        if (auto done = state_->expireDue(); !done) {
            return done;
        }
        if (auto done = state_->renewDue(); !done) {
            return done;
        }
        if (auto done = state_->lookForNewScreens(); !done) {
            return done;
        }
    }
    return state_->settleRest();
}

access::MessageCollectors Warnings::messageCollectors() {
    access::MessageCollectors out;
    access::MessageCollector receipts;
    receipts.take = [state = state_](access::PlayerPrincipal const& who,
                                     messages::Body const& body) {
        return takeReceipt(*state, who, body);
    };
    receipts.store = [state = state_] { state->receipts.storeAll(); };
    out.emplace("warning_receipt", std::move(receipts));
    return out;
}

access::Routes Warnings::routes() {
    auto out = warningRoutes(state_);
    auto cap = capRoutes(state_);
    out.insert(out.end(), std::make_move_iterator(cap.begin()), std::make_move_iterator(cap.end()));
    return out;
}

}  // namespace tocsin::warnings
