// SPDX-License-Identifier: Apache-2.0
// Ingest of play batches: verify, check continuity with the mark, commit, sign a receipt,
// acknowledge.
#include "attribution.hpp"
#include "tocsin/messages/running_totals.hpp"
#include "tocsin/proof/proof.hpp"
#include "tocsin/store/epoch_totals.hpp"

namespace tocsin::proof {
namespace {

using messages::VerifiedBatch;
using store::LedgerMark;

/// Two histories of one key. Which of them is true only people can tell, and what the ledger has
/// stays.
Error forked(std::string const& what) {
    return {Errc::conflict, "forked: " + what};
}

Error conflict(std::string const& what) {
    return {Errc::conflict, "ledger-conflict: " + what};
}

std::string placeOf(std::int64_t epoch, std::int64_t batch) {
    return "epoch " + std::to_string(epoch) + " batch " + std::to_string(batch);
}

bool isStored(LedgerMark const& mark, messages::BatchHeader const& header) {
    return header.epoch < mark.epoch || (header.epoch == mark.epoch && header.batch <= mark.batch);
}

/// A batch the ledger has been past: the same bytes are acknowledged again (the reply was lost),
/// others are a fork.
Result<> checkRepeated(store::Tx const& tx, messages::BatchHeader const& header,
                       std::string const& text) {
    auto const place = placeOf(header.epoch, header.batch);
    auto const stored = tx.ledger().batch(header.device, header.epoch, header.batch);
    if (!stored) {
        return conflict(place +
                        " is older than the ledger's mark and was never stored; the player "
                        "must begin a new epoch");
    }
    if (*stored != text) {
        return forked(place +
                      " differs from the one already stored: two players write with one "
                      "key, or a player was restored from a copy; revoke it and enrol it anew");
    }
    return {};
}

/// Whether the batch is the one that follows the mark.
Result<> checkNext(std::optional<LedgerMark> const& mark, messages::BatchHeader const& header) {
    auto const place = placeOf(header.epoch, header.batch);
    if (!mark || header.epoch > mark->epoch) {
        if (header.batch == 1 && header.first == 1 && header.prev == Digest{}) {
            return {};
        }
        return conflict(place +
                        " cannot begin an epoch; it must be batch 1 from row 1 with no "
                        "batch before");
    }
    if (header.batch != mark->batch + 1 || header.first != mark->sequence + 1) {
        return conflict(place + " from row " + std::to_string(header.first) +
                        " skips rows; the ledger expects batch " + std::to_string(mark->batch + 1) +
                        " from row " + std::to_string(mark->sequence + 1));
    }
    if (header.prev != mark->header) {
        return forked(place +
                      " does not continue the batch that the ledger has: two players write with "
                      "one key; revoke it and enrol it anew");
    }
    return {};
}

Result<VerifiedBatch> verified(std::string const& text, messages::PublicKey const& player) {
    auto const batch = messages::parseBatch(text);
    if (!batch) {
        return conflict(batch.error().message);
    }
    auto checked = messages::verifyBatch(*batch, player);
    if (!checked) {
        return conflict(checked.error().message);
    }
    return checked;
}

/// The batch as the ledger takes it, with its rows given to the screens that showed them. Read in
/// the transaction that stores it: the session may not know yet that its player was moved.
Result<store::LedgerBatch> shared(store::Tx const& tx, std::string const& text,
                                  VerifiedBatch const& batch, Instant now) {
    if (tx.revocations().find(batch.header.device)) {
        return Error{Errc::permission, "this player's key was revoked"};
    }
    auto const bindings = tx.bindings().of(batch.header.device);
    if (bindings.empty()) {
        return Error{Errc::notFound, "this player was never bound to a screen; pair it with one"};
    }
    store::LedgerBatch out{
        bindings.back().screen, "", now, text, batch, attributed(bindings, batch.records)};
    for (auto& share : out.shares) {
        auto const screen = tx.screens().find(share.screen);
        if (!screen) {
            return Error{Errc::damaged, "screen \"" + share.screen.str() +
                                            "\" is bound to a player but not in the database; "
                                            "restore it from a backup"};
        }
        share.zone = screen->zone;
    }
    return out;
}

/// What the player says it counted of this epoch; nothing where it says nothing that holds. The
/// batch is proof without it.
std::optional<messages::RunningTotals> totalsWith(messages::Plays const& plays,
                                                  messages::BatchHeader const& header) {
    auto totals = messages::verifyTotals(plays.totals, header.device);
    return totals && totals->epoch == header.epoch ? std::optional(*totals) : std::nullopt;
}

/// The signed receipt as it travels; empty while nothing can be signed: the player asks no more
/// for it, and the next bundle has it.
std::string receiptText(LedgerKeeper* keeper, std::optional<store::LoggedBatch> const& logged) {
    if (keeper == nullptr || !logged) {
        return {};
    }
    auto const receipt = keeper->receiptFor(*logged);
    return receipt ? toText(*receipt) : std::string();
}

Result<std::optional<messages::Body>> ingest(store::Store& store, Instant now, LedgerKeeper* keeper,
                                             access::PlayerPrincipal const& who,
                                             messages::Body const& body) {
    auto const* plays = std::get_if<messages::Plays>(&body);
    if (plays == nullptr) {
        return Error{Errc::invalid, "a message of type " + std::string(messages::typeName(body)) +
                                        " holds no plays"};
    }
    auto const batch = verified(plays->batch, who.key);
    if (!batch) {
        return batch.error();
    }
    auto const totals = totalsWith(*plays, batch->header);
    messages::PlaysStored reply;
    std::optional<store::LoggedBatch> logged;
    auto const change = [&](store::Tx& tx) -> Result<> {
        auto const mark = tx.ledger().mark(who.key);
        auto const& header = batch->header;
        if (mark && isStored(*mark, header)) {
            reply = {mark->epoch, mark->batch, mark->sequence, {}};
            logged = tx.ledgerLog().find(who.key, header.epoch, header.batch);
            auto repeated = checkRepeated(tx, header, plays->batch);
            if (repeated && totals) {
                tx.epochTotals().tell(*totals, plays->totals, now);
            }
            return repeated;
        }
        if (auto next = checkNext(mark, header); !next) {
            return next;
        }
        auto const entry = shared(tx, plays->batch, *batch, now);
        if (!entry) {
            return entry.error();
        }
        if (totals) {
            tx.epochTotals().tell(*totals, plays->totals, now);
        }
        tx.ledger().append(*entry);
        if (keeper != nullptr) {
            keeper->writeGiven(tx);
        }
        reply = {header.epoch, header.batch, header.first + header.count - 1, {}};
        logged = tx.ledgerLog().find(who.key, header.epoch, header.batch);
        return {};
    };
    if (auto const stored = store.ingest(change); !stored) {
        return stored.error();
    }
    // Outside the transaction: a signer may take its time.
    reply.receipt = receiptText(keeper, logged);
    return std::optional<messages::Body>(reply);
}

}  // namespace

access::MessageHandlers messageHandlers(store::Store& store, std::function<Instant()> now,
                                        LedgerKeeper* keeper) {
    access::MessageHandlers handlers;
    handlers.emplace("plays", [&store, keeper, now = std::move(now)](
                                  access::PlayerPrincipal const& who, messages::Body const& body) {
        return ingest(store, now(), keeper, who, body);
    });
    return handlers;
}

}  // namespace tocsin::proof
