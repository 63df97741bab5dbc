// SPDX-License-Identifier: Apache-2.0
// What somebody may send who means no good: slow, endless, too much at once, or so that it can be
// read in two ways. By raw bytes over loopback, with short limits.
#include <gtest/gtest.h>
#include <poll.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <thread>

#include "support/open_gate.hpp"
#include "tocsin/http/server.hpp"

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using asio::ip::tcp;

std::size_t answersIn(std::string const& text) {
    std::size_t count = 0;
    for (auto at = text.find("HTTP/1.1 "); at != std::string::npos;
         at = text.find("HTTP/1.1 ", at + 1)) {
        ++count;
    }
    return count;
}

class InboundLimits : public testing::Test {
protected:
    InboundLimits() {
        std::string name = testing::TempDir() + "limits-XXXXXX";
        directory = ::mkdtemp(name.data());
    }
    ~InboundLimits() override {
        if (thread.joinable()) {
            asio::post(io, [this] {
                asio::co_spawn(io, server->stop(Milliseconds(5'000)), [](std::exception_ptr) {});
            });
            thread.join();
            workers.join();
        }
        std::filesystem::remove_all(directory);
    }

    void start(ServerSettings settings = {}) {
        settings.uploads = directory / "uploads";
        server =
            Server::listen(io.get_executor(),
                           {workers.get_executor(), workers.get_executor(), workers.get_executor()},
                           settings, routes(), gate, {})
                .value();
        server->start();
        thread = std::thread([this] { io.run(); });
    }
    static access::Routes routes() {
        access::Routes table;
        table.push_back({"GET", "/hello/{name}", Permission::viewScreens, "", "", "",
                         BodyPolicy::none,
                         [](Principal const&, Request const& request) -> Result<Response> {
                             Response response;
                             response.body = "hello " + request.parameters.at("name");
                             return response;
                         }});
        for (auto const policy : {BodyPolicy::text, BodyPolicy::upload}) {
            table.push_back({"POST", policy == BodyPolicy::text ? "/text" : "/upload",
                             Permission::viewScreens, "", "", "", policy,
                             [](Principal const&, Request const& request) -> Result<Response> {
                                 Response response;
                                 response.body = "taken " + request.body;
                                 return response;
                             }});
        }
        return table;
    }

    /// A connection from `address`, one of this machine's.
    tcp::socket connected(char const* address = "127.0.0.1") {
        tcp::socket socket(own);
        socket.open(tcp::v4());
        socket.bind({asio::ip::make_address(address), 0});
        socket.connect({asio::ip::address_v4::loopback(), server->port()});
        return socket;
    }
    static std::string restOf(tcp::socket& socket) {
        std::string answer;
        boost::system::error_code ec;
        asio::read(socket, asio::dynamic_buffer(answer), ec);
        return answer;
    }
    /// All that comes until the server closes.
    std::string sendRaw(std::string const& bytes) {
        auto socket = connected();
        boost::system::error_code ec;
        asio::write(socket, asio::buffer(bytes), ec);
        return restOf(socket);
    }
    /// Sends `begin`, then a byte at a time; how many the server waited for until it closed, at
    /// most `most`.
    static std::size_t trickle(tcp::socket& socket, std::string const& begin, std::size_t most) {
        boost::system::error_code ec;
        asio::write(socket, asio::buffer(begin), ec);
        pollfd closed{socket.native_handle(), POLLIN, 0};
        std::size_t sent = 0;
        while (sent < most && ::poll(&closed, 1, 20) == 0) {
            sent += asio::write(socket, asio::buffer("x", 1), ec);
        }
        return sent;
    }
    /// Whether it is answered 400 and nothing else, whatever comes after it on the connection.
    void expectRefused(std::string const& head, std::string const& status = " 400 ") {
        auto const answer =
            sendRaw(head + "GET /hello/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n");
        EXPECT_EQ(answer.find("HTTP/1.1" + status), 0U) << head << "\n" << answer;
        EXPECT_EQ(answersIn(answer), 1U) << head << "\n" << answer;
        EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << head;
    }

    std::filesystem::path directory;
    asio::io_context io{1}, own;
    asio::thread_pool workers{2};
    test::OpenGate gate;
    std::unique_ptr<Server> server;
    std::thread thread;
};

constexpr std::size_t kManyBytes = 1'000;
std::string const kHello = "GET /hello/x HTTP/1.1\r\nHost: localhost\r\n\r\n";
std::string const kLast = "GET /hello/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

TEST_F(InboundLimits, AHeaderThatComesByteByByteIsCut) {
    ServerSettings settings;
    settings.header = Milliseconds(200);
    start(settings);
    auto first = connected();
    EXPECT_LT(trickle(first, "GET /hello/x HTTP/1.1\r\nX: ", kManyBytes), kManyBytes);
    EXPECT_EQ(restOf(first), "");
    auto second = connected();
    asio::write(second, asio::buffer(kHello));
    std::string answer;
    asio::read_until(second, asio::dynamic_buffer(answer), "hello x");
    EXPECT_LT(trickle(second, "GET /hello/x HTTP/1.1\r\nX: ", kManyBytes), kManyBytes)
        << "a further header on the same connection";
}

TEST_F(InboundLimits, ABodyThatTricklesIsCut) {
    ServerSettings settings;
    settings.idle = Milliseconds(200);
    start(settings);
    for (std::string const path : {"/text", "/upload"}) {
        auto socket = connected();
        auto const head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n";
        EXPECT_LT(trickle(socket, head + "Content-Length: 300000\r\n\r\n", kManyBytes), kManyBytes)
            << path;
        auto chunks = connected();
        EXPECT_LT(trickle(chunks, head + "Transfer-Encoding: chunked\r\n\r\nffff\r\n", kManyBytes),
                  kManyBytes)
            << path << " in chunks";
    }
}

TEST_F(InboundLimits, OneAddressDoesNotTakeThePlacesOfOthers) {
    ServerSettings settings;
    settings.connectionsOfLoopback = 2;
    start(settings);
    auto first = connected();
    auto second = connected();
    for (auto* socket : {&first, &second}) {
        asio::write(*socket, asio::buffer(kHello));
        char byte = 0;
        asio::read(*socket, asio::buffer(&byte, 1));  // it is being served
    }
    auto const refused = sendRaw(kHello);
    EXPECT_EQ(refused.find("HTTP/1.1 503 "), 0U) << refused;
    EXPECT_NE(refused.find("Retry-After: "), std::string::npos);
    auto other = connected("127.0.0.2");
    asio::write(other, asio::buffer(kHello));
    std::string status(13, ' ');
    asio::read(other, asio::buffer(status));
    EXPECT_EQ(status, "HTTP/1.1 200 ");
    asio::write(first, asio::buffer(kLast));
    restOf(first);
    auto again = connected();
    asio::write(again, asio::buffer(kHello));
    asio::read(again, asio::buffer(status));
    EXPECT_EQ(status, "HTTP/1.1 200 ") << "a place that was given back";
}

TEST_F(InboundLimits, HeadersAreShortAndFew) {
    start();
    auto const with = [](std::size_t lines) {
        std::string head = "GET /hello/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        for (std::size_t i = 2; i < lines; ++i) {
            head += "a: b\r\n";
        }
        return head + "\r\n";
    };
    EXPECT_EQ(sendRaw(with(100)).find("HTTP/1.1 200 "), 0U);
    expectRefused(with(101), " 431 ");
    expectRefused("GET /hello/" + std::string(20'000, 'x') + " HTTP/1.1\r\n\r\n", " 431 ");
    expectRefused("GET /hello/x HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", " 431 ");
    expectRefused(std::string(20'000, 'G'), " 431 ");
}

TEST_F(InboundLimits, ARequestThatCanBeReadInTwoWaysIsRefused) {
    start();
    std::string const post = "POST /text HTTP/1.1\r\nHost: localhost\r\n";
    for (std::string const doubtful :
         {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
          "Transfer-Encoding: identity\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\nContent-Length: 6\r\n",
          "Content-Length: 5\r\nContent-Length: 5\r\n",
          "Content-Length: 5, 5\r\n",
          "Content-Length: 5, 6\r\n",
          "Content-Length: +5\r\n",
          "Content-Length: -5\r\n",
          "Content-Length: 0x5\r\n",
          "Content-Length: 5 5\r\n",
          "Content-Length: \r\n",
          "Content-Length: 99999999999999999999\r\n",
          "Content-Length : 5\r\n",
          "Transfer-Encoding: identity\r\n",
          "Transfer-Encoding: gzip, chunked\r\n",
          "Transfer-Encoding: chunked, gzip\r\n",
          "Transfer-Encoding: chunked, chunked\r\n",
          "Transfer-Encoding: xchunked\r\n",
          "Transfer-Encoding: \"chunked\"\r\n",
          "Transfer-Encoding:\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding : chunked\r\n",
          "Host: evil.example\r\n",
          "X: a\nContent-Length: 5\r\n",
          "X: a\rContent-Length: 5\r\n",
          "X\r\n",
          ": x\r\n"}) {
        expectRefused(post + doubtful + "\r\n5\r\nabcde\r\n0\r\n\r\n");
    }
    expectRefused("POST /text HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    expectRefused("POST /text HTTP/1.1\r\nX: a" + std::string(1, '\0') + "\r\n\r\n");
    expectRefused("GET /hello/x HTTP/2.0\r\n\r\n");
    expectRefused("GET  /hello/x HTTP/1.1\r\n\r\n");
    expectRefused("GET /hello/x\r\n\r\n");
}

TEST_F(InboundLimits, ChunksThatCannotBeReadAreRefused) {
    start();
    for (std::string const path : {"/text", "/upload"}) {
        auto const post =
            "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (std::string const chunks :
             {"z\r\nabcde\r\n", "-5\r\nabcde\r\n", " 5\r\nabcde\r\n", "\r\nabcde\r\n",
              "FFFFFFFFFFFFFFFFF\r\nabcde\r\n", "0x5\r\nabcde\r\n0\r\n\r\n", "5\r\nabcdefg\r\n",
              "5;=\r\nabcde\r\n", "0\r\nno trailer\r\n\r\n"}) {
            expectRefused(post + chunks);
        }
        expectRefused(post + "5;" + std::string(200'000, 'x'));
        expectRefused(post + "0\r\nX: " + std::string(200'000, 'x'));
        expectRefused(post + std::string(200'000, '0'));
        expectRefused(post + "FFFFFFFFFFFFFFFF\r\nabcde\r\n", " 413 ");
    }
}

TEST_F(InboundLimits, ABodyIsNeverTakenForARequest) {
    start();
    std::string const inside = "GET /hello/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    auto const length = "Content-Length: " + std::to_string(inside.size()) + "\r\n\r\n";
    auto const known = sendRaw("POST /text HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
                               length + inside);
    EXPECT_EQ(answersIn(known), 1U) << known;
    EXPECT_NE(known.find("taken GET"), std::string::npos);
    for (std::string const line : {"POST /nowhere", "GET /hello/x", "POST /hello/x"}) {
        auto const answer = sendRaw(line + " HTTP/1.1\r\nHost: localhost\r\n" + length + inside);
        EXPECT_EQ(answersIn(answer), 1U) << answer;
        EXPECT_EQ(answer.find("HTTP/1.1 4"), 0U) << answer;
    }
}

TEST_F(InboundLimits, RequestsThatComeAtOnceAreAnsweredInTheirOrder) {
    start();
    std::string all, bodies;
    for (int i = 0; i < 200; ++i) {
        auto const name = std::to_string(i);
        all += "GET /hello/" + name + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        all += "POST /text HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" +
               std::string("1\r\n") + name.back() + "\r\n0\r\n\r\n";
        bodies += "hello " + name + "taken " + name.back();
    }
    all += "GET /hello/end HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    auto const answers = sendRaw(all);
    EXPECT_EQ(answersIn(answers), 401U);
    std::string got;
    for (auto at = answers.find("\r\n\r\n"); at != std::string::npos;
         at = answers.find("\r\n\r\n", at + 4)) {
        auto const next = answers.find("HTTP/1.1 ", at);
        got += answers.substr(at + 4, next == std::string::npos ? next : next - at - 4);
    }
    EXPECT_EQ(got, bodies + "hello end");
}

}  // namespace
}  // namespace tocsin::http
