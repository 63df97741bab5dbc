// SPDX-License-Identifier: Apache-2.0
// TLS over loopback: what a client accepts, what a server offers, and what both refuse.
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "run_task.hpp"
#include "tocsin/session/accept_channel.hpp"
#include "tocsin/session/http_client.hpp"
#include "tocsin/session/tls_server.hpp"
#include "tocsin/tls/issue.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using ChannelPtr = std::unique_ptr<Channel>;
constexpr auto kUseTuple = asio::as_tuple(asio::use_awaitable);

Instant today() {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

/// An authority and a server certificate of it.
struct House {
    tls::Issued authority;
    TlsIdentity identity;

    explicit House(Instant made = today(), Instant served = today())
        : authority(tls::makeAuthority("Test authority", made)) {
        auto issued =
            tls::issueServer(authority, {{"127.0.0.1"}, {"controller.example"}}, served).value();
        identity = {issued.certificate + authority.certificate, issued.key};
    }
    [[nodiscard]] TlsTrust trust() const { return TlsTrust::pinned(authority.certificate); }
};

asio::awaitable<Result<ChannelPtr>> acceptOne(tcp::acceptor& acceptor, TlsServer const& server) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    AsyncStream stream(server.accept(std::move(socket)));
    auto const [ec, none] = co_await stream.async_handshake(kUseTuple);
    if (ec) {
        co_return Error{Errc::unavailable, ec.message()};
    }
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> upgrade;
    auto const [broken, got] = co_await http::async_read(stream, buffer, upgrade, kUseTuple);
    if (broken) {
        co_return Error{Errc::unavailable, broken.message()};
    }
    co_return co_await acceptChannel(std::move(stream), std::move(upgrade), "the player", {});
}

struct Both {
    Result<ChannelPtr> server = Error{}, client = Error{};
};

asio::awaitable<Both> connectBoth(tcp::acceptor& acceptor, TlsServer const& server, std::string url,
                                  TlsTrust trust) {
    using namespace asio::experimental::awaitable_operators;
    ChannelLimits const limits;
    auto [accepted, connected] =
        co_await (acceptOne(acceptor, server) && connectChannel(url, "/player", limits, {}, trust));
    Both out;
    out.server = std::move(accepted);
    out.client = std::move(connected);
    co_return out;
}

asio::awaitable<void> echoUntilClosed(Channel& channel) {
    for (;;) {
        auto message = co_await channel.receive();
        if (!message) {
            co_return;
        }
        (void)co_await channel.send(*std::move(message));
    }
}

asio::awaitable<Result<std::string>> ask(Channel& channel, std::string question) {
    (void)co_await channel.send(std::move(question));
    co_return co_await channel.receive();
}

class TlsTest : public testing::Test {
protected:
    Both connect(TlsServer const& server, TlsTrust const& trust) {
        return runTask(io, connectBoth(acceptor, server, url, trust));
    }
    Both connect(House const& shown, TlsTrust const& trust) {
        return connect(*TlsServer::make(shown.identity).value(), trust);
    }

    asio::io_context io;
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    std::string url = "https://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
    House const house;
};

