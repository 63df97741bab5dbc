// SPDX-License-Identifier: Apache-2.0
// A fleet over a real store, and players on channels in memory. The test turns the io thread.
#pragma once

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <future>

#include "fake_clock.hpp"
#include "interposed_store.hpp"
#include "tocsin/fleet/fleet.hpp"

namespace tocsin::fleet {

/// Both ends of a connection.
struct Wire {
    explicit Wire(boost::asio::io_context& io)
        : wake(io, boost::asio::steady_timer::time_point::max()) {}
    std::deque<std::string> toController;
    std::vector<messages::Message> toPlayer;
    std::optional<session::CloseReason> closed;
    bool gone = false;
    std::string nonce;  ///< that the player chose
    boost::asio::steady_timer wake;
};

/// Keys in files, of which a role can fail, and which can say that they are of another generation.
class TestSigner final : public keys::Signer {
public:
    explicit TestSigner(std::filesystem::path const& directory)
        : inner_(keys::openFileSigner(directory, keys::MissingKey::make).value()),
          issued_(inner_->issued()) {}
    keys::IssuedKeys const& issued() const override { return issued_; }
    Result<messages::Signature> sign(keys::Role role, std::string const& bytes) const override {
        if (role == broken) {
            return Error{Errc::unavailable, "the signer process ended"};
        }
        return inner_->sign(role, bytes);
    }
    // While nobody is connected.
    std::optional<keys::Role> broken;
    void openGeneration(std::int64_t generation) { issued_.set.generation = generation; }

private:
    std::unique_ptr<keys::Signer> inner_;
    keys::IssuedKeys issued_;
};

class MemoryChannel final : public session::Channel {
public:
    explicit MemoryChannel(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
    boost::asio::awaitable<Result<std::string>> receive() override;
    boost::asio::awaitable<Result<>> send(std::string message) override;
    boost::asio::awaitable<void> close(session::CloseReason reason) override;
    std::string peer() const override { return "memory"; }
    std::string nonce() const override { return wire_->nonce; }

private:
    std::shared_ptr<Wire> wire_;
};

class Garrison;

/// A player as its test plays it.
class Player {
public:
    Player(Garrison& garrison, messages::KeyPair const& key, std::string nonce = {});

    /// Answers the challenge; `change` may spoil the hello.
    void hello(std::string token, std::string code,
               std::function<void(messages::Hello&)> const& change = {});
    std::int64_t say(messages::Body body);
    /// The number of its next message.
    void startAt(std::int64_t id) { nextId_ = id; }
    /// Waits until it is asked whether it is there, and says so.
    void answerProbe();
    void sayText(std::string text);
    void hangUp();

    /// The first message of this kind that was not taken yet; waits for it.
    template <class Body>
    Body hear();
    [[nodiscard]] bool hasHeard(std::string_view type) const;
    [[nodiscard]] std::shared_ptr<Wire> wire() const { return wire_; }

private:
    Garrison& garrison_;
    messages::KeyPair const& key_;
    std::shared_ptr<Wire> wire_;
    std::int64_t nextId_ = 1;
};

class Garrison : public testing::Test {
protected:
    explicit Garrison(FleetLimits limits = {});
    ~Garrison() override;

    access::Response call(std::string const& method, std::string const& path,
                          std::string const& body = "");
    boost::json::object json(std::string const& method, std::string const& path,
                             std::string const& body = "", int status = 200);
    /// Adds a screen and returns its token.
    std::string addScreen(std::string const& id);
    std::vector<std::string> audit();
    /// How many rows of the trail are this one.
    std::int64_t audited(std::string const& row) {
        auto const rows = audit();
        return std::count(rows.begin(), rows.end(), row);
    }

public:
    void until(std::function<bool()> const& holds);
    std::shared_ptr<Wire> connect(std::string nonce);

protected:
    access::MassGuard guard_;  ///< what handlers ask
    std::filesystem::path directory_;
    test::FakeClock clock_;
    boost::asio::io_context io_{1};
    boost::asio::thread_pool workers_{2};
    std::unique_ptr<test::InterposedStore> store_;
    std::unique_ptr<TestSigner> signer_;
    std::unique_ptr<library::Library> library_;
    std::unique_ptr<schedule::Schedule> schedule_;
    access::MessageHandler onPlays_, onEvidence_;
    decltype(access::MessageCollector::take) onReceipt_;
    std::unique_ptr<Fleet> fleet_;
    std::vector<std::future<void>> served_;
};

template <class Body>
Body Player::hear() {
    auto& heard = wire_->toPlayer;
    auto const find = [&] {
        return std::find_if(heard.begin(), heard.end(), [](messages::Message const& message) {
            return std::holds_alternative<Body>(message.body);
        });
    };
    garrison_.until([&] { return find() != heard.end(); });
    auto const found = find();
    if (found == heard.end()) {
        ADD_FAILURE() << "never heard it";
        return Body{};
    }
    auto body = std::get<Body>(found->body);
    heard.erase(found);
    return body;
}

}  // namespace tocsin::fleet
