// SPDX-License-Identifier: Apache-2.0
// Challenge, hello, then status, time, plays and manifests side by side.
#include "link/link_session.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "tocsin/messages/command.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/signed_text.hpp"

namespace tocsin::player {
namespace asio = boost::asio;
namespace {

constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);
constexpr int kQuickRounds = 8;
constexpr Milliseconds kQuick{50};
constexpr Milliseconds kCalm{5'000};
constexpr std::chrono::seconds kClockPatience{2};
constexpr Milliseconds kKeepClockEvery{600'000}, kKeepClockAt{5};
constexpr Milliseconds kStatusEvery{1'000};
constexpr Milliseconds kCodeLasts{600'000};
constexpr std::size_t kPlaysRemembered = 16;
constexpr Milliseconds kSpareReportEvery{2'000};

/// Only what is to be done first is asked of it; it is believed by its signature.
bool isRevocation(std::string const& text) {
    auto const envelope = messages::parseEnvelope(text);
    auto const command =
        envelope ? messages::parseCommand(envelope->payload) : Result<messages::Command>(Error{});
    return command && command->action == messages::CommandAction::revoke;
}

}  // namespace

LinkSession::LinkSession(Link& link, std::unique_ptr<session::Channel> channel)
    : link_(link),
      channel_(std::move(channel)),
      tasks_(link.io_.get_executor(),
             [&log = link.parts_.log](std::string const& name, std::string const& what) {
                 log.error("event=task-failed task={} err=\"{}\"", name, what);
             }),
      statusWake_(link.io_, asio::steady_timer::time_point::max()),
      playsWake_(link.io_, asio::steady_timer::time_point::max()),
      clockWake_(link.io_, asio::steady_timer::time_point::max()),
      evidenceWake_(link.io_, asio::steady_timer::time_point::max()),
      warningsWake_(link.io_, asio::steady_timer::time_point::max()),
      instructionsWake_(link.io_, asio::steady_timer::time_point::max()) {}

LinkSession::~LinkSession() = default;

Milliseconds LinkSession::lasted() const {
    return bound_ ? Milliseconds(link_.parts_.clock.monotonicMs() - boundAtMs_) : Milliseconds{0};
}

void LinkSession::wakeStatus() {
    statusDue_ = true;
    statusWake_.cancel();
}

void LinkSession::wakePlays() {
    playsWake_.cancel();
}

void LinkSession::wakeEvidence() {
    evidenceWake_.cancel();
}

asio::awaitable<void> LinkSession::close() {
    over_ = true;
    co_await channel_->close(session::CloseReason::normal);
}

/// Sends and returns the message's id; 0 if it could not be sent, which ends the session at the
/// reader.
asio::awaitable<std::int64_t> LinkSession::send(messages::Body body) {
    auto const id = nextId_++;
    auto text = messages::encode({id, std::move(body)});
    auto const sent = co_await channel_->send(std::move(text));
    co_return sent ? id : 0;
}

/// Nothing else says which screen is this player's.
bool LinkSession::wantsCode() const {
    bool const hasToken = !link_.parts_.options.token.empty() && !link_.tokenIsDead_;
    return (!link_.bond_ && !hasToken) || link_.needCode_;
}

messages::Hello LinkSession::hello(messages::Challenge const& challenge) {
    auto const& parts = link_.parts_;
    messages::Hello out;
    out.software = std::string("tocsin-player ") + TOCSIN_VERSION;
    out.player = parts.key.publicKey();
    out.proof = parts.key.sign(messages::helloBytes(challenge.nonce, challenge.controller));
    out.token = link_.bond_ || link_.tokenIsDead_ ? "" : parts.options.token;
    out.pairingCode = wantsCode() ? link_.code() : "";
    out.width = parts.options.size.width;
    out.height = parts.options.size.height;
    out.fpsNum = static_cast<int>(parts.options.rate.num);
    out.fpsDen = static_cast<int>(parts.options.rate.den);
    out.boot = parts.boot;
    out.have = parts.plans.version();
    out.order = parts.orders.version();
    out.decodeRate = parts.decodeRate;
    return out;
}

/// True: the controller is the right one and has our hello.
asio::awaitable<bool> LinkSession::greet() {
    auto& parts = link_.parts_;
    auto const first = co_await channel_->receive();
    if (!first) {
        parts.log.warn("event=session-failed err=\"{}\"", first.error().message);
        co_return false;
    }
    auto const message = messages::decode(*first);
    auto const* challenge = message ? std::get_if<messages::Challenge>(&message->body) : nullptr;
    if (challenge == nullptr) {
        std::string const why =
            message ? std::string(messages::typeName(message->body)) : message.error().message;
        parts.log.warn("event=session-failed err=\"no challenge but {}\"", why);
        co_return false;
    }
    Acquaintance known{{}, parts.options.token, channel_->nonce()};
    if (link_.bond_) {
        known.trust = link_.bond_->trust;
    }
    auto judged = judgeChallenge(*challenge, known);
    if (!judged) {
        co_await refuseController(message->id, judged.error());
        co_return false;
    }
    if (auto const authority = judgeAuthority(judged->set.tlsAuthority, channel_->peerAuthority());
        !authority) {
        if (parts.findings.set("authority", authority.error().message)) {
            parts.log.error("event=controller-refused err=\"{}\"", authority.error().message);
        }
        co_return false;
    }
    parts.findings.clear("authority");
    takeUp(std::move(*judged));
    helloId_ = co_await send(hello(*challenge));
    co_return helloId_ != 0;
}

/// Only a controller that the root knows is told why: an impostor learns nothing.
asio::awaitable<void> LinkSession::refuseController(std::int64_t challenge, Error error) {
    auto& parts = link_.parts_;
    if (parts.findings.set("pin", error.message)) {
        parts.log.error("event=controller-refused err=\"{}\"", error.message);
    }
    if (error.code == Errc::conflict) {
        messages::Refusal refusal{challenge, "rolled-back", std::move(error.message)};
        co_await send(std::move(refusal));
    }
}

/// What the root has sealed holds from now on, also if this session comes to nothing.
void LinkSession::takeUp(Trust trust) {
    auto& parts = link_.parts_;
    parts.findings.clear("pin");
    trust_ = std::move(trust);
    if (!link_.bond_ || link_.bond_->trust == trust_) {
        return;
    }
    parts.log.info("event=keys-accepted generation={} root={}", trust_.set.generation,
                   trust_.set.root.fingerprint());
    link_.bond_->trust = trust_;
    keepBond();
    parts.plans.trust(trust_);
    parts.orders.trust(trust_);
    parts.warnings.trust(trust_);
}

void LinkSession::keepBond() {
    auto& parts = link_.parts_;
    if (auto done = saveBond(parts.bondFile, *link_.bond_); !done) {
        parts.findings.set("bond", done.error().message);
        parts.log.error("event=pin-not-saved err=\"{}\"", done.error().message);
    } else {
        parts.findings.clear("bond");
    }
}

asio::awaitable<void> LinkSession::run() {
    bool const greeted = co_await greet();
    while (greeted) {
        auto text = co_await channel_->receive();
        if (!text) {
            if (!over_) {
                link_.parts_.log.warn("event=session-ended err=\"{}\"", text.error().message);
            }
            break;
        }
        co_await answer(std::move(*text));
    }
    over_ = true;
    tasks_.close();
    tasks_.cancel(asio::cancellation_type::terminal);
    co_await channel_->close(session::CloseReason::normal);
    co_await tasks_.join();
}

asio::awaitable<void> LinkSession::answer(std::string text) {
    auto message = messages::decode(text);
    if (!message) {
        link_.parts_.log.warn("event=message-invalid err=\"{}\"", message.error().message);
        messages::Refusal refusal{messages::idOf(text), "invalid", message.error().message};
        co_await send(std::move(refusal));
        co_return;
    }
    co_await handle(std::move(*message));
}

asio::awaitable<void> LinkSession::handle(messages::Message message) {
    auto& parts = link_.parts_;
    if (auto const* reply = std::get_if<messages::ClockReply>(&message.body)) {
        clockReply(*reply);
    } else if (auto const* offer = std::get_if<messages::ManifestOffer>(&message.body)) {
        auto const screen = link_.bond_ ? link_.bond_->screen : ScreenId();
        messages::ManifestReceipt receipt;
        if (bound_) {
            receipt = parts.plans.offer(offer->envelope, screen, parts.fleet.now());
        } else {
            receipt.reason = "this player is not bound to a screen";
        }
        bool const accepted = receipt.accepted;
        co_await send(std::move(receipt));
        if (accepted) {
            takeEmbedded();
        }
        wakeStatus();
    } else if (auto const* raised = std::get_if<messages::WarningOffer>(&message.body)) {
        co_await takeWarning(message.id, raised->delivery);
    } else if (auto const* command = std::get_if<messages::CommandOffer>(&message.body)) {
        co_await obey(*command);
    } else if (auto const* instruction = std::get_if<messages::InstructionOffer>(&message.body);
               instruction != nullptr && parts.instructions != nullptr) {
        co_await takeInstruction(message.id, *instruction);
    } else if (std::holds_alternative<messages::Probe>(message.body)) {
        messages::ProbeReply const alive{message.id};
        co_await send(alive);
    } else if (auto const* list = std::get_if<messages::SpareList>(&message.body)) {
        spare(*list);
    } else if (auto const* stored = std::get_if<messages::PlaysStored>(&message.body)) {
        parts.journal.stored({stored->epoch, stored->batch, stored->sequence},
                             heldReceipt(stored->receipt));
    } else if (auto const* asked = std::get_if<messages::EvidenceRequest>(&message.body)) {
        co_await takePicture(message.id, *asked);
    } else if (auto const* kept = std::get_if<messages::EvidenceStored>(&message.body)) {
        evidenceStored(*kept);
    } else if (auto const* hail = std::get_if<messages::Welcome>(&message.body)) {
        welcome(*hail);
    } else if (std::holds_alternative<messages::Pending>(message.body)) {
        pending();
    } else if (auto const* refusal = std::get_if<messages::Refusal>(&message.body)) {
        if (refused(*refusal)) {
            co_await close();
        }
    } else {
        messages::Refusal answer{
            message.id, "unknown-type",
            "this player does not know " + std::string(messages::typeName(message.body))};
        co_await send(std::move(answer));
    }
}

/// The receipt if the ledger's key has signed it. One that does not hold loses no row: the mark
/// counts all the same. It is a finding only where it says to be this key's, because a receipt from
/// before the ledger's key was changed is signed by another one.
std::string LinkSession::heldReceipt(std::string const& text) {
    auto& parts = link_.parts_;
    constexpr auto kRole = messages::SigningRole::ledger;
    if (text.empty() || !trust_.set.has(kRole)) {
        return {};
    }
    std::string_view rest = text;
    auto const receipt = messages::takeSignedText(rest);
    auto const& ledger = trust_.set.key(kRole);
    if (!receipt || receipt->signer != ledger.fingerprint()) {
        parts.log.info("event=receipt-passed-over signer={}",
                       receipt ? receipt->signer : std::string("unreadable"));
        return {};
    }
    auto const held = messages::checkSigned(*receipt, messages::kReceiptKind, ledger);
    if (!held) {
        auto const why =
            "the controller's receipt for plays does not hold: " + held.error().message;
        if (parts.findings.set("receipt-signature", why)) {
            parts.log.warn("event=receipt-refused err=\"{}\"", why);
        }
        return {};
    }
    parts.findings.clear("receipt-signature");
    return text;
}

/// A revocation also before the welcome, which will not come.
asio::awaitable<void> LinkSession::obey(messages::CommandOffer const& offer) {
    auto& parts = link_.parts_;
    bool const revokes = isRevocation(offer.envelope);
    messages::CommandReceipt receipt;
    if (link_.bond_ && (bound_ || revokes)) {
        parts.orders.trust(trust_);
        receipt = parts.orders.offer(offer.envelope, link_.bond_->screen, parts.fleet.now());
    } else {
        receipt.reason = "this player is not bound to a screen";
    }
    bool const ends = revokes && receipt.accepted;
    co_await send(std::move(receipt));
    wakeStatus();
    if (ends && parts.revoked) {
        parts.revoked();
    }
}

/// Before the bond is kept: one without the other would be bound to nobody's certificate.
void LinkSession::pinAuthority() {
    auto& parts = link_.parts_;
    auto const shown = channel_->peerAuthority();
    if (!shown || parts.authority.isPinned()) {
        return;
    }
    auto const fingerprint = session::fingerprintOf(shown->digest);
    if (auto const kept = parts.authority.pin(*shown); !kept) {
        parts.findings.set("authority-kept", kept.error().message);
        parts.log.error("event=authority-not-saved err=\"{}\"", kept.error().message);
    }
    parts.log.info("event=authority-pinned fingerprint={}", fingerprint);
}

void LinkSession::welcome(messages::Welcome const& hail) {
    auto& parts = link_.parts_;
    pinAuthority();
    Bond const bond{trust_, hail.screen, hail.screenName};
    if (link_.bond_ != bond) {
        link_.bond_ = bond;
        keepBond();
        parts.log.info("event=bound screen={} root={}", hail.screen.str(),
                       trust_.set.root.fingerprint());
    }
    parts.plans.trust(trust_);
    parts.orders.trust(trust_);
    parts.warnings.trust(trust_);
    link_.needCode_ = false;
    parts.findings.clear("hello");
    parts.plans.bindTo(hail.screen);
    parts.orders.bindTo(hail.screen);
    parts.warnings.bindTo(hail.screen);
    parts.camera.bindTo(hail.screen);
    if (parts.instructions != nullptr) {
        parts.instructions->bindTo(hail.screen);
    }
    spare_ = false;
    if (parts.ticket) {
        parts.ticket(hail.ticket);
    }
    parts.bound(bond);
    parts.showCode("", "");
    parts.journal.sessionBegan({hail.epoch, hail.batch, hail.acknowledged, hail.header});
    if (bound_) {
        return;
    }
    bound_ = true;
    boundAtMs_ = parts.clock.monotonicMs();
    parts.log.info("event=session-began screen={} peer={}", hail.screen.str(), channel_->peer());
    tasks_.spawn("status-poll", pollStatus());
    tasks_.spawn("status", sendStatus());
    tasks_.spawn("clock", keepTime());
    tasks_.spawn("plays", sendPlays());
    tasks_.spawn("evidence", sendEvidence());
    parts.warnings.tellAgain(parts.fleet.now());
    tasks_.spawn("warnings", sendWarnings());
    if (parts.instructions != nullptr) {
        parts.instructions->tellAgain();
        tasks_.spawn("instructions", sendInstructions());
    }
}

void LinkSession::pending() {
    auto& parts = link_.parts_;
    bool const sentCode = wantsCode();
    if (!sentCode) {
        // The controller does not know this player (any more): come back with a code.
        link_.needCode_ = true;
        link_.retryAtOnce_ = true;
        tasks_.spawn("close", close());
        return;
    }
    auto const root = trust_.set.root.fingerprint();
    parts.log.info("event=pairing-code code={} root={}", link_.code_, root);
    parts.showCode(link_.code_, root);
    tasks_.spawn("code", expireCode());
}

/// The controller says again what is to be loaded whenever that changes; an empty list with no
/// ticket: this player is no spare any more.
void LinkSession::spare(messages::SpareList const& list) {
    auto& parts = link_.parts_;
    if (bound_) {
        return;
    }
    bool const is = !list.ticket.empty();
    parts.log.info("event=spare is={} files={}", is, list.files.size());
    if (parts.ticket) {
        parts.ticket(list.ticket);
    }
    std::vector<Plan::Want> wants;
    for (auto const& file : list.files) {
        wants.push_back({file.digest, file.bytes, file.name, false});
    }
    parts.plans.preload(std::move(wants));
    if (parts.showSpare) {
        parts.showSpare(is);
    }
    if (is && !std::exchange(spare_, true)) {
        tasks_.spawn("spare", reportSpare());
    }
    spare_ = is;
}

asio::awaitable<void> LinkSession::reportSpare() {
    std::optional<messages::SpareReport> told;
    while (!over_ && spare_ && !bound_) {
        messages::SpareReport report;
        for (auto const& need : link_.parts_.plans.plan()->needs(link_.parts_.fleet.now())) {
            ++report.wanted;
            report.here += need.here ? 1 : 0;
        }
        if (told != report) {
            told = report;
            co_await send(report);
        }
        co_await link_.parts_.clock.sleepFor(kSpareReportEvery);
    }
}

asio::awaitable<void> LinkSession::expireCode() {
    co_await link_.parts_.clock.sleepFor(kCodeLasts);
    if (!bound_) {
        link_.retryAtOnce_ = true;
        link_.code_.clear();
        co_await close();
    }
}

/// True: the session is of no more use and shall be closed.
bool LinkSession::refused(messages::Refusal const& refusal) {
    auto& parts = link_.parts_;
    auto const text = refusal.code + ": " + refusal.message;
    if (std::find(playsIds_.begin(), playsIds_.end(), refusal.replyTo) != playsIds_.end()) {
        parts.journal.refused(refusal.code, refusal.message);
        // A conflict needs people, and the screen stays in sight meanwhile. Whatever else keeps the
        // ledger from storing may pass: the next session, after the back-off, sends the batch
        // again.
        return refusal.code != "ledger-conflict" && refusal.code != "forked" &&
               refusal.code != "cloned";
    }
    if (refusal.replyTo == helloId_ && !bound_) {
        if (refusal.code == "code-in-use") {
            link_.code_.clear();  // the next session makes another
        }
        if (refusal.code == "permission" && !link_.bond_ && !wantsCode()) {
            link_.tokenIsDead_ = true;  // whoever stands before the screen can pair it all the same
            link_.retryAtOnce_ = true;
        }
        if (parts.findings.set("hello", "the controller refused this player: " + text)) {
            parts.log.error("event=hello-refused err=\"{}\"", text);
        }
        return true;
    }
    if (refusal.code == "revoked") {
        parts.log.error("event=revoked err=\"{}\"", text);
        return true;
    }
    if (evidenceSent_ && evidenceSent_->message == refusal.replyTo) {
        evidenceRefused(refusal);
        return false;
    }
    parts.log.warn("event=refused reply_to={} err=\"{}\"", refusal.replyTo, text);
    return false;
}

asio::awaitable<void> LinkSession::pollStatus() {
    while (!over_) {
        co_await link_.parts_.clock.sleepFor(kStatusEvery);
        wakeStatus();
    }
}

asio::awaitable<void> LinkSession::sendStatus() {
    while (!over_) {
        if (!std::exchange(statusDue_, false)) {
            statusWake_.expires_at(asio::steady_timer::time_point::max());
            co_await statusWake_.async_wait(useTuple);
            continue;
        }
        co_await send(link_.parts_.status());
    }
}

asio::awaitable<void> LinkSession::sendPlays() {
    while (!over_) {
        auto batch = link_.parts_.journal.nextBatch();
        if (!batch) {
            playsWake_.expires_at(asio::steady_timer::time_point::max());
            co_await playsWake_.async_wait(useTuple);
            continue;
        }
        // Known before it leaves: the refusal may come back before send() returns.
        playsIds_.push_back(nextId_);
        if (playsIds_.size() > kPlaysRemembered) {
            playsIds_.pop_front();
        }
        messages::Plays plays{std::move(*batch), link_.parts_.journal.totals()};
        co_await send(std::move(plays));
    }
}

asio::awaitable<void> LinkSession::keepTime() {
    for (int round = 0; !over_; ++round) {
        // Also before the first round: a session's first messages would lengthen it.
        co_await link_.parts_.clock.sleepFor(round < kQuickRounds ? kQuick : kCalm);
        clockReplied_ = false;
        wallClockHeld();
        messages::ClockRequest request{link_.parts_.clock.now()};
        clockAsked_ = request.t1;
        co_await send(request);
        if (!clockReplied_) {
            clockWake_.expires_after(kClockPatience);
            co_await clockWake_.async_wait(useTuple);
        }
    }
}

/// False: the wall clock was stepped since the last call; the samples from before are forgotten.
bool LinkSession::wallClockHeld() {
    auto const steps = link_.parts_.fleet.wallSteps();
    if (std::exchange(link_.estimatorSteps_, steps) == steps) {
        return true;
    }
    link_.estimator_.clear();
    link_.drift_.clear();
    return false;
}

void LinkSession::clockReply(messages::ClockReply const& reply) {
    auto& parts = link_.parts_;
    auto& estimator = link_.estimator_;
    auto const t4 = parts.clock.now();
    // An answer to an earlier round may lie on the other side of a step.
    if (clockAsked_ != reply.t1) {
        return;
    }
    clockAsked_.reset();
    clockReplied_ = true;
    clockWake_.cancel();
    if (!wallClockHeld()) {
        return;
    }
    estimator.add(reply.t1, reply.t2, reply.t3, t4);
    auto const estimate = estimator.estimate();
    if (!estimate) {
        return;
    }
    link_.drift_.add(t4, *estimate);
    if (parts.fleet.setTarget(*estimate, link_.drift_.estimate())) {
        parts.log.warn("event=fleet-time-stepped offset_ms={} uncertainty_ms={}",
                       estimate->offset.count(), estimate->uncertainty.count());
        link_.drift_.clear();
    }
    keepClock();
    if (!deferred_.empty()) {
        tasks_.spawn("deferred", takeDeferred());
    }
}

/// For the next run; not at each answer, because the file goes through to the disk.
void LinkSession::keepClock() {
    auto& parts = link_.parts_;
    auto const clock = parts.fleet.toKeep(parts.boot);
    auto const& kept = link_.keptClock_;
    if (!clock || (kept && clock->monoMs - kept->monoMs < kKeepClockEvery.count() &&
                   std::chrono::abs(kept->offset.offset - clock->offset.offset) <= kKeepClockAt)) {
        return;
    }
    link_.keptClock_ = clock;
    if (auto done = saveClock(parts.clockFile, *clock); !done) {
        parts.log.warn("event=clock-not-saved err=\"{}\"", done.error().message);
    }
}

}  // namespace tocsin::player