TEST_F(TlsTest, AChannelCarriesMessagesBothWaysAndEndsInOrder) {
    auto both = connect(house, house.trust());
    ASSERT_TRUE(both.client) << both.client.error().message;
    auto& client = **both.client;
    auto echo = asio::co_spawn(io, echoUntilClosed(**both.server), asio::use_future);
    EXPECT_EQ(runTask(io, ask(client, "警报")).value(), "警报");
    std::string const large(900'000, 'x');
    EXPECT_EQ(runTask(io, ask(client, large)).value(), large);
    runTask(io, client.close(CloseReason::normal));
    finish(io, std::move(echo));
    auto const after = runTask(io, (*both.server)->receive());
    EXPECT_EQ(after.error().code, Errc::unavailable);
}

TEST_F(TlsTest, TellsTheAuthorityOfTheServerAndNoneOfTheClient) {
    auto const both = connect(house, house.trust());
    auto const authority = (*both.client)->peerAuthority();
    ASSERT_TRUE(authority);
    EXPECT_EQ(*authority, authorityOf(house.identity.chain).value());
    EXPECT_EQ(authority->certificate, house.authority.certificate);
    EXPECT_FALSE((*both.server)->peerAuthority());
}

TEST_F(TlsTest, RefusesACertificateOfAnotherAuthority) {
    House const impostor;
    auto const both = connect(impostor, house.trust());
    ASSERT_FALSE(both.client);
    EXPECT_EQ(both.client.error().code, Errc::permission);
    EXPECT_NE(both.client.error().message.find("shows another certificate"), std::string::npos)
        << both.client.error().message;
    EXPECT_FALSE(both.server);
}

TEST_F(TlsTest, TheHostNeedNotStandInACertificateOfThePinnedAuthority) {
    auto const elsewhere = tls::issueServer(house.authority, {{"192.0.2.99"}, {}}, today()).value();
    auto const server =
        TlsServer::make({elsewhere.certificate + house.authority.certificate, elsewhere.key});
    auto const both = connect(**server, house.trust());
    EXPECT_TRUE(both.client) << both.client.error().message;
}

TEST_F(TlsTest, AnotherCertificateOfTheSameAuthorityNeedsNoNewPin) {
    auto const server = TlsServer::make(house.identity).value();
    EXPECT_TRUE(connect(*server, house.trust()).client);
    auto const renewed = tls::issueServer(house.authority, {{"127.0.0.1"}, {}}, today()).value();
    server->change({renewed.certificate + house.authority.certificate, renewed.key}).value();
    EXPECT_TRUE(connect(*server, house.trust()).client);
    House const another;
    server->change(another.identity).value();
    EXPECT_EQ(server->authority(), authorityOf(another.authority.certificate).value());
    EXPECT_FALSE(connect(*server, house.trust()).client);
}

TEST_F(TlsTest, AnExpiredCertificateIsAcceptedOnlyWhereDatesMeanNothing) {
    auto const past = today() - std::chrono::days(800);
    House const old(past, past);  // the server's certificate ended a year ago
    auto trust = old.trust();
    auto const refused = connect(old, trust);
    ASSERT_FALSE(refused.client);
    EXPECT_EQ(refused.client.error().code, Errc::permission);
    EXPECT_NE(refused.client.error().message.find("check the clocks"), std::string::npos)
        << refused.client.error().message;
    trust.ignoreDates = true;
    EXPECT_TRUE(connect(old, trust).client);
    House const another(past, past);
    EXPECT_FALSE(connect(another, trust).client) << "dates alone do not matter";
}

TEST_F(TlsTest, DatesAreCheckedForTheInstantGiven) {
    auto const later = today() + std::chrono::days(700);
    House const future(later, later);
    auto trust = future.trust();
    EXPECT_FALSE(connect(future, trust).client);
    trust.at = later;
    EXPECT_TRUE(connect(future, trust).client);
    trust.at = later + std::chrono::days(400);
    EXPECT_FALSE(connect(future, trust).client);
}

TEST_F(TlsTest, UnpinnedTakesAnyAuthorityThatVouchesForTheCertificate) {
    auto const both = connect(house, TlsTrust::unpinned());
    ASSERT_TRUE(both.client) << both.client.error().message;
    EXPECT_EQ((*both.client)->peerAuthority()->digest,
              authorityOf(house.authority.certificate)->digest);
}

TEST_F(TlsTest, UnpinnedRefusesSomebodyElsesAuthorityAttachedToAForeignCertificate) {
    House const impostor;
    auto const server = TlsServer::make(
        {tls::issueServer(impostor.authority, {{"127.0.0.1"}, {}}, today())->certificate +
             house.authority.certificate,
         ""});
    EXPECT_FALSE(server) << "without a key there is nothing to show";
    auto const foreign = tls::issueServer(impostor.authority, {{"127.0.0.1"}, {}}, today()).value();
    auto const lying =
        TlsServer::make({foreign.certificate + house.authority.certificate, foreign.key});
    auto const both = connect(**lying, TlsTrust::unpinned());
    ASSERT_FALSE(both.client);
    EXPECT_EQ(both.client.error().code, Errc::permission);
}

TEST_F(TlsTest, TheSystemsAuthoritiesDoNotKnowTheHouse) {
    auto const both = connect(house, TlsTrust{});
    ASSERT_FALSE(both.client);
    EXPECT_EQ(both.client.error().code, Errc::permission);
}

/// Makes an authority one of the system's for as long as it lives.
class SystemAuthority {
public:
    explicit SystemAuthority(tls::Issued const& authority) {
        std::ofstream(file_) << authority.certificate;
        ::setenv("SSL_CERT_FILE", file_.c_str(), 1);
    }
    ~SystemAuthority() {
        ::unsetenv("SSL_CERT_FILE");
        std::filesystem::remove(file_);
    }
    SystemAuthority(SystemAuthority const&) = delete;
    SystemAuthority& operator=(SystemAuthority const&) = delete;

private:
    std::string file_ = testing::TempDir() + "authority-" + std::to_string(::getpid()) + ".pem";
};

TEST_F(TlsTest, UnderTheSystemsAuthoritiesTheCertificateMustNameTheHost) {
    SystemAuthority const known(house.authority);
    auto const both = connect(house, TlsTrust{});
    EXPECT_TRUE(both.client) << both.client.error().message;
    auto const elsewhere =
        tls::issueServer(house.authority, {{"192.0.2.99"}, {"localhost"}}, today()).value();
    auto const server =
        TlsServer::make({elsewhere.certificate + house.authority.certificate, elsewhere.key});
    auto const refused = connect(**server, TlsTrust{});
    ASSERT_FALSE(refused.client);
    EXPECT_EQ(refused.client.error().code, Errc::permission);
    url = "https://localhost:" + std::to_string(acceptor.local_endpoint().port());
    EXPECT_TRUE(connect(**server, TlsTrust{}).client);
}

TEST_F(TlsTest, WhereOneIsPinnedTheSystemsAuthoritiesDoNotCount) {
    House const impostor;
    SystemAuthority const known(impostor.authority);
    EXPECT_FALSE(connect(impostor, house.trust()).client);
}

TEST_F(TlsTest, AChainThatEndsBeforeItsRootIsPinnedWhereItEnds) {
    auto const leaf = tls::issueServer(house.authority, {{"127.0.0.1"}, {}}, today()).value();
    auto const server = TlsServer::make({leaf.certificate, leaf.key}).value();
    auto const seen = connect(*server, TlsTrust::unpinned());
    ASSERT_TRUE(seen.client) << seen.client.error().message;
    auto const shown = (*seen.client)->peerAuthority();
    EXPECT_EQ(shown->certificate, leaf.certificate);
    EXPECT_TRUE(connect(*server, TlsTrust::pinned(shown->certificate)).client);
    EXPECT_FALSE(connect(house, TlsTrust::pinned(shown->certificate)).client);
}

TEST_F(TlsTest, APinThatIsNoCertificateIsTold) {
    auto const both = connect(house, house.trust());
    EXPECT_TRUE(both.client);
    auto const wrong = runTask(
        io, connectChannel(url, "/player", {}, {}, TlsTrust::pinned("nothing of the kind")));
    EXPECT_EQ(wrong.error().code, Errc::invalid);
}

TEST_F(TlsTest, RefusesAKeyThatIsAnothers) {
    House const another;
    auto const mixed = TlsServer::make({house.identity.chain, another.identity.key});
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.error().code, Errc::invalid);
    auto const server = TlsServer::make(house.identity).value();
    EXPECT_FALSE(server->change({house.identity.chain, another.identity.key}));
    EXPECT_TRUE(connect(*server, house.trust()).client) << "what was there goes on";
}

