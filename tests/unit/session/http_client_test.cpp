// SPDX-License-Identifier: Apache-2.0
#include "tocsin/session/http_client.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "http_test_server.hpp"

namespace tocsin::session {
namespace {

std::string plain(std::string const& body, std::string const& status = "200 OK") {
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: text/plain\r\nX-Mixed-CASE:  v \r\nContent-Length: " +
           std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

TEST(HttpClient, GivesStatusHeadersAndBody) {
    HttpTestServer const server([](std::string const&) { return plain("hello"); });
    auto const reply = request({.url = server.url("/a?b=c"), .headers = {{"X-Ours", "1"}}}, {}, {});
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "hello");
    EXPECT_EQ(reply->headers.at("x-mixed-case"), "v");
    auto const sent = server.requests().at(0);
    EXPECT_TRUE(sent.starts_with("GET /a?b=c HTTP/1.1\r\n")) << sent;
    EXPECT_NE(sent.find("X-Ours: 1\r\n"), std::string::npos);
}

TEST(HttpClient, TakesARefusalForAReplyAndFollowsNoRedirect) {
    HttpTestServer const server([](std::string const& got) {
        return got.starts_with("GET /gone") ? plain("no", "404 Not Found")
                                            : plain("", "302 Found\r\nLocation: /gone");
    });
    EXPECT_EQ(request({.url = server.url("/gone")}, {}, {})->status, 404);
    EXPECT_EQ(request({.url = server.url("/moved")}, {}, {})->status, 302);
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST(HttpClient, SendsBodiesFromMemoryAndFromFiles) {
    HttpTestServer const server([](std::string const&) { return plain("ok", "201 Created"); });
    std::string const large(3 << 20, 'z');
    auto const file =
        std::filesystem::path(testing::TempDir()) / ("tocsin-body-" + std::to_string(::getpid()));
    std::ofstream(file, std::ios::binary) << large;
    EXPECT_EQ(request({.method = "POST", .url = server.url("/p"), .body = "{}"}, {}, {})->status,
              201);
    EXPECT_EQ(
        request({.method = "POST", .url = server.url("/f"), .bodyFile = file}, {}, {})->status,
        201);
    EXPECT_EQ(request({.method = "DELETE", .url = server.url("/d")}, {}, {})->status, 201);
    std::filesystem::remove(file);
    auto const sent = server.requests();
    EXPECT_TRUE(sent.at(0).starts_with("POST /p ") && sent[0].ends_with("\r\n\r\n{}")) << sent[0];
    EXPECT_TRUE(sent.at(1).starts_with("POST /f ") && sent[1].ends_with("\r\n\r\n" + large));
    EXPECT_TRUE(sent.at(2).starts_with("DELETE /d "));
    EXPECT_EQ(
        request({.method = "POST", .url = server.url("/"), .bodyFile = file}, {}, {}).error().code,
        Errc::notFound);
}

TEST(HttpClient, SendsAPartOfAFile) {
    HttpTestServer const server([](std::string const&) { return plain("ok"); });
    std::string large;
    for (int i = 0; i < 500'000; ++i) {
        large += std::to_string(i);
    }
    auto const file =
        std::filesystem::path(testing::TempDir()) / ("tocsin-part-" + std::to_string(::getpid()));
    std::ofstream(file, std::ios::binary) << large;
    HttpRequest part{.method = "PATCH", .url = server.url("/p"), .bodyFile = file};
    part.bodyFrom = 1'000'000;
    part.bodyBytes = 700'001;
    EXPECT_EQ(request(part, {}, {})->status, 200);
    part.bodyBytes.reset();
    EXPECT_EQ(request(part, {}, {})->status, 200);
    part.bodyFrom = static_cast<std::int64_t>(large.size()) + 1;
    EXPECT_EQ(request(part, {}, {}).error().code, Errc::invalid);
    std::filesystem::remove(file);
    auto const sent = server.requests();
    EXPECT_TRUE(sent.at(0).ends_with("\r\n\r\n" + large.substr(1'000'000, 700'001)));
    EXPECT_TRUE(sent.at(1).ends_with("\r\n\r\n" + large.substr(1'000'000)));
}

TEST(HttpClient, NamesTheHostThatDoesNotListen) {
    std::string url;
    {
        HttpTestServer const server([](std::string const&) { return ""; });
        url = server.url("/");
    }
    auto const reply = request({.url = url}, {}, {});
    EXPECT_EQ(reply.error().code, Errc::unavailable);
    EXPECT_NE(reply.error().message.find(url.substr(7, url.size() - 8)), std::string::npos)
        << reply.error().message;
}

TEST(HttpClient, BoundsTheReply) {
    HttpTestServer const server([](std::string const&) { return plain(std::string(1001, 'x')); });
    TransferPolicy policy;
    policy.mostBytes = 1000;
    EXPECT_EQ(request({.url = server.url("/")}, policy, {}).error().code, Errc::exhausted);
    policy.mostBytes = 1001;
    EXPECT_EQ(request({.url = server.url("/")}, policy, {})->body.size(), 1001U);
}

TEST(HttpClient, RefusesOtherProtocols) {
    for (auto const* bad :
         {"gopher://127.0.0.1/", "file:///etc/hostname", "ftp://127.0.0.1/", "", "http://"}) {
        EXPECT_EQ(request({.url = bad}, {}, {}).error().code, Errc::invalid) << bad;
    }
}

TEST(HttpClient, EndsWhenItIsStoppedOrLate) {
    std::stop_source finished;
    // Answers only when the client has given up.
    HttpTestServer const server([&finished](std::string const&) {
        while (!finished.stop_requested()) {
            std::this_thread::yield();
        }
        return std::string();
    });
    std::stop_source stop;
    Result<HttpReply> reply = Error{};
    std::jthread client([&] { reply = request({.url = server.url("/")}, {}, stop.get_token()); });
    while (server.requests().empty()) {
        std::this_thread::yield();
    }
    stop.request_stop();
    client.join();
    finished.request_stop();
    EXPECT_EQ(reply.error().code, Errc::cancelled);
}

TEST(HttpClient, HasADeadlineForTheWholeTransfer) {
    std::stop_source finished;
    HttpTestServer const server([&finished](std::string const&) {
        while (!finished.stop_requested()) {
            std::this_thread::yield();
        }
        return std::string();
    });
    TransferPolicy policy;
    policy.whole = Milliseconds(100);
    auto const reply = request({.url = server.url("/")}, policy, {});
    finished.request_stop();
    EXPECT_EQ(reply.error().code, Errc::timedOut);
}

}  // namespace
}  // namespace tocsin::session
