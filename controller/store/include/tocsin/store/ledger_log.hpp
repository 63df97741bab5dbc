// SPDX-License-Identifier: Apache-2.0
// The ledger's log: a leaf for each stored batch, in the order in which they came; the receipts
// that were signed for them, checkpoints, and who has cosigned those. What a leaf says never
// changes, only its receipt's signature comes later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/checkpoint.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/ledger_log.hpp"
#include "tocsin/messages/receipt.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

struct ReceiptSignature {
    messages::PublicKey key;
    messages::Signature signature;
    bool operator==(ReceiptSignature const&) const = default;
};

/// A leaf, and the batch whose it is.
struct LoggedBatch {
    messages::Receipt receipt;
    std::optional<ReceiptSignature> signature;  ///< nothing: not signed yet
    bool operator==(LoggedBatch const&) const = default;
};

/// The batches first … last of one player's epoch.
struct BatchSpan {
    messages::PublicKey player;
    std::int64_t epoch = 1, first = 1, last = 1;
    bool operator==(BatchSpan const&) const = default;
};

/// Where a player's plays began: the screen and arrival of its first batch.
struct FirstBatch {
    ScreenId screen;
    Instant received;
    bool operator==(FirstBatch const&) const = default;
};

struct KeptCheckpoint {
    messages::Checkpoint checkpoint;
    messages::SignedText text;  ///< as it was signed
    bool operator==(KeptCheckpoint const&) const = default;
};

class LedgerLog {
public:
    virtual ~LedgerLog() = default;
    /// Appending is Ledger::append's business, in the same transaction.
    [[nodiscard]] virtual messages::LogFrontier frontier() const = 0;
    /// Of a complete subtree within the log, from what is stored of it. Throws
    /// Failure(Errc::damaged) where leaves are missing.
    [[nodiscard]] virtual Digest hash(messages::LogNode const& node) const = 0;
    /// Whether what is stored of inner nodes over this block of 256 leaves (from 0) is what stands
    /// below them now; nothing: the log does not hold that block whole. Reads some hundred rows.
    /// Throws Failure(Errc::damaged) where leaves are missing.
    [[nodiscard]] virtual std::optional<bool> blockFits(std::int64_t block) const = 0;

    [[nodiscard]] virtual std::optional<LoggedBatch> find(messages::PublicKey const& player,
                                                          std::int64_t epoch,
                                                          std::int64_t batch) const = 0;
    /// From a leaf on, in order.
    [[nodiscard]] virtual std::vector<LoggedBatch> leaves(std::int64_t from,
                                                          std::size_t most) const = 0;
    /// Those without a signed receipt, the oldest first.
    [[nodiscard]] virtual std::vector<LoggedBatch> unsignedLeaves(std::size_t most) const = 0;
    virtual void sign(std::int64_t leaf, ReceiptSignature const& signature) = 0;

    /// In which batches plays of a screen stand that start in [from, to): a span from the first to
    /// the last of each player's epoch.
    [[nodiscard]] virtual std::vector<BatchSpan> spansOf(ScreenId const& screen, Instant from,
                                                         Instant to) const = 0;
    /// Of a span, in order; what is missing is left out.
    [[nodiscard]] virtual std::vector<LoggedBatch> batchesOf(BatchSpan const& span,
                                                             std::size_t most) const = 0;
    [[nodiscard]] virtual std::optional<FirstBatch> firstOf(
        messages::PublicKey const& player) const = 0;
    /// All names under which an asset's, or titles under which a campaign's plays were stored.
    [[nodiscard]] virtual std::vector<std::string> assetNames(Digest const& asset) const = 0;
    [[nodiscard]] virtual std::vector<std::string> campaignTitles(
        CampaignId const& campaign) const = 0;

    /// At sizes of at least `least`, the smallest first.
    [[nodiscard]] virtual std::vector<KeptCheckpoint> checkpoints(std::int64_t least,
                                                                  std::size_t most) const = 0;
    [[nodiscard]] virtual std::optional<KeptCheckpoint> newestCheckpoint() const = 0;
    [[nodiscard]] virtual std::optional<KeptCheckpoint> checkpoint(std::int64_t size) const = 0;
    virtual void put(KeptCheckpoint const& checkpoint) = 0;  ///< one a size, never replaced
    /// The same text under another key's signature; cosignatures stay. A checkpoint that is not
    /// there, or says something else, is a Failure(Errc::internal).
    virtual void signAgain(KeptCheckpoint const& checkpoint) = 0;
    /// By the checkpoint's size, in the order in which they came.
    [[nodiscard]] virtual std::vector<messages::Cosignature> cosignatures(
        std::int64_t size) const = 0;
    /// The same one twice is one row.
    virtual void cosign(std::int64_t size, messages::Cosignature const& cosignature) = 0;

    /// Envelopes (JSON) of the key sets that were in force, the oldest first.
    [[nodiscard]] virtual std::vector<std::string> keySets() const = 0;
    virtual void noteKeySet(std::int64_t generation, std::string const& envelope) = 0;
};

}  // namespace tocsin::store
