// SPDX-License-Identifier: Apache-2.0
// Channels over loopback: what holds, what is refused, and how each kind of loss is told.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>

#include "run_task.hpp"
#include "tocsin/session/accept_channel.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

using ChannelPtr = std::unique_ptr<Channel>;
struct Pair {
    ChannelPtr server, client;
};

asio::awaitable<Result<ChannelPtr>> acceptOne(tcp::acceptor& acceptor, ChannelLimits limits) {
    AsyncStream stream(plainTransport(co_await acceptor.async_accept(asio::use_awaitable)));
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> upgrade;
    co_await http::async_read(stream, buffer, upgrade, asio::use_awaitable);
    co_return co_await acceptChannel(std::move(stream), std::move(upgrade), "the player", limits);
}

asio::awaitable<Pair> connectPair(tcp::acceptor& acceptor, std::string url, ChannelLimits server,
                                  ChannelLimits client) {
    using namespace asio::experimental::awaitable_operators;
    auto [accepted, connected] =
        co_await (acceptOne(acceptor, server) && connectChannel(url, "/player", client));
    Pair out;
    out.server = std::move(accepted).value();
    out.client = std::move(connected).value();
    co_return out;
}

asio::awaitable<void> echoUntilClosed(Channel& channel) {
    while (true) {
        auto message = co_await channel.receive();
        if (!message) {
            co_return;
        }
        auto const sent = co_await channel.send(*std::move(message));
        if (!sent) {
            co_return;
        }
    }
}

asio::awaitable<Result<std::string>> ask(Channel& channel, std::string question) {
    auto const sent = co_await channel.send(std::move(question));
    if (!sent) {
        co_return sent.error();
    }
    co_return co_await channel.receive();
}

class ChannelTest : public testing::Test {
protected:
    asio::io_context io;
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    std::string url = "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());

    Pair pair(ChannelLimits server = {}, ChannelLimits client = {}) {
        return runTask(io, connectPair(acceptor, url, server, client));
    }
    template <class T>
    std::future<T> start(asio::awaitable<T> task) {
        return asio::co_spawn(io, std::move(task), asio::use_future);
    }
    void settle() {
        io.restart();
        io.poll();
    }
};

