// SPDX-License-Identifier: Apache-2.0
// Bundles of proof (证明包) at the API, and checkpoints of the ledger's log with who cosigned them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tocsin/access/route.hpp"
#include "tocsin/proof/ledger_keeper.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::proof {

struct BundleSettings {
    std::filesystem::path directory;  ///< data directory; bundles are in "bundles"
    std::function<Instant()> now;
    std::string zone = "Asia/Shanghai";         ///< of periods that are given as days
    std::int64_t diskReserveBytes = 1LL << 29;  ///< one that would leave less free is given up
    /// Files can be fetched for so long after they were made.
    Milliseconds keep{24LL * 3'600'000};
    /// A line for the log about one that is done or failed.
    std::function<void(std::string const&)> log = [](std::string const&) {};
    std::size_t mostOfAnAccount = 20;    ///< orders and files that it may have at a time
    std::int64_t mostBytes = 8LL << 30;  ///< of all files that are kept
};

/// Thread-safe. One bundle is made at a time, on a thread of its own between start() and stop(); at
/// most 8 wait. Orders and files are forgotten after a day and with a restart. One is made, and its
/// file given, only while its account may see reports of all that is in it. Who had one made of
/// what stands in the audit trail.
class Bundles {
public:
    Bundles(store::Store& store, LedgerKeeper& keeper, BundleSettings settings);
    ~Bundles();  ///< stops

    void start();  ///< once; removes what a former run left
    void stop();

    [[nodiscard]] access::Routes routes();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Checkpoints: list, make one, store a cosignature. The references must outlive the handlers.
[[nodiscard]] access::Routes checkpointRoutes(store::Store& store, LedgerKeeper& keeper);

}  // namespace tocsin::proof