TEST_F(TlsTest, GivesUpOnAServerThatNeverAnswersTheHandshake) {
    ChannelLimits impatient;
    impatient.connect = Milliseconds(200);
    auto const silent = runTask(io, connectChannel(url, "/player", impatient, {}, house.trust()));
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().code, Errc::timedOut);
    EXPECT_NE(silent.error().message.find("TLS handshake"), std::string::npos);
}

/// A client of OpenSSL alone, which may be more old-fashioned than ours.
struct PlainOpenSsl {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL* ssl = nullptr;
    ~PlainOpenSsl() {
        SSL_free(ssl);
        SSL_CTX_free(context);
    }
    /// The version agreed upon, or why there is none, below 0.
    int connect(int port, int newest, char const* ciphers) {
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, newest);
        SSL_CTX_set_security_level(context, 0);
        SSL_CTX_set_cipher_list(context, ciphers);
        ssl = SSL_new(context);
        asio::io_context own;
        tcp::socket socket(own);
        socket.connect({asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port)});
        SSL_set_fd(ssl, socket.native_handle());
        auto const connected = SSL_connect(ssl) == 1;
        auto const reason = ERR_GET_REASON(ERR_peek_error());
        ERR_clear_error();
        return connected ? SSL_version(ssl) : -reason;
    }
};

