// SPDX-License-Identifier: Apache-2.0
// https over loopback: whose certificates are believed, and what a redirect may not do.
#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "names.hpp"
#include "tocsin/tls/issue.hpp"

namespace tocsin::outbound {
namespace {

using test::webAnswer;
using test::webRedirect;
using test::WebServer;
using test::WebStream;
using testing::HasSubstr;

Instant today() {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

struct EndContext {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};
struct EndSsl {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};

class TlsStream final : public WebStream {
public:
    explicit TlsStream(std::unique_ptr<SSL, EndSsl> ssl) : ssl_(std::move(ssl)) {}
    std::string read() override {
        std::string block(16384, '\0');
        auto const got = SSL_read(ssl_.get(), block.data(), static_cast<int>(block.size()));
        block.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return block;
    }
    bool write(std::string_view bytes) override {
        return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

private:
    std::unique_ptr<SSL, EndSsl> ssl_;
};

/// An authority, and a certificate of it for one name.
struct House {
    tls::Issued authority = tls::makeAuthority("Test authority", today());
    tls::Issued server;
    std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), EndContext{}};

    explicit House(std::string const& name, Instant made = today())
        : server(tls::issueServer(authority, {{}, {name}}, made).value()) {
        use(server.certificate, [this](BIO* bio) {
            auto* const certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
            EXPECT_EQ(SSL_CTX_use_certificate(context.get(), certificate), 1);
            X509_free(certificate);
        });
        use(server.key, [this](BIO* bio) {
            auto* const key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
            EXPECT_EQ(SSL_CTX_use_PrivateKey(context.get(), key), 1);
            EVP_PKEY_free(key);
        });
    }
    [[nodiscard]] WebServer::Wrap wrap() const {
        return [context = context](int connection) -> std::unique_ptr<WebStream> {
            std::unique_ptr<SSL, EndSsl> ssl(SSL_new(context.get()));
            SSL_set_fd(ssl.get(), connection);
            if (SSL_accept(ssl.get()) != 1) {
                return nullptr;
            }
            return std::make_unique<TlsStream>(std::move(ssl));
        };
    }

private:
    template <class Read>
    static void use(std::string const& pem, Read const& read) {
        auto* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        read(bio);
        BIO_free(bio);
    }
};

class TlsOutboundTest : public testing::Test {
protected:
    TlsOutboundTest() { std::ofstream(authorities) << house.authority.certificate; }
    ~TlsOutboundTest() override { std::filesystem::remove(authorities); }

    Outbound allowing(std::vector<std::string> const& hosts, bool withAuthority = true) {
        auto rules = readRules(hosts, {"127.0.0.1"}).value();
        if (withAuthority) {
            rules.authorities = authorities;
        }
        return {rules, resolver};
    }
    std::string named(std::string const& name, WebServer const& server) {
        resolver.answer(name, {{"127.0.0.1"}});
        return name + ":" + std::to_string(server.port());
    }

    House const house{"media.example"};
    std::filesystem::path authorities = std::filesystem::path(testing::TempDir()) /
                                        ("tocsin-outbound-" + std::to_string(::getpid()) + ".pem");
    FakeResolver resolver;
};

TEST_F(TlsOutboundTest, FetchesFromAServerOfAConfiguredAuthority) {
    WebServer const server(webAnswer("film"), "127.0.0.1", house.wrap());
    auto const place = named("media.example", server);
    auto const got = fetch(allowing({place}), {"https://" + place + "/", "", ""});
    ASSERT_TRUE(got.head) << got.refusal();
    EXPECT_EQ(got.body, "film");
}

TEST_F(TlsOutboundTest, RefusesAnUnknownAuthority) {
    WebServer const server(webAnswer("film"), "127.0.0.1", house.wrap());
    auto const place = named("media.example", server);
    auto const got = fetch(allowing({place}, false), {"https://" + place + "/", "", ""});
    EXPECT_EQ(got.code(), Errc::permission) << got.refusal();
    EXPECT_THAT(got.refusal(), HasSubstr("ca under [outbound]"));
    EXPECT_TRUE(server.requests().empty()) << "nothing was said to it";
}

TEST_F(TlsOutboundTest, RefusesACertificateForAnotherName) {
    WebServer const server(webAnswer("film"), "127.0.0.1", house.wrap());
    auto const place = named("other.example", server);
    auto const got = fetch(allowing({place}), {"https://" + place + "/", "", ""});
    EXPECT_EQ(got.code(), Errc::permission) << got.refusal();
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(TlsOutboundTest, RefusesARedirectFromHttpsToHttp) {
    WebServer const plain(webAnswer("film"));
    auto const last = "http://" + named("media.example", plain);
    WebServer const server(webRedirect(last + "/"), "127.0.0.1", house.wrap());
    auto const place = named("media.example", server);
    auto const got = fetch(allowing({place, last}), {"https://" + place + "/", "", ""});
    EXPECT_EQ(got.code(), Errc::permission);
    EXPECT_THAT(got.refusal(), HasSubstr("redirects from https to http://media.example"));
    EXPECT_EQ(plain.connections(), 0);
}

TEST_F(TlsOutboundTest, SaysIfTheAuthoritiesCannotBeRead) {
    std::ofstream(authorities) << "no certificate\n";
    WebServer const server(webAnswer("film"), "127.0.0.1", house.wrap());
    auto const place = named("media.example", server);
    auto const got = fetch(allowing({place}), {"https://" + place + "/", "", ""});
    EXPECT_EQ(got.code(), Errc::invalid) << got.refusal();
    EXPECT_THAT(got.refusal(), HasSubstr(authorities.string()));
}

}  // namespace
}  // namespace tocsin::outbound
