// SPDX-License-Identifier: Apache-2.0
#include "upkeep.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace tocsin::app {

namespace asio = boost::asio;

void replanAll(schedule::Schedule& schedule) {
    try {
        schedule.replan().value();
    } catch (std::exception const& failure) {
        spdlog::error("replan failed err=\"{}\"", failure.what());
    }
}

asio::awaitable<void> replanOnWorker(schedule::Schedule& schedule) {
    replanAll(schedule);
    co_return;
}

asio::awaitable<void> expireOnWorker(proof::EvidenceArchive& evidence, library::Uploads& incoming,
                                     access::People& people, guard::MassChanges& guard,
                                     filing::FilingBook& filings) {
    if (auto const ended = guard.expire(); !ended) {
        spdlog::error("changes not swept err=\"{}\"", ended.error().message);
    }
    if (auto const gone = people.expire(); !gone) {
        spdlog::error("sessions not swept err=\"{}\"", gone.error().message);
    }
    if (auto const swept = incoming.sweep(); !swept) {
        spdlog::error("uploads not swept err=\"{}\"", swept.error().message);
    }
    if (auto const swept = filings.sweepInspections(); !swept) {
        spdlog::error("inspection packages not swept err=\"{}\"", swept.error().message);
    }
    auto const expired = evidence.expire();
    if (!expired) {
        spdlog::error("pictures not deleted err=\"{}\"", expired.error().message);
    } else if (*expired > 0) {
        spdlog::info("pictures deleted count={}", *expired);
    }
    co_return;
}

asio::awaitable<void> renewOnWorker(TlsService& tls) {
    try {
        tls.refresh();
    } catch (std::exception const& failure) {
        spdlog::error("certificate not renewed err=\"{}\"", failure.what());
    }
    co_return;
}

asio::awaitable<void> commandOnWorker(fleet::Fleet& fleet) {
    try {
        fleet.followCommands();
    } catch (std::exception const& failure) {
        spdlog::error("commands not looked after err=\"{}\"", failure.what());
    }
    co_return;
}

/// Screens end what is over by themselves; here it is written down.
asio::awaitable<void> warnOnWorker(warnings::Warnings& warnings, bool end) {
    try {
        if (auto const ended = end ? warnings.sweep() : Result<>(); !ended) {
            spdlog::error("warnings not ended err=\"{}\"", ended.error().message);
        }
        warnings.sweepFolder();
    } catch (std::exception const& failure) {
        spdlog::error("warnings not looked after err=\"{}\"", failure.what());
    }
    co_return;
}

/// What cannot be signed or written now is tried again; nothing else waits for it.
void signHead(audit::HeadKeeper& heads, bool now) {
    if (auto const done = now ? heads.signNow() : heads.signIfDue(); !done) {
        spdlog::error("head of the audit trail not signed err=\"{}\"", done.error().message);
    }
}

asio::awaitable<void> signOnWorker(audit::HeadKeeper& heads) {
    try {
        signHead(heads, false);
    } catch (std::exception const& failure) {
        spdlog::error("head of the audit trail not signed err=\"{}\"", failure.what());
    }
    co_return;
}

asio::awaitable<void> keepLedgerOnWorker(proof::LedgerKeeper& ledger) {
    try {
        if (auto const done = ledger.upkeep(); !done) {
            spdlog::error("the ledger's log was not signed err=\"{}\"", done.error().message);
        }
    } catch (std::exception const& failure) {
        spdlog::error("the ledger's log was not signed err=\"{}\"", failure.what());
    }
    co_return;
}

}  // namespace tocsin::app
