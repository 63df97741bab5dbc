// SPDX-License-Identifier: Apache-2.0
// What is mailed about filings: reminders of deadlines, and drafts of weekly reports.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "tocsin/filing/filing.hpp"
#include "tocsin/mail/mailer.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::app {

/// Puts into the outbox what is due at `now` and nobody was mailed yet. What goes wrong is a line
/// in the log, and is tried again the next time.
[[nodiscard]] boost::asio::awaitable<void> mailFilingsOnWorker(store::Store const& store,
                                                               filing::FilingBook const& filings,
                                                               mail::Mailer const& mailer,
                                                               Instant now);

}  // namespace tocsin::app
