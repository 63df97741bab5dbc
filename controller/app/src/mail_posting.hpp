// SPDX-License-Identifier: Apache-2.0
// Mail: the room that keeps the outbox, and the one door to the mail server.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "tocsin/config/controller_config.hpp"
#include "tocsin/mail/mailer.hpp"
#include "tocsin/outbound/mail.hpp"
#include "tocsin/outbound/rules.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::app {

/// The server that the configuration names, with the password from its file; without a host if it
/// names none. Errc::invalid names the key: a file that cannot be read or that others may read, a
/// host that is none.
[[nodiscard]] Result<outbound::MailServer> mailServer(config::ControllerConfig const& config,
                                                      outbound::Rules const& rules);

class MailPosting {
public:
    /// The references outlive it.
    MailPosting(config::ControllerConfig const& config, outbound::MailServer server,
                store::Store& store, outbound::Resolver& resolver, session::Clock& clock);

    /// Until it is cancelled.
    [[nodiscard]] boost::asio::awaitable<void> run();
    [[nodiscard]] mail::Mailer& mailer() { return mailer_; }

private:
    session::Clock& clock_;
    outbound::MailDoor door_;
    mail::Mailer mailer_;
};

}  // namespace tocsin::app
