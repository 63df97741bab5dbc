// SPDX-License-Identifier: Apache-2.0
// What the ledger lacks of this player, written to a U盘 as the very messages of a session:
// proof/<screen>/plays-<player>-0001.jsonl, pictures-…, status-….json. What is on the stick stays
// on this player too, until the next bundle says that the ledger has it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "evidence/camera.hpp"
#include "journal/journal_thread.hpp"
#include "tocsin/messages/carry.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::player {

struct ProofWritten {
    std::int64_t rows = 0;
    std::size_t pictures = 0;
    std::optional<Error> failed;  ///< not all was written
};

/// What is written, and what the stick said that the ledger has.
struct ProofParts {
    std::filesystem::path folder;  ///< "tocsin-carry" on the stick
    messages::CarriedHead head;
    JournalThread& journal;
    EvidenceCamera& camera;
    std::optional<LedgerMark> mark;
    std::set<Digest> pictures;
    messages::Status status;
};
/// Files are replaced whole and synced. Stops at the first that cannot be written.
[[nodiscard]] ProofWritten writeProof(ProofParts const& parts);

/// "proof/<screen>", made if need be. Errors as stick::makeFolder.
[[nodiscard]] Result<std::filesystem::path> proofFolder(std::filesystem::path const& folder,
                                                        ScreenId const& screen);

}  // namespace tocsin::player
