// SPDX-License-Identifier: Apache-2.0
// A session's pictures: requests in, one picture at a time out, from the disk until it is
// acknowledged.
#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "link/link_session.hpp"

namespace tocsin::player {
namespace asio = boost::asio;
namespace {

constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);
/// A controller whose disk is full is asked again after so long.
constexpr Milliseconds kPause{300'000};

/// The controller will never take this picture, whenever it is sent.
bool isFinal(std::string const& code) {
    return code == "invalid" || code == "permission" || code == "conflict" || code == "not-found";
}

/// The controller knows no pictures: an older one.
bool isForeign(std::string const& code) {
    return code == "unknown-type" || code == "unexpected";
}

}  // namespace

asio::awaitable<void> LinkSession::takePicture(std::int64_t message,
                                               messages::EvidenceRequest const& request) {
    auto& parts = link_.parts_;
    auto asked = bound_ ? parts.camera.request(request.request)
                        : Result<>(Error{Errc::permission, "this player is not bound to a screen"});
    if (!asked) {
        messages::Refusal refusal{message, "unavailable", asked.error().message};
        co_await send(std::move(refusal));
        co_return;
    }
    parts.log.info("event=evidence-requested request={} reason=\"{}\"", request.request,
                   request.reason);
    evidenceRequests_.emplace_back(request.request, message);
    if (evidenceRequests_.size() > EvidenceCamera::kMostRequests) {
        evidenceRequests_.pop_front();
    }
}

asio::awaitable<void> LinkSession::sendEvidenceRefusals() {
    while (auto refused = link_.parts_.camera.refusal()) {
        auto const asked =
            std::find_if(evidenceRequests_.begin(), evidenceRequests_.end(),
                         [&](auto const& entry) { return entry.first == refused->request; });
        if (asked != evidenceRequests_.end()) {
            messages::Refusal refusal{asked->second, "unavailable", refused->why};
            evidenceRequests_.erase(asked);
            co_await send(std::move(refusal));
        }
    }
}

asio::awaitable<void> LinkSession::sendEvidence() {
    while (!over_) {
        co_await sendEvidenceRefusals();
        auto kept = evidenceSent_ || evidencePaused_ ? std::nullopt : link_.parts_.camera.next();
        if (!kept) {
            evidenceWake_.expires_at(asio::steady_timer::time_point::max());
            co_await evidenceWake_.async_wait(useTuple);
            continue;
        }
        // Known before it leaves: the answer may come back before send() returns.
        evidenceSent_ = EvidenceSent{nextId_, kept->name, messages::sha256(kept->picture.jpeg)};
        messages::EvidencePicture picture = std::move(kept->picture);
        co_await send(std::move(picture));
    }
}

void LinkSession::evidenceStored(messages::EvidenceStored const& stored) {
    if (evidenceSent_ && evidenceSent_->picture == stored.picture) {
        link_.parts_.camera.delivered(evidenceSent_->name);
        evidenceSent_.reset();
        wakeEvidence();
    }
}

void LinkSession::evidenceRefused(messages::Refusal const& refusal) {
    auto& parts = link_.parts_;
    auto const text = refusal.code + ": " + refusal.message;
    if (isFinal(refusal.code)) {
        parts.log.error("event=evidence-refused picture={} action=dropped err=\"{}\"",
                        evidenceSent_->name, text);
        parts.camera.delivered(evidenceSent_->name);
    } else {
        parts.log.warn("event=evidence-refused picture={} action=kept err=\"{}\"",
                       evidenceSent_->name, text);
        evidencePaused_ = true;
        if (!isForeign(refusal.code)) {
            tasks_.spawn("evidence-retry", retryEvidence());
        }
    }
    evidenceSent_.reset();
    wakeEvidence();
}

asio::awaitable<void> LinkSession::retryEvidence() {
    co_await link_.parts_.clock.sleepFor(kPause);
    evidencePaused_ = false;
    wakeEvidence();
}

}  // namespace tocsin::player
