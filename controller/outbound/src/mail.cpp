// SPDX-License-Identifier: Apache-2.0
#include "tocsin/outbound/mail.hpp"

#include "allowed_addresses.hpp"
#include "mail_exchange.hpp"
#include "mail_headers.hpp"

namespace tocsin::outbound {
namespace {

MailOutcome without(Error const& error) {
    return {error.code == Errc::cancelled ? MailFate::stopped : MailFate::noServer, error.message};
}

}  // namespace

Result<> MailDoor::check() const {
    auto const host = readHost(server_.host);
    return host ? checkAddress(server_.networks, *host) : host.error();
}

MailOutcome MailDoor::send(Mail const& mail, MailLimits const& limits, std::stop_token stop) const {
    if (auto const right = checkMail(mail); !right) {
        return {MailFate::refused, right.error().message};
    }
    auto host = readHost(server_.host);
    if (!host) {
        return without(host.error());
    }
    auto addresses = allowedAddresses(server_.networks, resolver_, *host, limits.connect, stop);
    if (!addresses) {
        return without(addresses.error());
    }
    return exchangeMail({server_, *std::move(host), *std::move(addresses), mail, limits}, stop);
}

}  // namespace tocsin::outbound