asio::awaitable<bool> handshakeOnly(tcp::acceptor& acceptor, TlsServer const& server) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    AsyncStream stream(server.accept(std::move(socket)));
    auto const [ec, none] = co_await stream.async_handshake(kUseTuple);
    co_return !ec;
}

TEST_F(TlsTest, SpeaksTls12AndLaterWithForwardSecrecyOnly) {
    auto const server = TlsServer::make(house.identity).value();
    auto const port = acceptor.local_endpoint().port();
    auto const versionWith = [&](int newest, char const* ciphers) {
        int agreed = 0;
        std::thread client([&] {
            PlainOpenSsl plain;
            agreed = plain.connect(port, newest, ciphers);
        });
        (void)runTask(io, handshakeOnly(acceptor, *server));
        client.join();
        return agreed;
    };
    EXPECT_EQ(versionWith(TLS1_3_VERSION, "DEFAULT"), TLS1_3_VERSION);
    EXPECT_EQ(versionWith(TLS1_2_VERSION, "DEFAULT"), TLS1_2_VERSION);
    EXPECT_EQ(versionWith(TLS1_1_VERSION, "ALL"), -SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
    EXPECT_EQ(versionWith(TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA"),
              -SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE)
        << "CBC";
}

asio::awaitable<void> answerOne(tcp::acceptor& acceptor, TlsServer const& server) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    AsyncStream stream(server.accept(std::move(socket)));
    auto const [ec, none] = co_await stream.async_handshake(kUseTuple);
    if (ec) {
        co_return;
    }
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> request;
    (void)co_await http::async_read(stream, buffer, request, kUseTuple);
    http::response<http::string_body> response{http::status::ok, 11};
    response.body() = "over TLS";
    response.prepare_payload();
    response.keep_alive(false);
    (void)co_await http::async_write(stream, response, kUseTuple);
    (void)co_await stream.async_finish(kUseTuple);
}

/// libcurl's requests, against the same server.
class TlsTransferTest : public TlsTest {
protected:
    Result<HttpReply> get(House const& shown, TlsTrust const& trust) {
        auto const server = TlsServer::make(shown.identity).value();
        Result<HttpReply> reply = Error{};
        std::thread client([&] {
            TransferPolicy policy;
            policy.trust = trust;
            reply = request({.url = url + "/"}, policy, {});
        });
        runTask(io, answerOne(acceptor, *server));
        client.join();
        return reply;
    }
};

TEST_F(TlsTransferTest, FollowTheSamePolicy) {
    EXPECT_EQ(get(house, house.trust())->body, "over TLS");
    EXPECT_EQ(get(house, TlsTrust::unpinned())->body, "over TLS");
    House const impostor;
    auto const refused = get(impostor, house.trust());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::permission);
    EXPECT_NE(refused.error().message.find("shows another certificate"), std::string::npos)
        << refused.error().message;
    auto const unknown = get(house, TlsTrust{});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::permission);
    EXPECT_EQ(get(house, TlsTrust::pinned("none")).error().code, Errc::invalid);
}

TEST_F(TlsTransferTest, IgnoreDatesOnlyWhereTheyMeanNothing) {
    auto const past = today() - std::chrono::days(800);
    House const old(past, past);
    auto trust = old.trust();
    auto const refused = get(old, trust);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::permission);
    trust.ignoreDates = true;
    EXPECT_EQ(get(old, trust)->body, "over TLS");
    trust = old.trust();
    trust.at = past;
    EXPECT_EQ(get(old, trust)->body, "over TLS");
}

TEST(Fingerprint, IsReadAsPeopleWriteIt) {
    House const house;
    auto const digest = authorityOf(house.authority.certificate)->digest;
    auto const text = fingerprintOf(digest);
    EXPECT_EQ(text.size(), 32U * 3 - 1);
    EXPECT_EQ(digestOfFingerprint(text), digest);
    EXPECT_EQ(digestOfFingerprint(digest.hex()), digest);
    auto spaced = text;
    std::replace(spaced.begin(), spaced.end(), ':', ' ');
    EXPECT_EQ(digestOfFingerprint(spaced), digest);
    EXPECT_FALSE(digestOfFingerprint(text + ":00"));
    EXPECT_FALSE(digestOfFingerprint(text.substr(3)));
    EXPECT_FALSE(digestOfFingerprint("not a fingerprint"));
}

}  // namespace
}  // namespace tocsin::session
