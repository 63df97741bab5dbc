// SPDX-License-Identifier: Apache-2.0
#include "tocsin/session/tls_server.hpp"

#include <openssl/pem.h>

#include <mutex>
#include <new>

#include "certificates.hpp"
#include "tls_transport.hpp"

namespace tocsin::session {
namespace {

/// For TLS 1.2; those of 1.3 are all of this kind.
constexpr char kCiphers[] = "ECDHE+AESGCM:ECDHE+CHACHA20";

Error opensslFailed(std::string const& doing) {
    return {Errc::invalid, doing + ": " + lastOpenSslError()};
}

struct Shown {
    OpenSslPtr<SSL_CTX> context;
    Authority authority;
};

Result<> setIdentity(SSL_CTX* context, std::vector<OpenSslPtr<X509>> const& chain,
                     std::string const& key) {
    auto const bio = readingFrom(key);
    OpenSslPtr<EVP_PKEY> const secret(
        PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    if (!secret) {
        return opensslFailed("the private key cannot be read (PEM, without a passphrase)");
    }
    if (X509_check_private_key(chain.front().get(), secret.get()) != 1) {
        ERR_clear_error();
        return Error{Errc::invalid, "the private key is not that of the certificate"};
    }
    if (SSL_CTX_use_certificate(context, chain.front().get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, secret.get()) != 1) {
        return opensslFailed("the certificate cannot be used");
    }
    for (std::size_t i = 1; i < chain.size(); ++i) {
        if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1) {
            return opensslFailed("the certificate's chain cannot be used");
        }
    }
    return {};
}

Result<Shown> prepare(TlsIdentity const& identity) {
    auto const chain = readCertificates(identity.chain);
    if (!chain) {
        return chain.error();
    }
    OpenSslPtr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
    if (!context) {
        throw std::bad_alloc();
    }
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context.get(), kCiphers);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                           SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);  // tickets do without
    if (auto set = setIdentity(context.get(), *chain, identity.key); !set) {
        return set.error();
    }
    return Shown{std::move(context), describeAuthority(chain->back().get())};
}

class SharedTlsServer final : public TlsServer {
public:
    explicit SharedTlsServer(Shown shown) : shown_(std::move(shown)) {}

    Result<> change(TlsIdentity const& identity) override {
        auto shown = prepare(identity);
        if (!shown) {
            return shown.error();
        }
        std::scoped_lock const lock(mutex_);
        shown_ = std::move(*shown);  // connections hold the former one as long as they need it
        return {};
    }

    Authority authority() const override {
        std::scoped_lock const lock(mutex_);
        return shown_.authority;
    }

    std::unique_ptr<Transport> accept(boost::asio::ip::tcp::socket socket) const override {
        OpenSslPtr<SSL> ssl;
        {
            std::scoped_lock const lock(mutex_);
            ssl.reset(SSL_new(shown_.context.get()));
        }
        if (!ssl) {
            throw std::bad_alloc();
        }
        return tlsTransport(std::move(socket), std::move(ssl), TlsSide::server);
    }

private:
    mutable std::mutex mutex_;
    Shown shown_;  // guarded by mutex_
};

}  // namespace

Result<std::shared_ptr<TlsServer>> TlsServer::make(TlsIdentity const& identity) {
    auto shown = prepare(identity);
    if (!shown) {
        return shown.error();
    }
    return std::shared_ptr<TlsServer>(std::make_shared<SharedTlsServer>(std::move(*shown)));
}

}  // namespace tocsin::session
