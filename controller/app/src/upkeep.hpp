// SPDX-License-Identifier: Apache-2.0
// What the service does from time to time, each a coroutine for the workers. What goes wrong is a
// line in the log, and is tried again the next time.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "tls_service.hpp"
#include "tocsin/access/people.hpp"
#include "tocsin/audit/head_keeper.hpp"
#include "tocsin/filing/filing.hpp"
#include "tocsin/fleet/fleet.hpp"
#include "tocsin/guard/mass_changes.hpp"
#include "tocsin/library/uploads.hpp"
#include "tocsin/proof/evidence.hpp"
#include "tocsin/proof/ledger_keeper.hpp"
#include "tocsin/schedule/schedule.hpp"
#include "tocsin/warnings/warnings.hpp"

namespace tocsin::app {

/// A failure must not end the planning of days to come, nor undo what was changed.
void replanAll(schedule::Schedule& schedule);
[[nodiscard]] boost::asio::awaitable<void> replanOnWorker(schedule::Schedule& schedule);
[[nodiscard]] boost::asio::awaitable<void> expireOnWorker(proof::EvidenceArchive& evidence,
                                                          library::Uploads& incoming,
                                                          access::People& people,
                                                          guard::MassChanges& guard,
                                                          filing::FilingBook& filings);
[[nodiscard]] boost::asio::awaitable<void> renewOnWorker(TlsService& tls);
/// Commands to screens whose time has come, or is over.
[[nodiscard]] boost::asio::awaitable<void> commandOnWorker(fleet::Fleet& fleet);
/// Takes in CAP files; `end`: and ends warnings whose time is over.
[[nodiscard]] boost::asio::awaitable<void> warnOnWorker(warnings::Warnings& warnings, bool end);
/// `now`: whether a head is due or not.
void signHead(audit::HeadKeeper& heads, bool now);
[[nodiscard]] boost::asio::awaitable<void> signOnWorker(audit::HeadKeeper& heads);
/// Receipts that are missing, and a checkpoint when one is due.
[[nodiscard]] boost::asio::awaitable<void> keepLedgerOnWorker(proof::LedgerKeeper& ledger);

}  // namespace tocsin::app
