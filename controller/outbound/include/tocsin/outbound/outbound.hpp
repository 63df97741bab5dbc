// SPDX-License-Identifier: Apache-2.0
// Requests that the controller makes of its own: to hosts that the configuration names and to
// nobody else, however an address, a name server or a redirect tries to lead it astray.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>

#include "tocsin/outbound/resolver.hpp"
#include "tocsin/outbound/rules.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::outbound {

/// How patient a request is, and how much it takes. Steady time.
struct Limits {
    Milliseconds connect{10'000};          ///< of each host, its handshake included
    Milliseconds stalled{30'000};          ///< fewer than 100 bytes a second for so long end it
    Milliseconds whole{900'000};           ///< from the first look-up to the last byte
    std::int64_t mostBytes = 1LL << 30;    ///< of the body, as it comes and as it is unpacked
    std::int64_t mostAnswer = 64LL << 10;  ///< of the answer to post()
};

struct Head {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string address;  ///< which answered, for messages: what follows "?" left out
    /// Of the body as it is handed on; -1: only its end will tell.
    std::int64_t length = -1;
};

struct Get {
    std::string url;
    std::string etag;           ///< of the last good answer; empty: none
    std::string modifiedSince;  ///< its Last-Modified; empty: none
    /// Shown to the host of `url` and, after a redirect, to no other.
    std::map<std::string, std::string> headers{};
};

struct Post {
    std::string url;
    std::string contentType = "application/json";
    std::string body{};
    std::map<std::string, std::string> headers{};
};

struct Answer {
    Head head;
    std::string body;
};

/// Takes the body of a GET, and only of a status from 200 to 299.
struct Receiver {
    /// Once, before the first byte. An error ends the request and is what it returns.
    std::function<Result<>(Head const&)> begins = {};
    std::function<Result<>(std::string_view)> takes;
};

/// Thread-safe; requests block.
///
/// A host has to be named in the rules with scheme and port before its address is asked for. The
/// name is looked up once, and the connection goes to an address that was found then and may be
/// asked: public, or of a network that the rules name. Every redirect is a new request to which all
/// of this applies; none leads from https to http, and five are the most. No proxy, no cookies, no
/// passwords from files, and certificates are always checked.
class Outbound {
public:
    /// `resolver` outlives it.
    Outbound(Rules rules, Resolver& resolver) : rules_(std::move(rules)), resolver_(resolver) {}

    /// Whether a request to `url` can begin, before anybody is asked. Errc::invalid: no address
    /// that can be fetched; Errc::permission: not allowed, with the line that would allow it.
    [[nodiscard]] Result<> check(std::string const& url) const;

    /// For lists and logs, of a URL that check() takes: what follows "?" left out.
    [[nodiscard]] static Result<std::string> shown(std::string const& url);

    /// The address that `reference`, perhaps a relative one, is in a document from `base`.
    [[nodiscard]] static Result<std::string> absolute(std::string const& base,
                                                      std::string const& reference);

    /// The last step of its path, decoded: what a file from there is called. "" if that is nothing,
    /// or no text.
    [[nodiscard]] static Result<std::string> fileName(std::string const& url);

    /// The last answer, of whatever status; 304 says that the conditions hold. Errors as check(),
    /// and: Errc::permission (an address that may not be asked, a certificate that is not trusted),
    /// Errc::notFound (no such host), Errc::unavailable, Errc::timedOut, Errc::cancelled,
    /// Errc::exhausted (longer than the limits allow).
    [[nodiscard]] Result<Head> get(Get const& request, Limits const& limits, std::stop_token stop,
                                   Receiver const& receiver) const;
    /// The same for sending; a redirect is an error, Errc::invalid.
    [[nodiscard]] Result<Answer> post(Post const& request, Limits const& limits,
                                      std::stop_token stop) const;

private:
    Rules rules_;
    Resolver& resolver_;
};

}  // namespace tocsin::outbound
