// SPDX-License-Identifier: Apache-2.0
// The files of a bundle of proof (tocsin-bundle/1), in the order in which they stand:
//   bundle.json      what it is of: BundleFacts
//   keys.jsonl       key sets, an envelope a line, the oldest first
//   checkpoints.txt  checkpoints with their cosignatures, the smallest first
//   enrolment.json   players and the screens they drove: Enrolment
//   receipts/S.txt   of a stream (a player's epoch), receipts in the order of its batches
//   batches/S.txt    the batches themselves, exactly as players signed them
//   index.json       which streams there are, and what was left out: BundleIndex
//   tree.txt         the ledger's log: "<level> <hash>" of subtrees, those of the batches at level
//   0 names.json       what assets and campaigns were called: Names report.json, report.csv   the
//   sums: PlaySums sha256sums.txt   digests of all files before it seal.txt         the
//   controller's signature over all of it, not compressed
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/attest/zip_writer.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::attest {

inline constexpr char kFactsFile[] = "bundle.json";
inline constexpr char kKeysFile[] = "keys.jsonl";
inline constexpr char kCheckpointsFile[] = "checkpoints.txt";
inline constexpr char kEnrolmentFile[] = "enrolment.json";
inline constexpr char kReceiptsFolder[] = "receipts/";
inline constexpr char kBatchesFolder[] = "batches/";
inline constexpr char kIndexFile[] = "index.json";
inline constexpr char kTreeFile[] = "tree.txt";
inline constexpr char kNamesFile[] = "names.json";
inline constexpr char kReportFile[] = "report.json";
inline constexpr char kTableFile[] = "report.csv";
inline constexpr char kSumsFile[] = "sha256sums.txt";
inline constexpr char kSealFile[] = "seal.txt";
/// Of the files that are read as a whole.
inline constexpr std::size_t kMostJsonBytes = 64 << 20;

/// What a bundle's figures rest on, for people; the verifiers have these rules built in.
[[nodiscard]] std::string presentRules();

struct BundleFacts {
    std::string origin;     ///< fingerprint of the root key
    Instant from, to;       ///< plays that begin in [from, to)
    Instant made;           ///< fleet time
    std::string programme;  ///< and its version
    std::string by;         ///< account that asked for it
    bool all = true;        ///< of all screens; false: of those that the account may see
    std::string rules = presentRules();  ///< as its maker put them: other versions' words count too
    bool operator==(BundleFacts const&) const = default;
};
[[nodiscard]] std::string toJson(BundleFacts const& facts);
[[nodiscard]] Result<BundleFacts> parseBundleFacts(std::string_view json);

/// One player's epoch: which of its batches are there.
struct BundleStream {
    messages::PublicKey player;
    std::int64_t epoch = 1;
    std::int64_t first = 1, last = 1;  ///< batches, both inclusive
    std::int64_t batches = 0, rows = 0;
    bool operator==(BundleStream const&) const = default;
};
/// A batch that also holds plays of screens which the bundle may not show.
struct LeftOut {
    messages::PublicKey player;
    std::int64_t epoch = 1, batch = 1;
    bool operator==(LeftOut const&) const = default;
};
struct BundleIndex {
    std::vector<BundleStream> streams;
    std::vector<LeftOut> leftOut;
    bool operator==(BundleIndex const&) const = default;
};
[[nodiscard]] std::string toJson(BundleIndex const& index);
[[nodiscard]] Result<BundleIndex> parseBundleIndex(std::string_view json);
/// "<fingerprint>-<epoch>", the name of a stream's files without folder and ".txt".
[[nodiscard]] std::string streamName(messages::PublicKey const& player, std::int64_t epoch);

/// All names under which plays were stored, the oldest first; assets by their digest in hex.
struct Names {
    std::map<std::string, std::vector<std::string>> assets, campaigns;
    bool operator==(Names const&) const = default;
};
[[nodiscard]] std::string toJson(Names const& names);
[[nodiscard]] Result<Names> parseNames(std::string_view json);

/// "<hex>  <name>" a line.
[[nodiscard]] std::string sumsText(std::vector<ZipFile> const& files);

}  // namespace tocsin::attest
