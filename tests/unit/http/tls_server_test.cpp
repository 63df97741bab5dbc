// SPDX-License-Identifier: Apache-2.0
// TLS and plain HTTP on one port: who is served what.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "arrival.hpp"
#include "doorstep.hpp"
#include "support/open_gate.hpp"
#include "tocsin/http/server.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/session/http_client.hpp"
#include "tocsin/tls/issue.hpp"

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

Instant today() {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

struct House {
    tls::Issued authority = tls::makeAuthority("Test authority", today());

    [[nodiscard]] session::TlsIdentity identity() const {
        auto issued = tls::issueServer(authority, {{"127.0.0.1"}, {}}, today()).value();
        return {issued.certificate + authority.certificate, issued.key};
    }
};

class TlsServerTest : public testing::Test {
protected:
    TlsServerTest() {
        std::string name = testing::TempDir() + "https-XXXXXX";
        directory = ::mkdtemp(name.data());
        content.resize(700'000);
        for (std::size_t i = 0; i < content.size(); ++i) {
            content[i] = static_cast<char>(i * 7 + i / 251);
        }
        std::ofstream(directory / "content", std::ios::binary) << content;
        digest = messages::sha256(content);
    }
    ~TlsServerTest() override {
        if (thread.joinable()) {
            stop();
        }
        std::filesystem::remove_all(directory);
    }

    void start(ServerSettings settings = {}) {
        settings.uploads = directory / "uploads";
        settings.tls = tls;
        settings.names = {"screens.example"};
        auto table = routes();
        table.push_back(authorityRoute(tls));
        server =
            Server::listen(io.get_executor(),
                           {workers.get_executor(), workers.get_executor(), workers.get_executor()},
                           settings, table, gate,
                           [](std::unique_ptr<session::Channel> channel, std::function<void()>) {
                               return greetAndClose(std::move(channel));
                           })
                .value();
        server->start();
        thread = std::thread([this] { io.run(); });
    }
    /// Everybody counts as somebody from elsewhere.
    void startForStrangers(ServerSettings settings = {}) {
        settings.plainFrom = [](std::string const&) { return false; };
        start(settings);
    }
    void stop(Milliseconds grace = Milliseconds(5'000)) {
        asio::post(io, [this, grace] {
            asio::co_spawn(io, server->stop(grace), [](std::exception_ptr) {});
        });
        thread.join();
        workers.join();
    }
    static asio::awaitable<void> greetAndClose(std::unique_ptr<session::Channel> channel) {
        (void)co_await channel->send("hello");
        co_await channel->close(session::CloseReason::normal);
    }

    access::Routes routes() {
        access::Routes table;
        table.push_back({"GET", "/api/v1/hello", Permission::viewScreens, "", "", "",
                         BodyPolicy::none,
                         [](Principal const&, Request const&) -> Result<Response> {
                             Response response;
                             response.body = "hello";
                             return response;
                         }});
        table.push_back({"POST", "/api/v1/text", Permission::viewScreens, "", "", "",
                         BodyPolicy::text,
                         [](Principal const&, Request const& request) -> Result<Response> {
                             Response response;
                             response.body = std::to_string(request.body.size());
                             return response;
                         }});
        table.push_back({"POST", "/upload", Permission::viewScreens, "", "", "", BodyPolicy::upload,
                         [](Principal const&, Request const& request) -> Result<Response> {
                             Response response;
                             response.body = messages::sha256File(request.bodyFile)->hex();
                             return response;
                         }});
        table.push_back({"GET", "/content", Permission::viewScreens, "", "", "", BodyPolicy::none,
                         [this](Principal const&, Request const&) -> Result<Response> {
                             Response response;
                             response.file = access::FileBody{directory / "content", digest};
                             return response;
                         }});
        return table;
    }

    Result<session::HttpReply> tryAsk(std::string const& scheme, std::string const& method,
                                      std::string const& target,
                                      std::map<std::string, std::string> headers = {},
                                      std::string const& body = "") {
        session::HttpRequest request;
        request.method = method;
        request.url = scheme + "://127.0.0.1:" + std::to_string(server->port()) + target;
        request.headers = std::move(headers);
        request.body = body;
        session::TransferPolicy policy;
        policy.trust = session::TlsTrust::pinned(house.authority.certificate);
        return session::request(request, policy, {});
    }
    session::HttpReply ask(std::string const& scheme, std::string const& method,
                           std::string const& target,
                           std::map<std::string, std::string> headers = {},
                           std::string const& body = "") {
        auto reply = tryAsk(scheme, method, target, std::move(headers), body);
        EXPECT_TRUE(reply) << reply.error().message;
        return reply ? *reply : session::HttpReply{};
    }
    asio::ip::tcp::socket connect(asio::io_context& own) {
        asio::ip::tcp::socket socket(own);
        socket.connect({asio::ip::address_v4::loopback(), server->port()});
        return socket;
    }
    /// All that comes until the server closes.
    std::string sendRaw(std::string const& bytes) {
        asio::io_context own;
        auto socket = connect(own);
        asio::write(socket, asio::buffer(bytes));
        std::string answer;
        boost::system::error_code ec;
        asio::read(socket, asio::dynamic_buffer(answer), ec);
        return answer;
    }

    std::filesystem::path directory;
    std::string content;
    Digest digest;
    House const house;
    std::shared_ptr<session::TlsServer> tls = session::TlsServer::make(house.identity()).value();
    asio::io_context io{1};
    asio::thread_pool workers{2};
    test::OpenGate gate;
    std::unique_ptr<Server> server;
    std::thread thread;
};

TEST_F(TlsServerTest, SpeaksTlsAndPlainHttpOnOnePort) {
    start();
    EXPECT_EQ(ask("https", "GET", "/api/v1/hello").body, "hello");
    EXPECT_EQ(ask("http", "GET", "/api/v1/hello").body, "hello");
    EXPECT_EQ(ask("https", "POST", "/api/v1/text", {}, "12345").body, "5");
    EXPECT_EQ(ask("https", "GET", "/nothing").status, 404);
    EXPECT_EQ(ask("https", "GET", "/ca.pem").body, house.authority.certificate);
}

TEST_F(TlsServerTest, SendsFilesWholeInPartsAndNotAtAllOverTls) {
    start();
    auto const whole = ask("https", "GET", "/content");
    EXPECT_EQ(whole.status, 200);
    EXPECT_TRUE(whole.body == content);
    auto const etag = "\"" + digest.hex() + "\"";
    EXPECT_EQ(whole.headers.at("etag"), etag);
    auto const part = ask("https", "GET", "/content", {{"Range", "bytes=262140-600000"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_TRUE(part.body == content.substr(262'140, 600'000 - 262'140 + 1));
    EXPECT_EQ(part.headers.at("content-range"), "bytes 262140-600000/700000");
    EXPECT_EQ(ask("https", "GET", "/content", {{"Range", "bytes=700000-"}}).status, 416);
    EXPECT_EQ(ask("https", "GET", "/content", {{"If-None-Match", etag}}).status, 304);
    auto const head = ask("https", "HEAD", "/content");
    EXPECT_EQ(head.headers.at("content-length"), "700000");
    EXPECT_EQ(head.body, "");
}

TEST_F(TlsServerTest, TakesUploadsOverTls) {
    start();
    std::string const large(3 << 20, 'u');
    EXPECT_EQ(ask("https", "POST", "/upload", {}, large).body, messages::sha256(large).hex());
}

TEST_F(TlsServerTest, TellsStrangersWithoutTlsTheWayAndNothingElse) {
    startForStrangers();
    auto const here = "127.0.0.1:" + std::to_string(server->port());
    auto const api = ask("http", "GET", "/api/v1/hello?a=b");
    EXPECT_EQ(api.status, 308);
    EXPECT_EQ(api.headers.at("location"), "https://" + here + "/api/v1/hello?a=b");
    EXPECT_NE(api.body.find("over TLS only"), std::string::npos) << api.body;
    EXPECT_EQ(ask("http", "POST", "/api/v1/text", {}, std::string(500'000, 'x')).status, 308);
    EXPECT_EQ(ask("http", "GET", "/content").status, 308);
    EXPECT_EQ(ask("http", "DELETE", "/").status, 308);
    EXPECT_EQ(sendRaw("GET /player HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection:"
                      " upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                      "AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                  .find("HTTP/1.1 308 "),
              0U);
    EXPECT_EQ(ask("https", "GET", "/api/v1/hello").body, "hello") << "over TLS they are served";
}

TEST_F(TlsServerTest, TheRedirectLeadsNowhereElse) {
    startForStrangers();
    auto const here = "https://127.0.0.1:" + std::to_string(server->port());
    EXPECT_EQ(ask("http", "GET", "/x", {{"Host", "evil.example"}}).headers.at("location"),
              here + "/x");
    EXPECT_EQ(ask("http", "GET", "/x", {{"Host", "Screens.Example:8440"}}).headers.at("location"),
              "https://Screens.Example:8440/x");
    EXPECT_NE(sendRaw("GET http://evil.example/ HTTP/1.0\r\n\r\n").find("Location: " + here + "/"),
              std::string::npos);
}

TEST_F(TlsServerTest, ShowsStrangersThePageThatSaysHowToTrustIt) {
    startForStrangers();
    auto const page = ask("http", "GET", "/");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
    auto const fingerprint = session::fingerprintOf(tls->authority().digest);
    EXPECT_NE(page.body.find("指纹"), std::string::npos);
    EXPECT_NE(page.body.find("root certificate"), std::string::npos);
    EXPECT_NE(page.body.find(fingerprint), std::string::npos);
    EXPECT_NE(page.body.find(fingerprint, page.body.find(fingerprint) + 1), std::string::npos);
    EXPECT_EQ(page.body.find('{' + std::string("URL")), std::string::npos);
    auto const certificate = ask("http", "GET", "/ca.pem");
    EXPECT_EQ(certificate.body, house.authority.certificate);
    EXPECT_EQ(certificate.headers.at("content-type"), "application/x-x509-ca-cert");
    EXPECT_EQ(ask("http", "HEAD", "/ca.pem").body, "");
}

TEST_F(TlsServerTest, KnowsHostsByAddressAndConfiguredName) {
    start();
    for (auto const* host : {"10.0.0.5", "[fd00::2]:8440", "screens.example", "localhost:1"}) {
        EXPECT_EQ(ask("https", "GET", "/api/v1/hello", {{"Host", host}}).status, 200) << host;
    }
    EXPECT_EQ(ask("https", "GET", "/api/v1/hello", {{"Host", "evil.example"}}).status, 421);
}

TEST_F(TlsServerTest, PagesOfOtherOriginsChangeNothing) {
    start();
    auto const host = "127.0.0.1:" + std::to_string(server->port());
    auto const statusFrom = [&](std::string const& scheme, std::string const& origin) {
        return ask(scheme, "POST", "/api/v1/text", {{"Origin", origin}}, "x").status;
    };
    EXPECT_EQ(statusFrom("https", "https://" + host), 200);
    EXPECT_EQ(statusFrom("https", "http://" + host), 403) << "anybody on the way could write it";
    EXPECT_EQ(statusFrom("http", "http://" + host), 200);
    EXPECT_EQ(statusFrom("http", "https://" + host), 200) << "behind a proxy";
    EXPECT_EQ(statusFrom("http", "https://evil.example"), 403);
}

TEST_F(TlsServerTest, CutsAConnectionThatNeverSaysWhatItSpeaks) {
    ServerSettings settings;
    settings.arrival = Milliseconds(200);
    start(settings);
    EXPECT_EQ(sendRaw(""), "");
}

TEST_F(TlsServerTest, CutsAHandshakeThatIsNeverFinished) {
    ServerSettings settings;
    settings.arrival = Milliseconds(200);
    start(settings);
    EXPECT_EQ(sendRaw(std::string("\x16\x03\x01\x02\x00\x01", 6)), "");
}

TEST_F(TlsServerTest, AnswersABrokenHandshakeWithAnAlertAtMost) {
    start();
    auto const answer = sendRaw("\x16nonsense\r\n\r\n");
    EXPECT_TRUE(answer.empty() || answer.front() == '\x15') << answer;
}

TEST_F(TlsServerTest, WithoutACertificateTlsIsNotSpoken) {
    tls = nullptr;
    ServerSettings settings;
    settings.uploads = directory / "uploads";
    settings.plainFrom = [](std::string const&) { return false; };
    server =
        Server::listen(io.get_executor(),
                       {workers.get_executor(), workers.get_executor(), workers.get_executor()},
                       settings, routes(), gate, {})
            .value();
    server->start();
    thread = std::thread([this] { io.run(); });
    EXPECT_FALSE(tryAsk("https", "GET", "/api/v1/hello"));
    EXPECT_EQ(ask("http", "GET", "/api/v1/hello").status, 403);
}

TEST_F(TlsServerTest, ShowsAnotherCertificateWithoutARestart) {
    start();
    EXPECT_TRUE(tryAsk("https", "GET", "/api/v1/hello"));
    House const another;
    tls->change(another.identity()).value();
    auto const refused = tryAsk("https", "GET", "/api/v1/hello");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::permission);
    EXPECT_EQ(ask("http", "GET", "/ca.pem").body, another.authority.certificate);
    tls->change(house.identity()).value();
    EXPECT_TRUE(tryAsk("https", "GET", "/api/v1/hello"));
}

asio::awaitable<Result<std::string>> hearPlayer(std::string url, session::TlsTrust trust) {
    session::ChannelLimits const limits;
    auto channel = co_await session::connectChannel(url, "/player", limits, {}, trust);
    if (!channel) {
        co_return channel.error();
    }
    co_return co_await (*channel)->receive();
}

TEST_F(TlsServerTest, PlayersComeOverTls) {
    startForStrangers();
    auto const address = "127.0.0.1:" + std::to_string(server->port());
    asio::io_context own;
    auto const trust = session::TlsTrust::pinned(house.authority.certificate);
    auto heard = asio::co_spawn(own, hearPlayer("https://" + address, trust), asio::use_future);
    auto refused = asio::co_spawn(own, hearPlayer("http://" + address, trust), asio::use_future);
    own.run();
    EXPECT_EQ(heard.get().value(), "hello");
    EXPECT_EQ(refused.get().error().code, Errc::unavailable);
}

/// A client of OpenSSL alone, which sees how a connection ends.
class OpenSslClient {
public:
    explicit OpenSslClient(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {
        SSL_set_fd(ssl_, socket_.native_handle());
        connected_ = SSL_connect(ssl_) == 1;
    }
    ~OpenSslClient() {
        SSL_free(ssl_);
        SSL_CTX_free(context_);
    }
    OpenSslClient(OpenSslClient const&) = delete;
    OpenSslClient& operator=(OpenSslClient const&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }
    /// Whether the server's end came in order after its answer.
    bool endsInOrderAfter(std::string const& request) {
        SSL_write(ssl_, request.data(), static_cast<int>(request.size()));
        char block[4096];
        int got = 1;
        while (got > 0) {
            got = SSL_read(ssl_, block, sizeof block);
            answer += got > 0 ? std::string(block, static_cast<std::size_t>(got)) : "";
        }
        return SSL_get_error(ssl_, got) == SSL_ERROR_ZERO_RETURN;
    }
    std::string answer;

private:
    SSL_CTX* context_ = SSL_CTX_new(TLS_client_method());
    SSL* ssl_ = SSL_new(context_);
    asio::ip::tcp::socket socket_;
    bool connected_ = false;
};

TEST_F(TlsServerTest, SaysThatAConnectionEndsSoThatNobodyCanCutIt) {
    start();
    asio::io_context own;
    OpenSslClient client(connect(own));
    ASSERT_TRUE(client.connected());
    EXPECT_TRUE(client.endsInOrderAfter(
        "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    EXPECT_TRUE(client.answer.ends_with("hello")) << client.answer;
}

TEST_F(TlsServerTest, SaysWhyWhileTheBodyIsStillComingOverTls) {
    start();
    asio::io_context own;
    OpenSslClient client(connect(own));
    ASSERT_TRUE(client.connected());
    EXPECT_TRUE(
        client.endsInOrderAfter("GET /api/v1/hello HTTP/1.1\r\nHost: "
                                "localhost\r\nContent-Length: 100000\r\n\r\n" +
                                std::string(10'000, 'x')));
    EXPECT_EQ(client.answer.find("HTTP/1.1 413 "), 0U) << client.answer;
}

TEST_F(TlsServerTest, ClosesIdleAndUnfinishedConnectionsAtOnceWhenItStops) {
    ServerSettings settings;
    settings.arrival = Milliseconds(600'000);
    start(settings);
    asio::io_context own;
    auto silent = connect(own);
    auto half = connect(own);
    asio::write(half, asio::buffer("\x16\x03", 2));
    OpenSslClient idle(connect(own));
    EXPECT_TRUE(idle.connected());
    // Otherwise this stop would wait for its grace, which is longer than the test lasts.
    stop(Milliseconds(600'000));
    SUCCEED();
}

TEST_F(TlsServerTest, ListensOnEveryAddress) {
    ServerSettings settings;
    settings.address = "0.0.0.0";
    start(settings);
    EXPECT_EQ(ask("http", "GET", "/api/v1/hello").body, "hello") << "loopback is what the peer is";
}

TEST_F(TlsServerTest, SaysThatAnAddressIsNotThisMachines) {
    ServerSettings settings;
    settings.uploads = directory / "uploads";
    settings.address = "198.51.100.1";
    auto const elsewhere = Server::listen(
        io.get_executor(), {workers.get_executor(), workers.get_executor(), workers.get_executor()},
        settings, {}, gate, {});
    ASSERT_FALSE(elsewhere);
    EXPECT_EQ(elsewhere.error().code, Errc::invalid);
    EXPECT_NE(elsewhere.error().message.find("not an address of this machine"), std::string::npos);
}

TEST(PlainForm, OfAnAddressThatCameBySixIsItself) {
    EXPECT_EQ(plainForm(asio::ip::make_address("::ffff:127.0.0.1")).to_string(), "127.0.0.1");
    EXPECT_TRUE(plainForm(asio::ip::make_address("::ffff:127.0.0.1")).is_loopback());
    EXPECT_EQ(plainForm(asio::ip::make_address("fd00::2")).to_string(), "fd00::2");
    EXPECT_EQ(plainForm(asio::ip::make_address("192.0.2.1")).to_string(), "192.0.2.1");
}

}  // namespace
}  // namespace tocsin::http
