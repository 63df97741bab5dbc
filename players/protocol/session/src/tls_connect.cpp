// SPDX-License-Identifier: Apache-2.0
#include "tls_connect.hpp"

#include <openssl/x509v3.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <new>

#include "apply_trust.hpp"
#include "certificates.hpp"
#include "guard.hpp"
#include "tls_transport.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;
constexpr auto kUseTuple = asio::as_tuple(asio::use_awaitable);

bool isAddress(std::string const& host) {
    boost::system::error_code ec;
    asio::ip::make_address(host, ec);
    return !ec;
}

/// Names are told to the server (SNI), and under the system's authorities the certificate must
/// have the name or address.
void nameHost(SSL* ssl, std::string const& host, TlsTrust const& trust) {
    bool const address = isAddress(host);
    if (!address) {
        auto name = host;  // the macro for this casts in the old style
        SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    }
    if (trust.kind == TlsTrust::Kind::system) {
        auto* const how = SSL_get0_param(ssl);
        if (address) {
            X509_VERIFY_PARAM_set1_ip_asc(how, host.c_str());
        } else {
            X509_VERIFY_PARAM_set1_host(how, host.c_str(), 0);
        }
    }
}

Result<OpenSslPtr<SSL>> prepare(ServerAddress const& server, TlsTrust const& trust) {
    OpenSslPtr<SSL_CTX> const context(SSL_CTX_new(TLS_client_method()));
    if (!context) {
        throw std::bad_alloc();
    }
    if (trust.kind == TlsTrust::Kind::system) {
        SSL_CTX_set_default_verify_paths(context.get());
    }
    if (auto applied = applyTrust(context.get(), trust); !applied) {
        return applied.error();
    }
    OpenSslPtr<SSL> ssl(SSL_new(context.get()));
    if (!ssl) {
        throw std::bad_alloc();
    }
    nameHost(ssl.get(), server.host, trust);
    return ssl;
}

}  // namespace

asio::awaitable<Result<SecuredTransport>> connectTls(asio::ip::tcp::socket socket,
                                                     ServerAddress server, TlsTrust trust,
                                                     Milliseconds limit) {
    auto prepared = prepare(server, trust);
    if (!prepared) {
        co_return prepared.error();
    }
    auto* const ssl = prepared->get();  // the transport owns it from here on
    auto const stream = std::make_shared<AsyncStream>(
        tlsTransport(std::move(socket), std::move(*prepared), TlsSide::client));
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    Guard const guard(stream->get_executor(), limit, cancellation.slot(),
                      [stream] { stream->close(); });
    auto const [ec, none] = co_await stream->async_handshake(unheard(kUseTuple));
    auto const& where = server.authority;
    if (guard.cancelled()) {
        co_return Error{Errc::cancelled, "cannot connect to " + where + ": cancelled"};
    }
    if (guard.timedOut()) {
        co_return Error{Errc::timedOut, where + " did not finish the TLS handshake in time"};
    }
    if (ec) {
        auto const verified = SSL_get_verify_result(ssl);
        if (verified != X509_V_OK) {
            co_return notTrusted(where, trust, verified);
        }
        co_return Error{Errc::unavailable, "no TLS connection with " + where + ": " + ec.message()};
    }
    auto* const chain = SSL_get0_verified_chain(ssl);
    auto const count = chain == nullptr ? 0 : sk_X509_num(chain);
    if (count == 0) {
        co_return Error{Errc::permission, where + " shows no certificate"};
    }
    SecuredTransport out;
    out.authority = describeAuthority(sk_X509_value(chain, count - 1));
    out.transport = stream->release();
    co_return out;
}

}  // namespace tocsin::session
