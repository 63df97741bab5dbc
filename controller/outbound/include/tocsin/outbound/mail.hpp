// SPDX-License-Identifier: Apache-2.0
// Mail that the controller hands to the one server that [mail] names, by SMTP.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "tocsin/outbound/address.hpp"
#include "tocsin/outbound/resolver.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::outbound {

enum class MailSecurity {
    startTls,  ///< TLS before anything is said; a server that has none is not talked to
    tls,       ///< TLS from the first byte
    none       ///< anybody on the way can read and change it
};

struct MailServer {
    std::string host;
    std::uint16_t port = 587;
    MailSecurity security = MailSecurity::startTls;
    std::string account, password;      ///< an empty account: nobody signs in
    std::vector<Network> networks;      ///< private ones in which a host that is a name may be
    std::filesystem::path authorities;  ///< PEM, trusted besides the system's; empty: none
};

struct MailFile {
    std::string name;  ///< as its receiver sees it
    std::string type;  ///< "application/pdf"
    std::filesystem::path file;
};

/// One message. Texts are UTF-8; a control character in a header becomes a blank.
struct Mail {
    std::string from, fromName;
    std::vector<std::string> to;  ///< each sees all of them
    std::string subject, text;
    std::string id;  ///< Message-ID without its brackets: the same for every attempt
    Instant date;
    std::chrono::seconds offset{};  ///< east of UTC, in which the date is written
    std::vector<MailFile> files;
};

enum class MailFate {
    sent,      ///< the server has taken it
    refused,   ///< and will not take it: 5xx to this mail, or a mail that is none
    later,     ///< 4xx to this mail
    noServer,  ///< nothing could be said of this mail: away, not trusted, no sign-in, busy
    stopped
};

struct MailOutcome {
    MailFate fate = MailFate::noServer;
    std::string answer;  ///< the server's last words, or what is wrong; one line, no secrets
};

/// How patient sending is. Steady time.
struct MailLimits {
    Milliseconds connect{15'000};
    Milliseconds silent{60'000};  ///< no answer, or next to no bytes, for so long
    Milliseconds whole{600'000};
};

/// Thread-safe; sending blocks.
///
/// Addresses are judged as those of Outbound are: the name is looked up once, and the connection
/// goes to an address that was found then and is public, or of a network that the server's entry
/// names. Certificates are always checked, and nothing but TLS ever carries a password unless the
/// security is `none`.
class MailDoor {
public:
    /// `resolver` outlives it.
    MailDoor(MailServer server, Resolver& resolver)
        : server_(std::move(server)), resolver_(resolver) {}

    /// Whether its host can be one. Errc::invalid, Errc::permission (an address that is never
    /// asked).
    [[nodiscard]] Result<> check() const;

    /// One attempt. A recipient that the server refuses refuses the mail for all of them. A
    /// connection that breaks after the last byte may have delivered it all the same.
    [[nodiscard]] MailOutcome send(Mail const& mail, MailLimits const& limits,
                                   std::stop_token stop) const;

private:
    MailServer server_;
    Resolver& resolver_;
};

}  // namespace tocsin::outbound
