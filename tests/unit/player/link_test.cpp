// SPDX-License-Identifier: Apache-2.0
// The link against a scripted controller over loopback.
#include "link/link.hpp"
#include "link/authority_pin.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <future>
#include <set>

#include "journal_fixture.hpp"
#include "tocsin/session/accept_channel.hpp"
#include "warning_fixtures.hpp"

namespace tocsin::player {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Channel = std::unique_ptr<session::Channel>;

/// Plays the controller for one session after another, on its own thread.
class ScriptedController {
public:
    ScriptedController() : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}) {}
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }
    asio::awaitable<Channel> accept() {
        session::AsyncStream stream(
            session::plainTransport(co_await acceptor_.async_accept(asio::use_awaitable)));
        boost::beast::flat_buffer buffer;
        boost::beast::http::request<boost::beast::http::string_body> upgrade;
        co_await boost::beast::http::async_read(stream, buffer, upgrade, asio::use_awaitable);
        auto channel =
            co_await session::acceptChannel(std::move(stream), std::move(upgrade), "player", {});
        co_return std::move(channel).value();
    }
    /// Runs the script to its end on this thread.
    void run(asio::awaitable<void> script) {
        auto done = asio::co_spawn(io_, std::move(script), asio::use_future);
        io_.restart();
        io_.run_for(std::chrono::seconds(30));
        ASSERT_EQ(done.wait_for(std::chrono::seconds(0)), std::future_status::ready)
            << "the script hangs";
        done.get();
    }

    ControllerKeys keys;

private:
    asio::io_context io_;
    tcp::acceptor acceptor_;
};

asio::awaitable<void> say(session::Channel& channel, messages::Body body) {
    auto text = messages::encode({77, std::move(body)});
    auto const sent = co_await channel.send(std::move(text));
    EXPECT_TRUE(sent);
}

