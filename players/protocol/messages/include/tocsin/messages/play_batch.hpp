// SPDX-License-Identifier: Apache-2.0
// tocsin-proof/1: a signed, chained batch of play records. The stored batch is the ledger; SQL rows
// are its index.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::messages {

inline constexpr char kProofKind[] = "tocsin-proof/1 batch";
inline constexpr std::size_t kMaxBatchRows = 500;

/// The header as text, fixed order of lines (proof format "tocsin-proof/1"): device, epoch, batch,
/// first, count, root, prev, wall, mono, boot, clock, manifest; each line ends in a line feed.
struct BatchHeader {
    PublicKey device;
    std::int64_t epoch = 1;
    std::int64_t batch = 1;  ///< 1, 2, 3 … within the epoch
    std::int64_t first = 1;  ///< sequence of the first row
    std::int64_t count = 0;  ///< rows, 1 to kMaxBatchRows
    Digest root;             ///< RFC 6962 tree hash of the lines
    Digest prev;   ///< SHA-256 of the previous header's text; all zero for batch 1 of an epoch
    Instant wall;  ///< when it was cut, fleet time
    std::int64_t monoMs = 0;
    std::string boot;
    ClockState clock = ClockState::unset;
    std::int64_t offsetMs = 0;
    std::int64_t uncertaintyMs = 0;
    Digest manifest;  ///< SHA-256 of the manifest payload in force; all zero if none
    bool operator==(BatchHeader const&) const = default;
};

struct PlayBatch {
    std::string header;              ///< header text exactly as signed
    Signature signature;             ///< over kProofKind ‖ 0 ‖ header
    std::vector<std::string> lines;  ///< rows exactly as written, without line feeds
    bool operator==(PlayBatch const&) const = default;
};

[[nodiscard]] std::string toText(BatchHeader const& header);
/// Errc::damaged names the line.
[[nodiscard]] Result<BatchHeader> parseHeader(std::string_view text);

/// RFC 6962 Merkle tree hash over the lines (leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖
/// left ‖ right)).
[[nodiscard]] Digest treeHash(std::vector<std::string> const& lines);

/// A header that is verified to belong to its rows.
struct VerifiedBatch {
    BatchHeader header;
    Digest headerDigest;
    std::vector<PlayRecord> records;
};
/// Checks signature by `device`, root, count, and that the rows' sequences run from `first` without
/// a hole. Errc::permission for a wrong key or signature, Errc::damaged for the rest. Continuity
/// with the batch before is the ledger's business.
[[nodiscard]] Result<VerifiedBatch> verifyBatch(PlayBatch const& batch, PublicKey const& device);

/// The whole batch as one text: header, "— <fingerprint> <signature>" line, then the rows. This is
/// what travels and is stored.
[[nodiscard]] std::string toText(PlayBatch const& batch);
[[nodiscard]] Result<PlayBatch> parseBatch(std::string_view text);

}  // namespace tocsin::messages
