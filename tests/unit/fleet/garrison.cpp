// SPDX-License-Identifier: Apache-2.0
#include "garrison.hpp"
#include "support/open_gate.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tocsin::fleet {
namespace asio = boost::asio;

asio::awaitable<Result<std::string>> MemoryChannel::receive() {
    auto const wire = wire_;
    while (wire->toController.empty()) {
        if (wire->gone || wire->closed) {
            co_return Error{Errc::unavailable, "the player has gone"};
        }
        wire->wake.expires_at(asio::steady_timer::time_point::max());
        co_await wire->wake.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    auto text = std::move(wire->toController.front());
    wire->toController.pop_front();
    co_return text;
}

asio::awaitable<Result<>> MemoryChannel::send(std::string message) {
    if (wire_->gone || wire_->closed) {
        co_return Error{Errc::unavailable, "the player has gone"};
    }
    wire_->toPlayer.push_back(messages::decode(message).value());
    co_return Result<>{};
}

asio::awaitable<void> MemoryChannel::close(session::CloseReason reason) {
    wire_->closed = reason;
    wire_->wake.cancel();
    co_return;
}

Player::Player(Garrison& garrison, messages::KeyPair const& key, std::string nonce)
    : garrison_(garrison), key_(key), wire_(garrison.connect(std::move(nonce))) {}

void Player::hello(std::string token, std::string code,
                   std::function<void(messages::Hello&)> const& change) {
    auto const challenge = hear<messages::Challenge>();
    messages::Hello out;
    out.software = "test";
    out.player = key_.publicKey();
    out.proof = key_.sign(messages::helloBytes(challenge.nonce, challenge.controller));
    out.token = std::move(token);
    out.pairingCode = std::move(code);
    out.width = 192;
    out.height = 32;
    out.boot = "boot";
    if (change) {
        change(out);
    }
    say(out);
}

std::int64_t Player::say(messages::Body body) {
    auto const id = nextId_++;
    sayText(messages::encode({id, std::move(body)}));
    return id;
}

void Player::answerProbe() {
    auto& heard = wire_->toPlayer;
    auto const asked = [&] {
        return std::find_if(heard.begin(), heard.end(), [](messages::Message const& message) {
            return std::holds_alternative<messages::Probe>(message.body);
        });
    };
    garrison_.until([&] { return asked() != heard.end(); });
    ASSERT_NE(asked(), heard.end());
    auto const id = asked()->id;
    heard.erase(asked());
    say(messages::ProbeReply{id});
}

void Player::sayText(std::string text) {
    wire_->toController.push_back(std::move(text));
    wire_->wake.cancel();
}

void Player::hangUp() {
    wire_->gone = true;
    wire_->wake.cancel();
}

bool Player::hasHeard(std::string_view type) const {
    return std::any_of(
        wire_->toPlayer.begin(), wire_->toPlayer.end(),
        [&](messages::Message const& message) { return messages::typeName(message.body) == type; });
}

Garrison::Garrison(FleetLimits limits) {
    std::string name = testing::TempDir() + "fleet-XXXXXX";
    directory_ = ::mkdtemp(name.data());
    auto const now = [this] { return clock_.now(); };
    store_ =
        std::make_unique<test::InterposedStore>(store::openSqliteStore(directory_, now).value());
    signer_ = std::make_unique<TestSigner>(directory_ / "keys");
    library::LibrarySettings settings;
    settings.directory = directory_;
    settings.worker = "/nonexistent/tocsin-media-worker";
    settings.now = now;
    library_ = std::make_unique<library::Library>(*store_, settings);
    schedule_ = std::make_unique<schedule::Schedule>(*store_, *library_, *signer_, now,
                                                     schedule::ScheduleSettings{});
    access::MessageHandlers handlers;
    handlers["plays"] = [this](access::PlayerPrincipal const& player, messages::Body const& body) {
        return onPlays_(player, body);
    };
    handlers["evidence"] = [this](access::PlayerPrincipal const& player,
                                  messages::Body const& body) { return onEvidence_(player, body); };
    fleet_ = std::make_unique<Fleet>(io_.get_executor(), workers_.get_executor(), clock_, *store_,
                                     *schedule_, *signer_, std::move(handlers), limits);
    access::MessageCollectors collectors;
    collectors["warning_receipt"].take = [this](access::PlayerPrincipal const& player,
                                                messages::Body const& body) {
        return onReceipt_(player, body);
    };
    fleet_->collectBy(std::move(collectors));
    schedule_->onReleased([this](ScreenId const& screen) { fleet_->manifestChanged(screen); });
}

Garrison::~Garrison() {
    auto stopped = asio::co_spawn(io_, fleet_->stop(), asio::use_future);
    until([&] {
        for (auto const& done : served_) {
            if (done.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
                return false;
            }
        }
        return stopped.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    workers_.join();
    fleet_.reset();
    schedule_.reset();
    library_.reset();
    store_.reset();
    std::filesystem::remove_all(directory_);
}

access::Response Garrison::call(std::string const& method, std::string const& path,
                                std::string const& body) {
    for (auto const& route : fleet_->routes()) {
        auto const parameters = access::match(route.pattern, path);
        if (parameters && route.method == method) {
            access::Request request{method, path, *parameters, {}, {}, body, {}};
            request.guard = guard_;
            auto answer = route.handler(test::everyRight(), request);
            return answer ? *answer : access::problem(answer.error());
        }
    }
    ADD_FAILURE() << "no route " << method << " " << path;
    return {};
}

boost::json::object Garrison::json(std::string const& method, std::string const& path,
                                   std::string const& body, int status) {
    auto const answer = call(method, path, body);
    EXPECT_EQ(answer.status, status) << answer.body;
    return boost::json::parse(answer.body).as_object();
}

std::string Garrison::addScreen(std::string const& id) {
    auto const added =
        json("POST", "/api/v1/screens", R"({"id":")" + id + R"(","width":192,"height":32})", 201);
    return added.at("token").as_string().c_str();
}

std::vector<std::string> Garrison::audit() {
    std::vector<std::string> out;
    auto const looked = store_->read([&](store::Tx const& tx) -> Result<> {
        for (auto const& row : tx.audit().newest(100)) {
            out.push_back(row.entry.action + " " + row.entry.subject);
        }
        return {};
    });
    EXPECT_TRUE(looked);
    return out;
}

void Garrison::until(std::function<bool()> const& holds) {
    auto const work = asio::make_work_guard(io_);
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) {
            ADD_FAILURE() << "waited in vain";
            return;
        }
        io_.restart();
        io_.run_one_for(std::chrono::milliseconds(50));
    }
}

std::shared_ptr<Wire> Garrison::connect(std::string nonce) {
    auto wire = std::make_shared<Wire>(io_);
    wire->nonce = std::move(nonce);
    served_.push_back(asio::co_spawn(io_, fleet_->serve(std::make_unique<MemoryChannel>(wire)),
                                     asio::use_future));
    return wire;
}

}  // namespace tocsin::fleet
