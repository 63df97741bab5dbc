// SPDX-License-Identifier: Apache-2.0
// One attempt to hand a mail to a server whose addresses were chosen before.
#pragma once

#include "host.hpp"
#include "tocsin/outbound/mail.hpp"

namespace tocsin::outbound {

struct MailOrder {
    MailServer const& server;
    Host host;
    std::vector<Address> addresses;  ///< the only ones that are connected to; not empty
    Mail const& mail;                ///< checkMail() has nothing against it
    MailLimits limits;
};

[[nodiscard]] MailOutcome exchangeMail(MailOrder const& order, std::stop_token const& stop);

}  // namespace tocsin::outbound
