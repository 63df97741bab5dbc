// SPDX-License-Identifier: Apache-2.0
// Makes a bundle of proof (tocsin-bundle/1) from the ledger, in bounded memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "tocsin/access/principal.hpp"
#include "tocsin/proof/ledger_keeper.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::proof {

struct BundleWish {
    Instant from, to;         ///< plays that begin in [from, to)
    std::string by;           ///< account
    access::UnitSet units{};  ///< whose screens' plays
};

struct MadeBundle {
    Digest digest;  ///< of the file
    std::int64_t bytes = 0, batches = 0, rows = 0, plays = 0;
};

/// Whether a file that has so many bytes may go on growing; asked every few megabytes. What it
/// answers ends the bundle.
using MayGrow = std::function<Result<>(std::int64_t bytes)>;

/// Writes `file`, which is of no use after an error. `progress` gets the share that is done. Reads
/// the database in short steps: the log only grows, and the checkpoint says where the bundle ends.
/// Errc::notFound while there are no plays at all, Errc::unavailable while nothing can be signed,
/// Errc::damaged as LedgerKeeper::checkpointNow(), Errc::exhausted for a full disk or a bundle that
/// would be too large to be verified, Errc::cancelled.
[[nodiscard]] Result<MadeBundle> makeBundle(store::Store& store, LedgerKeeper& keeper,
                                            BundleWish const& wish, Instant now,
                                            std::filesystem::path const& file,
                                            std::function<void(double)> const& progress,
                                            std::stop_token const& stop,
                                            MayGrow const& mayGrow = {});

}  // namespace tocsin::proof
