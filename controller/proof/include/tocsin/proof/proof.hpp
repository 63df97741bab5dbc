// SPDX-License-Identifier: Apache-2.0
// Play ingest: a batch is verified, checked for continuity, committed, and only then acknowledged.
// The ledger holds each play once.
#pragma once

#include <functional>

#include "tocsin/access/message_handler.hpp"
#include "tocsin/proof/ledger_keeper.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::proof {

/// Handlers for "plays". A batch at or before the mark is acknowledged again without storing it;
/// one that skips the mark, forks the chain or fails verification is refused ("ledger-conflict")
/// and nothing is stored. A new epoch begins at batch 1, sequence 1. `store` and `keeper` must
/// outlive the handlers; `keeper` signs the receipt that goes with the acknowledgement, without one
/// there is none.
[[nodiscard]] access::MessageHandlers messageHandlers(store::Store& store,
                                                      std::function<Instant()> now,
                                                      LedgerKeeper* keeper = nullptr);

}  // namespace tocsin::proof