/// The next message of this kind; clock requests are answered, others are passed over.
template <class Wanted>
asio::awaitable<Wanted> hear(session::Channel& channel) {
    for (;;) {
        auto text = co_await channel.receive();
        auto message = messages::decode(std::move(text).value()).value();
        if (auto* wanted = std::get_if<Wanted>(&message.body)) {
            co_return std::move(*wanted);
        }
        if (auto const* request = std::get_if<messages::ClockRequest>(&message.body)) {
            messages::ClockReply reply{request->t1, request->t1 + Milliseconds(5'000),
                                       request->t1 + Milliseconds(5'000)};
            co_await say(channel, reply);
        }
    }
}

asio::awaitable<void> untilClosed(session::Channel& channel) {
    for (bool open = true; open;) {
        auto const text = co_await channel.receive();
        open = text.has_value();
    }
}

/// The system's clock, whose wall can be set.
class SettableClock final : public session::Clock {
public:
    session::FineInstant fineNow() const override { return real_->fineNow() + ahead_.load(); }
    std::int64_t monotonicMs() const override { return real_->monotonicMs(); }
    bool waitFor(std::chrono::nanoseconds duration, std::stop_token stop) override {
        return real_->waitFor(duration, std::move(stop));
    }
    bool waitFor(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                 std::chrono::nanoseconds duration, std::function<bool()> const& ready) override {
        return real_->waitFor(lock, changed, duration, ready);
    }
    asio::awaitable<void> sleepFor(Milliseconds duration) override {
        return real_->sleepFor(duration);
    }
    void stepWall(Milliseconds by) { ahead_ = ahead_.load() + by; }

private:
    std::unique_ptr<session::Clock> real_ = session::systemClock();
    std::atomic<Milliseconds> ahead_{Milliseconds{0}};
};

class LinkTest : public testing::Test {
protected:
    LinkTest() {
        std::filesystem::create_directories(folder / "cache");
        options.controller = controller.url();
        options.size = {192, 32};
        journal = journalIn(folder / "journal", key, ring, findings);
        camera =
            EvidenceCamera::open({folder / "evidence", key, fleet, TickGrid({25, 1}),
                                  [] {
                                      return Result<DiskSpace>(DiskSpace{100LL << 30, 50LL << 30});
                                  },
                                  silentLog(), findings})
                .value();
    }
    void start(std::optional<Bond> bond = std::nullopt) {
        link = std::make_unique<Link>(
            LinkParts{.options = options,
                      .key = key,
                      .bondFile = folder / "controller.pin",
                      .clockFile = folder / "clock",
                      .boot = rowNumber(1).boot,
                      .clock = clock,
                      .fleet = fleet,
                      .authority = authority,
                      .plans = plans,
                      .orders = orders,
                      .warnings = warnings,
                      .journal = *journal,
                      .camera = *camera,
                      .log = silentLog(),
                      .findings = findings,
                      .status =
                          [] {
                              messages::Status status;
                              status.state = "dark";
                              return status;
                          },
                      .showCode =
                          [this](std::string const& code, std::string const& root) {
                              codes.push_back(code);
                              roots.push_back(root);
                          },
                      .ticket = [this](std::string const& ticket) { tickets.push_back(ticket); },
                      .bound = [](Bond const&) {},
                      .revoked = [this] { ++ended; },
                      .instructions = instructions.get()},
            std::move(bond));
        journal->start();
        link->start();
    }
    void TearDown() override {
        link.reset();
        journal->stop();
    }
    asio::awaitable<messages::Hello> greet(session::Channel& channel) {
        messages::Body const body1 = controller.keys.challenge(channel.nonce());
        co_await say(channel, body1);
        auto hello = co_await hear<messages::Hello>(channel);
        co_return hello;
    }

    std::filesystem::path const folder = freshFolder();
    messages::KeyPair const key = messages::KeyPair::generate();
    ScriptedController controller;
    Options options;
    Findings findings;
    SettableClock clock;
    FleetClock fleet{clock};
    InFlight ring = InFlight::open(folder / "inflight").value();
    ContentCache cache{folder / "cache"};
    PlanKeeper plans{folder / "manifest.json", cache, silentLog(), findings,
                     [](std::shared_ptr<Plan const>) {}};
    std::vector<bool> blanks;    // link thread; read after it ended
    int revoked = 0, ended = 0;  // as blanks
    std::vector<std::string> tickets;
    Orders orders{{folder / "orders", silentLog(), findings,
                   [this](bool blank) { blanks.push_back(blank); }, [] {}, key.publicKey(),
                   [this] { ++revoked; }}};
    Warnings warnings{{folder / "warnings", silentLog(), findings, [](HeldWarnings const&) {}}};
    std::unique_ptr<JournalThread> journal;
    std::unique_ptr<EvidenceCamera> camera;
    AuthorityPin authority{folder / "controller-ca.pem", std::nullopt, fleet};
    std::vector<std::string> codes, roots;  // link thread; read after it ended
    std::unique_ptr<Instructions> instructions;
    std::unique_ptr<Link> link;

public:
    /// A frame of the output at this second of the morning.
    void show(std::int64_t second) {
        Plan const plan;
        Cue const dark;
        camera->sees(media::blackFrame(8, 8), {TickGrid({25, 1}).firstAt(morning(second * 1'000)),
                                               morning(second * 1'000), plan, dark});
    }
    asio::awaitable<void> welcomed(session::Channel& channel) {
        (void)co_await greet(channel);
        messages::Body const welcome = messages::Welcome{ScreenId("gate-led"), "", 0, 0, 0};
        co_await say(channel, welcome);
        (void)co_await hear<messages::Status>(channel);
    }
    /// Asks for a picture and gives the answer `reply` to it; what came.
    asio::awaitable<void> pictureSession(std::vector<std::string>& requests, bool acknowledge) {
        auto channel = co_await controller.accept();
        co_await welcomed(*channel);
        if (requests.empty()) {
            messages::Body const ask = messages::EvidenceRequest{"r-1", "test"};
            co_await say(*channel, ask);
            // The request is there when its session answers the next message.
            messages::Body const dance = messages::Unknown{"dance"};
            co_await say(*channel, dance);
            (void)co_await hear<messages::Refusal>(*channel);
            show(1);
        }
        auto const picture = co_await hear<messages::EvidencePicture>(*channel);
        auto const envelope = messages::parseEnvelope(picture.envelope).value();
        auto const payload =
            messages::opened(envelope, messages::kEvidenceKind, key.publicKey()).value();
        auto const evidence = messages::parseEvidence(payload).value();
        EXPECT_EQ(evidence.picture, messages::sha256(picture.jpeg));
        EXPECT_EQ(evidence.facts.at, morning(1'000));
        requests.push_back(evidence.facts.request);
        if (acknowledge) {
            messages::Body const stored = messages::EvidenceStored{evidence.picture, "r-1"};
            co_await say(*channel, stored);
            messages::Body const dance = messages::Unknown{"dance"};
            co_await say(*channel, dance);
            (void)co_await hear<messages::Refusal>(*channel);
        }
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> refusedPictureSession(std::string code) {
        auto channel = co_await controller.accept();
        co_await welcomed(*channel);
        std::int64_t id = 0;
        while (id == 0) {
            auto const text = (co_await channel->receive()).value();
            auto const message = messages::decode(text).value();
            id = std::holds_alternative<messages::EvidencePicture>(message.body) ? message.id : 0;
        }
        messages::Body const refusal = messages::Refusal{id, std::move(code), "no"};
        co_await say(*channel, refusal);
        messages::Body const dance = messages::Unknown{"dance"};
        co_await say(*channel, dance);
        (void)co_await hear<messages::Refusal>(*channel);
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> boundSession() {
        auto channel = co_await controller.accept();
        auto const challenge = controller.keys.challenge(channel->nonce());
        messages::Body const body1 = challenge;
        co_await say(*channel, body1);
        auto const hello = co_await hear<messages::Hello>(*channel);
        EXPECT_EQ(hello.player, key.publicKey());
        EXPECT_EQ(hello.token, "once");
        EXPECT_EQ(hello.width, 192);
        auto const keyBytes = challenge.controller.bytes;
        auto const proven = challenge.nonce + std::string(keyBytes.begin(), keyBytes.end());
        EXPECT_TRUE(messages::verify(
            hello.player, messages::signedBytes(messages::kHelloKind, proven), hello.proof));
        messages::Body const body2 = messages::Welcome{ScreenId("gate-led"), "大门", 0, 0, 0};
        co_await say(*channel, body2);
        auto const status = co_await hear<messages::Status>(*channel);
        EXPECT_EQ(status.state, "dark");
        messages::Body const body3 = messages::Unknown{"dance"};
        co_await say(*channel, body3);
        auto const refusal = co_await hear<messages::Refusal>(*channel);
        EXPECT_EQ(refusal.code, "unknown-type");
        EXPECT_EQ(refusal.replyTo, 77);
        auto manifest = manifestFor({}, {});
        manifest.expires = fromMillis(4'000'000'000'000);
        messages::ManifestOffer offer{controller.keys.sealed(manifest)};
        co_await say(*channel, std::move(offer));
        auto const receipt = co_await hear<messages::ManifestReceipt>(*channel);
        EXPECT_TRUE(receipt.accepted) << receipt.reason;
        ring.begin(rowNumber(1));
        ring.finish({messages::PlayResult::complete, ""});
        journal->flush();
        auto const plays = co_await hear<messages::Plays>(*channel);
        auto const batch = messages::parseBatch(plays.batch).value();
        EXPECT_TRUE(messages::verifyBatch(batch, key.publicKey()));
        auto const totals = messages::verifyTotals(plays.totals, key.publicKey());
        EXPECT_TRUE(totals && totals->until == 1 && totals->sums.complete == 1);
        auto const question = co_await hear<messages::ClockRequest>(*channel);
        messages::Body const reply = messages::ClockReply{
            question.t1, question.t1 + Milliseconds(5'000), question.t1 + Milliseconds(5'000)};
        co_await say(*channel, reply);
        messages::Body const body4 = messages::PlaysStored{1, 1, 1};
        co_await say(*channel, body4);
        co_await channel->close(session::CloseReason::normal);
    }
    /// Acknowledges the first batch with this receipt; returns when the player has looked at it.
    asio::awaitable<void> acknowledge(session::Channel& channel, messages::SignedText receipt) {
        messages::Body const stored = messages::PlaysStored{1, 1, 1, messages::toText(receipt)};
        co_await say(channel, stored);
        messages::Body const dance = messages::Unknown{"dance"};
        co_await say(channel, dance);
        (void)co_await hear<messages::Refusal>(channel);
    }
    [[nodiscard]] bool receiptIsFound() const {
        auto const all = findings.first(20);
        return std::any_of(all.begin(), all.end(), [](std::string const& finding) {
            return finding.find("receipt for plays does not hold") != std::string::npos;
        });
    }
    asio::awaitable<void> receiptSession(std::string& good) {
        auto channel = co_await controller.accept();
        (void)co_await greet(*channel);
        messages::Body const welcome = messages::Welcome{ScreenId("gate-led"), "", 0, 0, 0};
        co_await say(*channel, welcome);
        auto const plays = co_await hear<messages::Plays>(*channel);
        auto const batch =
            messages::verifyBatch(messages::parseBatch(plays.batch).value(), key.publicKey())
                .value();
        auto const text = messages::toText(
            messages::Receipt{key.publicKey(), 1, 1, batch.headerDigest, 7, morning(60)});
        auto const former = messages::KeyPair::generate();
        auto const& ledger = controller.keys.key(messages::SigningRole::ledger);
        auto const bytes = messages::signedBytes(messages::kReceiptKind, text);
        messages::SignedText const ofFormerKey{text, former.publicKey().fingerprint(),
                                               former.sign(bytes)};
        messages::SignedText const forged{text, ledger.publicKey().fingerprint(),
                                          former.sign(bytes)};
        messages::SignedText const held{text, ledger.publicKey().fingerprint(), ledger.sign(bytes)};
        good = messages::toText(held);
        co_await acknowledge(*channel, ofFormerKey);
        EXPECT_FALSE(receiptIsFound());
        co_await acknowledge(*channel, forged);
        EXPECT_TRUE(receiptIsFound());
        co_await acknowledge(*channel, held);
        EXPECT_FALSE(receiptIsFound());
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> secondSession() {
        auto channel = co_await controller.accept();
        auto const hello = co_await greet(*channel);
        EXPECT_EQ(hello.token, "");
        EXPECT_EQ(hello.have, (messages::ManifestVersion{1, 1}));
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> unboundSession() {
        auto channel = co_await controller.accept();
        auto const hello = co_await greet(*channel);
        EXPECT_EQ(hello.pairingCode.size(), 6U);
        messages::Body const body5 = messages::Pending{};
        co_await say(*channel, body5);
        messages::Body const body6 = messages::Welcome{ScreenId("gate-led"), "", 0, 0, 0};
        co_await say(*channel, body6);
        (void)co_await hear<messages::Status>(*channel);
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> spareSession() {
        auto channel = co_await controller.accept();
        auto const hello = co_await greet(*channel);
        messages::Body const pending = messages::Pending{};
        co_await say(*channel, pending);
        messages::Body const probe = messages::Probe{};
        co_await say(*channel, probe);
        auto const alive = co_await hear<messages::ProbeReply>(*channel);
        EXPECT_EQ(alive.probe, 77);
        messages::Body const list =
            messages::SpareList{"ticket-1", {{digestOf("film"), 100, "film"}}};
        co_await say(*channel, list);
        auto const report = co_await hear<messages::SpareReport>(*channel);
        EXPECT_EQ(report, (messages::SpareReport{1, 0}));
        EXPECT_EQ(plans.plan()->wants(morning(0)).size(), 1U);
        messages::Welcome facts;
        facts.screen = ScreenId("gate-led");
        facts.ticket = "ticket-2";
        messages::Body const welcome = facts;
        co_await say(*channel, welcome);
        (void)co_await hear<messages::Status>(*channel);
        co_await channel->close(session::CloseReason::normal);
    }
    /// The controller has a signed word for this player before it is welcomed, and in a session.
    asio::awaitable<void> revokedSession(messages::PublicKey player, bool obeyed) {
        auto channel = co_await controller.accept();
        auto const hello = co_await greet(*channel);
        EXPECT_EQ(hello.pairingCode, "");
        messages::Command command;
        command.id = "r";
        command.screen = ScreenId("gate-led");
        command.version = {1, 0};
        command.action = messages::CommandAction::revoke;
        command.player = player;
        command.issued = fleet.now();
        command.expires = command.issued + std::chrono::hours(24);
        messages::Body const offer = messages::CommandOffer{
            messages::toJson(messages::seal(controller.keys.key(messages::SigningRole::command),
                                            messages::kCommandKind, messages::toJson(command)))};
        co_await say(*channel, offer);
        auto const receipt = co_await hear<messages::CommandReceipt>(*channel);
        EXPECT_EQ(receipt.accepted, obeyed) << receipt.reason;
        messages::Body const refusal = messages::Refusal{1, "revoked", "by wang"};
        co_await say(*channel, refusal);
        co_await untilClosed(*channel);
    }
    /// Its token is not taken, so it shows a code.
    asio::awaitable<void> deadTokenSession() {
        auto channel = co_await controller.accept();
        auto const hello = co_await greet(*channel);
        EXPECT_EQ(hello.token, "once");
        EXPECT_EQ(hello.pairingCode, "");
        messages::Body const refusal = messages::Refusal{1, "permission", "used already"};
        co_await say(*channel, refusal);
        co_await untilClosed(*channel);
        channel = co_await controller.accept();
        auto const again = co_await greet(*channel);
        EXPECT_EQ(again.token, "");
        EXPECT_EQ(again.pairingCode.size(), 6U);
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> forgottenSession() {
        auto channel = co_await controller.accept();
        auto const hello = co_await greet(*channel);
        EXPECT_EQ(hello.pairingCode, "");
        messages::Body const body7 = messages::Pending{};
        co_await say(*channel, body7);
        co_await untilClosed(*channel);
        channel = co_await controller.accept();
        auto const again = co_await greet(*channel);
        EXPECT_EQ(again.pairingCode.size(), 6U);
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> takenCodeSession() {
        auto channel = co_await controller.accept();
        auto const hello = co_await greet(*channel);
        messages::Body const taken = messages::Refusal{1, "code-in-use", "make another"};
        co_await say(*channel, taken);
        co_await channel->close(session::CloseReason::normal);
        channel = co_await controller.accept();
        auto const again = co_await greet(*channel);
        EXPECT_EQ(again.pairingCode.size(), 6U);
        EXPECT_NE(again.pairingCode, hello.pairingCode);
        co_await channel->close(session::CloseReason::normal);
    }
    /// A bound session that gets the first batch and refuses it.
    asio::awaitable<void> refusingSession(std::string code, std::string& batch) {
        auto channel = co_await controller.accept();
        (void)co_await greet(*channel);
        messages::Body const hail = messages::Welcome{ScreenId("gate-led"), "", 0, 0, 0};
        co_await say(*channel, hail);
        // The player counts its messages; the script has to know which one it refuses.
        std::int64_t id = 0;
        while (id == 0) {
            auto const text = co_await channel->receive();
            EXPECT_TRUE(text) << "closed before a batch came";
            if (!text) {
                co_return;
            }
            auto const message = messages::decode(*text).value();
            if (auto const* plays = std::get_if<messages::Plays>(&message.body)) {
                batch = plays->batch;
                id = message.id;
            }
        }
        bool const conflict = code == "ledger-conflict";
        messages::Body const refusal =
            messages::Refusal{id, std::move(code), "cannot store this now"};
        co_await say(*channel, refusal);
        if (conflict) {
            // The session goes on: messages after the refusal are answered.
            messages::Body const question = messages::Unknown{"dance"};
            co_await say(*channel, question);
            (void)co_await hear<messages::Refusal>(*channel);
            co_await channel->close(session::CloseReason::normal);
        } else {
            co_await untilClosed(*channel);
        }
    }
    asio::awaitable<void> answerClock(session::Channel& channel, messages::ClockRequest question) {
        auto const there = question.t1 + Milliseconds(5'000);
        messages::Body const reply = messages::ClockReply{question.t1, there, there};
        co_await say(channel, reply);
    }
    asio::awaitable<void> steppedSession() {
        auto channel = co_await controller.accept();
        (void)co_await greet(*channel);
        messages::Body const hail = messages::Welcome{ScreenId("gate-led"), "", 0, 0, 0};
        co_await say(*channel, hail);
        auto question = co_await hear<messages::ClockRequest>(*channel);
        clock.stepWall(std::chrono::hours(1));
        co_await answerClock(*channel, question);
        auto const stale = question;
        // The next question comes when the answer was heard.
        question = co_await hear<messages::ClockRequest>(*channel);
        EXPECT_EQ(fleet.reading().state, messages::ClockState::unset);
        co_await answerClock(*channel, stale);
        co_await answerClock(*channel, question);
        (void)co_await hear<messages::ClockRequest>(*channel);
        EXPECT_EQ(fleet.reading().state, messages::ClockState::synced);
        EXPECT_GE(fleet.reading().offsetMs, 4'900);
        EXPECT_LE(fleet.reading().offsetMs, 5'000);
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> impostorSession() {
        auto channel = co_await controller.accept();
        messages::Body const body8 = controller.keys.challenge(channel->nonce());
        co_await say(*channel, body8);
        auto const text = co_await channel->receive();
        EXPECT_FALSE(text) << "the player spoke to a controller it must not trust";
    }
    asio::awaitable<void> orderingSession() {
        auto channel = co_await controller.accept();
        co_await welcomed(*channel);
        messages::Command command;
        command.id = "o-1";
        command.screen = ScreenId("gate-led");
        command.version = {1, 3};
        command.action = messages::CommandAction::blank;
        command.expires = fromMillis(4'000'000'000'000);
        auto const& commands = controller.keys.key(messages::SigningRole::command);
        auto envelope = messages::toJson(
            messages::seal(commands, messages::kCommandKind, messages::toJson(command)));
        messages::CommandOffer offer{std::move(envelope)};
        co_await say(*channel, std::move(offer));
        auto const receipt = co_await hear<messages::CommandReceipt>(*channel);
        EXPECT_TRUE(receipt.accepted) << receipt.reason;
        EXPECT_EQ(receipt.command, "o-1");
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> orderedSession() {
        auto channel = co_await controller.accept();
        auto const hello = co_await greet(*channel);
        EXPECT_EQ(hello.order, (messages::ManifestVersion{1, 3}));
        co_await channel->close(session::CloseReason::normal);
    }
    [[nodiscard]] messages::InstructionOffer someInstruction() const {
        messages::Instruction instruction;
        instruction.id = "i-1";
        instruction.screen = ScreenId("gate-led");
        instruction.generation = 1;
        instruction.deed = {messages::InstructionAction::restart, "engine"};
        instruction.expires = fromMillis(4'000'000'000'000);
        return {messages::toJson(messages::seal(controller.keys.key(messages::SigningRole::command),
                                                messages::kInstructionKind,
                                                messages::toJson(instruction)))};
    }
    /// It comes before the controller has told the time, and is done twice never.
    asio::awaitable<void> instructingSession() {
        auto channel = co_await controller.accept();
        co_await welcomed(*channel);
        messages::Body const offer = someInstruction();
        co_await say(*channel, offer);
        auto receipt = co_await hear<messages::InstructionReceipt>(*channel);
        EXPECT_EQ(receipt.instruction, "i-1");
        EXPECT_TRUE(receipt.received) << receipt.detail;
        EXPECT_FALSE(receipt.done);
        EXPECT_TRUE(instructions->work({}));
        receipt = co_await hear<messages::InstructionReceipt>(*channel);
        EXPECT_TRUE(receipt.done);
        co_await say(*channel, offer);
        receipt = co_await hear<messages::InstructionReceipt>(*channel);
        EXPECT_TRUE(receipt.done);
        EXPECT_FALSE(instructions->work({}));
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> instructedAgainSession() {
        auto channel = co_await controller.accept();
        (void)co_await greet(*channel);
        messages::Body const welcome = messages::Welcome{ScreenId("gate-led"), "", 0, 0, 0};
        co_await say(*channel, welcome);
        auto const receipt = co_await hear<messages::InstructionReceipt>(*channel);
        EXPECT_EQ(receipt.instruction, "i-1");
        EXPECT_TRUE(receipt.done);
        co_await channel->close(session::CloseReason::normal);
    }
    /// A player that takes none says so, as players from before do.
    asio::awaitable<void> uninstructedSession() {
        auto channel = co_await controller.accept();
        co_await welcomed(*channel);
        messages::Body const offer = someInstruction();
        co_await say(*channel, offer);
        auto const refusal = co_await hear<messages::Refusal>(*channel);
        EXPECT_EQ(refusal.code, "unknown-type");
        co_await channel->close(session::CloseReason::normal);
    }
    [[nodiscard]] messages::Warning todaysWarning(std::int64_t revision) const {
        auto out = rainWarning(revision);
        out.expires = fromMillis(4'000'000'000'000);
        return out;
    }
    /// A warning by itself, another one in a manifest, and what the stage saw of the first.
    asio::awaitable<void> warningSession() {
        auto channel = co_await controller.accept();
        co_await welcomed(*channel);
        messages::WarningOffer offer{delivered(controller.keys, todaysWarning(1))};
        co_await say(*channel, std::move(offer));
        auto receipt = co_await hear<messages::WarningReceipt>(*channel);
        EXPECT_EQ(receipt.warning, "w-rain");
        EXPECT_TRUE(receipt.verified) << receipt.reason;
        warnings.saw({"w-rain", 1, morning(40), true, false});
        receipt = co_await hear<messages::WarningReceipt>(*channel);
        EXPECT_EQ(receipt.onGlass, morning(40));
        auto second = todaysWarning(1);
        second.id = "w-wind";
        auto manifest = manifestFor({}, {});
        manifest.expires = fromMillis(4'000'000'000'000);
        manifest.warnings = {delivered(controller.keys, second)};
        messages::ManifestOffer plan{controller.keys.sealed(manifest)};
        co_await say(*channel, std::move(plan));
        receipt = co_await hear<messages::WarningReceipt>(*channel);
        EXPECT_EQ(receipt.warning, "w-wind");
        EXPECT_TRUE(receipt.verified) << receipt.reason;
        messages::WarningOffer broken{delivered(controller.keys, todaysWarning(2))};
        broken.delivery.index = 1;
        co_await say(*channel, std::move(broken));
        receipt = co_await hear<messages::WarningReceipt>(*channel);
        EXPECT_FALSE(receipt.verified);
        EXPECT_FALSE(receipt.reason.empty());
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> toldAgainSession() {
        auto channel = co_await controller.accept();
        co_await welcomed(*channel);
        std::set<std::string> told;
        while (told.size() < 2) {
            auto const receipt = co_await hear<messages::WarningReceipt>(*channel);
            told.insert(receipt.warning);
        }
        EXPECT_EQ(told, (std::set<std::string>{"w-rain", "w-wind"}));
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> unboundWarningSession() {
        auto channel = co_await controller.accept();
        (void)co_await greet(*channel);
        messages::WarningOffer offer{delivered(controller.keys, todaysWarning(1))};
        co_await say(*channel, std::move(offer));
        auto const refusal = co_await hear<messages::Refusal>(*channel);
        EXPECT_EQ(refusal.code, "unbound");
        co_await channel->close(session::CloseReason::normal);
    }
    asio::awaitable<void> repeatingSession() {
        auto channel = co_await controller.accept();
        messages::Body const heardBefore =
            controller.keys.challenge(messages::randomBytes(messages::kNonceBytes));
        co_await say(*channel, heardBefore);
        auto const text = co_await channel->receive();
        EXPECT_FALSE(text) << "the player took an old challenge for a new one";
    }
    asio::awaitable<void> restoredSession() {
        auto channel = co_await controller.accept();
        messages::Body const old = controller.keys.challenge(channel->nonce());
        co_await say(*channel, old);
        auto const refusal = co_await hear<messages::Refusal>(*channel);
        EXPECT_EQ(refusal.code, "rolled-back");
        EXPECT_EQ(refusal.replyTo, 77);
        EXPECT_NE(refusal.message.find("--above 5"), std::string::npos) << refusal.message;
        co_await untilClosed(*channel);
    }
    asio::awaitable<void> followingSession() {
        auto channel = co_await controller.accept();
        (void)co_await greet(*channel);
        co_await channel->close(session::CloseReason::normal);
    }
};

TEST_F(LinkTest, ProvesItselfObeysReportsAndComesBack) {
    options.token = "once";
    start();
    controller.run(boundSession());
    controller.run(secondSession());
    EXPECT_TRUE(journal->waitDrained(std::chrono::seconds(20)));
    link->stop();
    EXPECT_EQ(plans.version(), (messages::ManifestVersion{1, 1}));
    auto const bond = loadBond(folder / "controller.pin").value();
    ASSERT_TRUE(bond);
    EXPECT_EQ(bond->trust, controller.keys.trust());
    EXPECT_EQ(bond->screen, ScreenId("gate-led"));
    // The scripted controller's clock is five seconds ahead.
    EXPECT_GE(fleet.reading().offsetMs, 4900);
    EXPECT_EQ(fleet.reading().state, messages::ClockState::synced);
}

TEST_F(LinkTest, KeepsTheReceiptThatTheLedgersKeySignedAndNoOther) {
    ring.begin(rowNumber(1));
    ring.finish({messages::PlayResult::complete, ""});
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    journal->flush();
    std::string good;
    controller.run(receiptSession(good));
    link->stop();
    journal->stop();
    auto const bytes = contentOf(folder / "journal" / "1-000001.receipts");
    auto const kept = readChecked(bytes);
    ASSERT_EQ(kept.lines.size(), 1U);
    EXPECT_EQ(messages::unbase64(kept.lines[0].text), good);
}

TEST_F(LinkTest, APictureThatIsAskedForIsSentUntilItIsAcknowledged) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    std::vector<std::string> requests;
    controller.run(pictureSession(requests, false));
    controller.run(pictureSession(requests, true));
    EXPECT_EQ(requests, (std::vector<std::string>{"r-1", "r-1"}));
    link->stop();
    EXPECT_EQ(camera->waiting(), 0U);
}

TEST_F(LinkTest, APictureIsKeptForABetterTimeUnlessItWillNeverBeTaken) {
    camera->bindTo(ScreenId("gate-led"));
    ASSERT_TRUE(camera->request("r-1"));
    show(1);
    camera->stop();  // it is on the disk now
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    for (auto const* code : {"unknown-type", "exhausted"}) {
        controller.run(refusedPictureSession(code));
        EXPECT_EQ(camera->waiting(), 1U) << code;
    }
    controller.run(refusedPictureSession("permission"));
    link->stop();
    EXPECT_EQ(camera->waiting(), 0U);
}

TEST_F(LinkTest, ShowsACodeUntilItIsBound) {
    start();
    controller.run(unboundSession());
    link->stop();
    ASSERT_EQ(codes.size(), 2U);
    EXPECT_EQ(codes[0].size(), 6U);
    EXPECT_EQ(roots[0], controller.keys.root.publicKey().fingerprint());
    EXPECT_EQ(codes[1], "");
}

TEST_F(LinkTest, ASpareLoadsWhatItIsToldAndIsOneNoLongerWhenItIsBound) {
    start();
    controller.run(spareSession());
    link.reset();
    EXPECT_EQ(tickets, (std::vector<std::string>{"ticket-1", "ticket-2"}));
}

TEST_F(LinkTest, APlayerWhoseTokenIsNotTakenShowsACode) {
    options.token = "once";
    start();
    controller.run(deadTokenSession());
    link->stop();
}

TEST_F(LinkTest, ARevokedPlayerEndsWhenTheControllerKnowsThatItObeyed) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(revokedSession(key.publicKey(), true));
    link.reset();
    EXPECT_EQ(revoked, 1);
    EXPECT_EQ(ended, 1);
}

TEST_F(LinkTest, WhatRevokesAnotherPlayerIsNotObeyed) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(revokedSession(messages::KeyPair::generate().publicKey(), false));
    link.reset();
    EXPECT_EQ(revoked, 0);
    EXPECT_EQ(ended, 0);
}

TEST_F(LinkTest, ABoundPlayerThatIsForgottenComesBackWithACode) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(forgottenSession());
    link->stop();
}

TEST_F(LinkTest, MakesAnotherCodeWhenItsCodeIsTaken) {
    start();
    controller.run(takenCodeSession());
    link->stop();
}

TEST_F(LinkTest, ForgetsTheClockRoundInWhichTheWallClockWasSet) {
    start();
    controller.run(steppedSession());
    link->stop();
}

TEST_F(LinkTest, ObeysCommandsAndSaysNextTimeWhichItKnows) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(orderingSession());
    controller.run(orderedSession());
    link->stop();
    EXPECT_EQ(blanks, (std::vector<bool>{true}));
}

TEST_F(LinkTest, TakesInstructionsOnceItKnowsTheTimeAndTellsInEachSessionWhatBecameOfThem) {
    int done = 0;
    instructions = std::make_unique<Instructions>(
        Instructions::Parts{.file = folder / "instructions",
                            .boot = "boot",
                            .log = silentLog(),
                            .now = [this] { return fleet.now(); },
                            .carryOut =
                                [&](messages::Deed const&, std::stop_token) {
                                    ++done;
                                    return Outcome{true};
                                },
                            .settle = [](std::stop_token) { return std::optional<Instant>(); },
                            .restart = [] {}});
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(instructingSession());
    controller.run(instructedAgainSession());
    EXPECT_EQ(done, 1);
    link.reset();
}

TEST_F(LinkTest, WithoutHandsItKnowsNoInstructions) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(uninstructedSession());
}

TEST_F(LinkTest, TellsOfWarningsAtEachStepAndAllOfItInTheNextSession) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(warningSession());
    controller.run(toldAgainSession());
    link->stop();
    EXPECT_TRUE(std::filesystem::exists(folder / "warnings"));
}

TEST_F(LinkTest, AWarningBeforeThePlayerIsBoundIsRefused) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(unboundWarningSession());
    link->stop();
}

TEST_F(LinkTest, ATokenIsForOneRoot) {
    options.token = "once." + ControllerKeys().root.publicKey().fingerprint();
    start();
    controller.run(impostorSession());
    link->stop();
    EXPECT_NE(findings.first(20).at(0).find("token"), std::string::npos);
}

TEST_F(LinkTest, DoesNotSpeakToWhomRepeatsAChallenge) {
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.run(repeatingSession());
    link->stop();
    EXPECT_NE(findings.first(20).at(0).find("not signed for this connection"), std::string::npos);
}

TEST_F(LinkTest, AControllerThatWasRestoredIsToldWhichGenerationIsKnown) {
    controller.keys.generation = 5;
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    controller.keys.generation = 4;
    controller.run(restoredSession());
    controller.keys.generation = 6;
    controller.run(followingSession());
    link->stop();
    EXPECT_EQ(loadBond(folder / "controller.pin").value()->trust, controller.keys.trust());
    EXPECT_TRUE(findings.first(20).empty()) << findings.first(20).at(0);
}

TEST_F(LinkTest, ABondFromBeforeKeySetsPinsTheRootAtTheFirstSession) {
    auto const content = controller.keys.key(messages::SigningRole::content).publicKey();
    start(Bond{Trust::inContentKey(content), ScreenId("gate-led"), ""});
    controller.run(followingSession());
    link->stop();
    EXPECT_EQ(loadBond(folder / "controller.pin").value()->trust, controller.keys.trust());
}

TEST_F(LinkTest, DoesNotSpeakToAnotherController) {
    start(Bond{ControllerKeys().trust(), ScreenId("gate-led"), ""});
    controller.run(impostorSession());
    link->stop();
    EXPECT_NE(findings.first(20).at(0).find("bound to"), std::string::npos);
}

TEST_F(LinkTest, ARefusedBatchIsSentAgainInTheNextSession) {
    ring.begin(rowNumber(1));
    ring.finish({messages::PlayResult::complete, ""});
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    journal->flush();
    std::string first;
    std::string again;
    controller.run(refusingSession("unavailable", first));
    controller.run(refusingSession("exhausted", again));
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(first, again);
    link->stop();
}

TEST_F(LinkTest, AConflictWithTheLedgerDoesNotEndTheSession) {
    ring.begin(rowNumber(1));
    ring.finish({messages::PlayResult::complete, ""});
    start(Bond{controller.keys.trust(), ScreenId("gate-led"), ""});
    journal->flush();
    std::string batch;
    controller.run(refusingSession("ledger-conflict", batch));
    link->stop();
}

TEST_F(LinkTest, StopsWhileNobodyAnswers) {
    options.controller = "http://127.0.0.1:1";
    start();
    link->stop();
}

}  // namespace
}  // namespace tocsin::player
