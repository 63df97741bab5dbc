// SPDX-License-Identifier: Apache-2.0
// One session with the controller, from the challenge to the close.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <utility>

#include "link/link.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/session/channel.hpp"

namespace tocsin::player {

/// Lives on the link's thread, inside Link::run().
class LinkSession {
public:
    LinkSession(Link& link, std::unique_ptr<session::Channel> channel);
    ~LinkSession();
    /// Returns when the session is over and all its tasks have ended.
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<void> close();
    void wakeStatus();
    void wakePlays();
    void wakeEvidence();
    void wakeWarnings();
    void wakeInstructions();
    /// How long it was bound; zero if never.
    [[nodiscard]] Milliseconds lasted() const;

private:
    using Awaitable = boost::asio::awaitable<void>;
    boost::asio::awaitable<bool> greet();
    Awaitable refuseController(std::int64_t challenge, Error error);
    void takeUp(Trust trust);
    void keepBond();
    boost::asio::awaitable<std::int64_t> send(messages::Body body);
    Awaitable answer(std::string text);
    Awaitable handle(messages::Message message);
    Awaitable pollStatus();
    Awaitable sendStatus();
    Awaitable keepTime();
    Awaitable sendPlays();
    Awaitable sendEvidence();
    Awaitable sendEvidenceRefusals();
    Awaitable retryEvidence();
    Awaitable takeWarning(std::int64_t message, messages::WarningDelivery const& delivery);
    void takeEmbedded();
    Awaitable sendWarnings();
    Awaitable takeInstruction(std::int64_t message, messages::InstructionOffer offer);
    Awaitable takeDeferred();
    Awaitable sendInstructions();
    Awaitable takePicture(std::int64_t message, messages::EvidenceRequest const& request);
    void evidenceStored(messages::EvidenceStored const& stored);
    void evidenceRefused(messages::Refusal const& refusal);
    Awaitable expireCode();
    void pinAuthority();
    void welcome(messages::Welcome const& welcome);
    void pending();
    void spare(messages::SpareList const& list);
    Awaitable reportSpare();
    [[nodiscard]] std::string heldReceipt(std::string const& text);
    Awaitable obey(messages::CommandOffer const& offer);
    [[nodiscard]] bool wantsCode() const;
    [[nodiscard]] bool refused(messages::Refusal const& refusal);
    void clockReply(messages::ClockReply const& reply);
    void keepClock();
    bool wallClockHeld();
    messages::Hello hello(messages::Challenge const& challenge);

    Link& link_;
    std::unique_ptr<session::Channel> channel_;
    session::TaskGroup tasks_;
    boost::asio::steady_timer statusWake_, playsWake_, clockWake_, evidenceWake_, warningsWake_,
        instructionsWake_;
    Trust trust_;
    std::int64_t nextId_ = 1;
    std::int64_t helloId_ = 0;
    bool bound_ = false, statusDue_ = true, over_ = false, clockReplied_ = false;
    std::int64_t boundAtMs_ = 0;
    std::deque<std::int64_t> playsIds_;
    /// The picture that is on its way.
    struct EvidenceSent {
        std::int64_t message;
        std::string name;
        Digest picture;
    };
    std::optional<EvidenceSent> evidenceSent_;
    bool spare_ = false;           ///< and reports how far it has come
    bool evidencePaused_ = false;  ///< the controller takes none now
    std::deque<std::pair<std::string, std::int64_t>>
        evidenceRequests_;               ///< request → message that is to be refused if need be
    std::optional<Instant> clockAsked_;  ///< t1 of the round that is on
    /// Came before it was known what time it is; message → instruction.
    std::deque<std::pair<std::int64_t, messages::InstructionOffer>> deferred_;
};

}  // namespace tocsin::player