TEST_F(ChannelTest, CarriesMessagesWholeAndInOrder) {
    auto const both = pair();
    auto echo = start(echoUntilClosed(*both.server));
    EXPECT_EQ(runTask(io, ask(*both.client, "警报")).value(), "警报");
    std::string const large(900'000, 'x');
    EXPECT_EQ(runTask(io, ask(*both.client, large)).value(), large);
    auto first = start(both.client->send("first " + large));
    auto second = start(both.client->send("second"));
    EXPECT_EQ(runTask(io, both.client->receive()).value(), "first " + large);
    EXPECT_EQ(runTask(io, both.client->receive()).value(), "second");
    finish(io, std::move(first)).value();
    finish(io, std::move(second)).value();
    runTask(io, both.client->close(CloseReason::normal));
    finish(io, std::move(echo));
    EXPECT_EQ(both.server->peer(), "the player");
}

TEST_F(ChannelTest, CarriesTheNonceOfWhoConnects) {
    auto const connect = [&](std::string nonce) {
        auto accepted = start(acceptOne(acceptor, {}));
        auto connected = start(connectChannel(url, "/player", {}, std::move(nonce)));
        auto const client = finish(io, std::move(connected)).value();
        return finish(io, std::move(accepted)).value()->nonce();
    };
    std::string random(32, 'n');
    random[0] = '\0';
    random[1] = '\xff';
    EXPECT_EQ(connect(random), random);
    EXPECT_EQ(connect(""), "");
    EXPECT_EQ(connect("short"), "") << "what is none is none";
}

TEST_F(ChannelTest, RefusesAMessageThatIsTooLarge) {
    ChannelLimits small;
    small.messageBytes = 1000;
    auto const both = pair(small);
    auto received = start(both.server->receive());
    runTask(io, both.client->send(std::string(1001, 'x'))).value();
    auto const told = runTask(io, both.client->receive());
    EXPECT_EQ(told.error().code, Errc::unavailable);
    EXPECT_NE(told.error().message.find("1009"), std::string::npos) << told.error().message;
    EXPECT_EQ(finish(io, std::move(received)).error().code, Errc::unavailable);
    EXPECT_EQ(runTask(io, both.server->send(std::string(1001, 'x'))).error().code,
              Errc::unavailable);
}

TEST_F(ChannelTest, DoesNotSendWhatIsTooLarge) {
    ChannelLimits small;
    small.messageBytes = 1000;
    auto const both = pair(small);
    EXPECT_EQ(runTask(io, both.server->send(std::string(1001, 'x'))).error().code, Errc::invalid);
    runTask(io, both.server->send(std::string(1000, 'x'))).value();
    EXPECT_EQ(runTask(io, both.client->receive())->size(), 1000U);
}

TEST_F(ChannelTest, NoticesAPeerThatVanishes) {
    auto both = pair();
    both.server.reset();
    EXPECT_EQ(runTask(io, both.client->receive()).error().code, Errc::unavailable);
    EXPECT_EQ(runTask(io, both.client->receive()).error().code, Errc::unavailable);
    EXPECT_EQ(runTask(io, both.client->send("anyone?")).error().code, Errc::unavailable);
}

TEST_F(ChannelTest, GivesUpOnASilentPeer) {
    ChannelLimits impatient;
    impatient.idle = Milliseconds(200);
    auto const both = pair({}, impatient);  // the server never reads, so it answers no ping
    EXPECT_EQ(runTask(io, both.client->receive()).error().code, Errc::timedOut);
}

TEST_F(ChannelTest, KeepsAQuietPeerThatAnswersPings) {
    ChannelLimits impatient;
    impatient.idle = Milliseconds(100);
    auto const both = pair({}, impatient);
    auto served = start(both.server->receive());
    auto received = start(both.client->receive());
    io.restart();
    io.run_for(std::chrono::milliseconds(500));
    runTask(io, both.client->send("still here")).value();
    EXPECT_EQ(finish(io, std::move(served)).value(), "still here");
    runTask(io, both.server->send("so am I")).value();
    EXPECT_EQ(finish(io, std::move(received)).value(), "so am I");
}

TEST_F(ChannelTest, EndsAPendingReceiveByClosing) {
    auto const both = pair();
    auto ours = start(both.client->receive());
    auto theirs = start(both.server->receive());
    settle();
    runTask(io, both.client->close(CloseReason::serviceRestart));
    EXPECT_EQ(finish(io, std::move(ours)).error().code, Errc::unavailable);
    auto const told = finish(io, std::move(theirs)).error();
    EXPECT_EQ(told.code, Errc::unavailable);
    EXPECT_NE(told.message.find("1012"), std::string::npos) << told.message;
    EXPECT_EQ(runTask(io, both.client->send("late")).error().code, Errc::unavailable);
}

TEST_F(ChannelTest, ClosesInTimeWhenThePeerDoesNotAnswer) {
    ChannelLimits impatient;
    impatient.close = Milliseconds(100);
    auto const both = pair({}, impatient);
    auto ours = start(both.client->receive());
    settle();
    runTask(io, both.client->close(CloseReason::normal));
    EXPECT_EQ(finish(io, std::move(ours)).error().code, Errc::unavailable);
}

TEST_F(ChannelTest, BoundsTheMessagesThatWait) {
    ChannelLimits narrow;
    narrow.queuedMessages = 2;
    narrow.write = Milliseconds(300);
    narrow.messageBytes = 64 << 20;
    auto const both = pair({}, narrow);  // the server never reads
    std::vector<std::future<Result<>>> sends;
    for (int i = 0; i < 4; ++i) {
        sends.push_back(start(both.client->send(std::string(32 << 20, 'x'))));
    }
    settle();
    EXPECT_EQ(finish(io, std::move(sends[3])).error().code, Errc::exhausted);
    EXPECT_EQ(finish(io, std::move(sends[0])).error().code, Errc::timedOut);
    EXPECT_EQ(finish(io, std::move(sends[1])).error().code, Errc::unavailable);
    EXPECT_EQ(finish(io, std::move(sends[2])).error().code, Errc::unavailable);
}

TEST_F(ChannelTest, TellsCancellationFromLoss) {
    auto const both = pair();
    asio::cancellation_signal signal;
    auto received = asio::co_spawn(io, both.client->receive(),
                                   asio::bind_cancellation_slot(signal.slot(), asio::use_future));
    settle();
    asio::post(io, [&signal] { signal.emit(asio::cancellation_type::terminal); });
    EXPECT_EQ(finish(io, std::move(received)).error().code, Errc::cancelled);
    EXPECT_EQ(runTask(io, both.client->receive()).error().code, Errc::unavailable);
    EXPECT_EQ(runTask(io, both.server->receive()).error().code, Errc::unavailable);
}

TEST_F(ChannelTest, RefusesAddressesThatCannotBeAController) {
    for (auto const* bad : {"", "127.0.0.1:80", "ws://a", "http://", "http://a:0", "http://a:99999",
                            "http://a/path", "http://u@a", "http://a?q", "http://a b"}) {
        auto const result = runTask(io, connectChannel(bad, "/player", {}));
        ASSERT_FALSE(result) << bad;
        EXPECT_EQ(result.error().code, Errc::invalid) << bad;
    }
}

TEST_F(ChannelTest, NamesTheHostThatDoesNotListen) {
    acceptor.close();
    auto const result = runTask(io, connectChannel(url, "/player", {}));
    EXPECT_EQ(result.error().code, Errc::unavailable);
    EXPECT_NE(result.error().message.find(url.substr(7)), std::string::npos)
        << result.error().message;
}

TEST_F(ChannelTest, GivesUpOnAHostThatDoesNotShakeHands) {
    ChannelLimits impatient;
    impatient.connect = Milliseconds(100);
    auto const result = runTask(io, connectChannel(url, "/player", impatient));
    EXPECT_EQ(result.error().code, Errc::timedOut);
}

}  // namespace
}  // namespace tocsin::session
