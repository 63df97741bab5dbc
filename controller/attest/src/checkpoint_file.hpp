// SPDX-License-Identifier: Apache-2.0
// checkpoints.txt: checkpoints of the ledger's log with their cosignatures.
#pragma once

#include <string>
#include <vector>

#include "findings.hpp"
#include "key_chain.hpp"
#include "tocsin/messages/checkpoint.hpp"

namespace tocsin::attest {

struct ReadCheckpoint {
    messages::Checkpoint checkpoint;
    bool counts = true;  ///< false: its key was revoked
    std::vector<messages::Cosignature> cosignatures;
};

/// Those whose signatures hold, the smallest first; the others are faults.
[[nodiscard]] std::vector<ReadCheckpoint> readCheckpoints(std::string_view text,
                                                          KeyChain const& keys, Findings& findings);

}  // namespace tocsin::attest
