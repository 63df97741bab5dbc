// SPDX-License-Identifier: Apache-2.0
// The ledger's log in tables. Leaves are rows; of the inner nodes those of every eighth level are
// stored, so that any subtree's hash is at most a few hundred rows away.
#pragma once

#include "connection.hpp"
#include "tocsin/store/ledger_log.hpp"

namespace tocsin::store {

class SqliteLedgerLog final : public LedgerLog {
public:
    explicit SqliteLedgerLog(Connection& connection) : connection_(connection) {}

    /// The leaf of a batch whose row has this key.
    void append(std::int64_t batchKey, Digest const& header);

    [[nodiscard]] messages::LogFrontier frontier() const override;
    [[nodiscard]] Digest hash(messages::LogNode const& node) const override;
    [[nodiscard]] std::optional<bool> blockFits(std::int64_t block) const override;
    [[nodiscard]] std::optional<LoggedBatch> find(messages::PublicKey const& player,
                                                  std::int64_t epoch,
                                                  std::int64_t batch) const override;
    [[nodiscard]] std::vector<LoggedBatch> leaves(std::int64_t from,
                                                  std::size_t most) const override;
    [[nodiscard]] std::vector<LoggedBatch> unsignedLeaves(std::size_t most) const override;
    void sign(std::int64_t leaf, ReceiptSignature const& signature) override;
    [[nodiscard]] std::vector<BatchSpan> spansOf(ScreenId const& screen, Instant from,
                                                 Instant to) const override;
    [[nodiscard]] std::vector<LoggedBatch> batchesOf(BatchSpan const& span,
                                                     std::size_t most) const override;
    [[nodiscard]] std::optional<FirstBatch> firstOf(
        messages::PublicKey const& player) const override;
    [[nodiscard]] std::vector<std::string> assetNames(Digest const& asset) const override;
    [[nodiscard]] std::vector<std::string> campaignTitles(
        CampaignId const& campaign) const override;
    [[nodiscard]] std::vector<KeptCheckpoint> checkpoints(std::int64_t least,
                                                          std::size_t most) const override;
    [[nodiscard]] std::optional<KeptCheckpoint> newestCheckpoint() const override;
    [[nodiscard]] std::optional<KeptCheckpoint> checkpoint(std::int64_t size) const override;
    void put(KeptCheckpoint const& checkpoint) override;
    void signAgain(KeptCheckpoint const& checkpoint) override;
    [[nodiscard]] std::vector<messages::Cosignature> cosignatures(std::int64_t size) const override;
    void cosign(std::int64_t size, messages::Cosignature const& cosignature) override;
    [[nodiscard]] std::vector<std::string> keySets() const override;
    void noteKeySet(std::int64_t generation, std::string const& envelope) override;

private:
    [[nodiscard]] std::vector<LoggedBatch> listed(Query& query) const;
    [[nodiscard]] std::optional<Digest> stored(messages::LogNode const& node) const;
    /// From the leaves, or the nearest stored level, below it.
    [[nodiscard]] Digest made(messages::LogNode const& node) const;

    Connection& connection_;
};

/// Gives the batches of a database of before their leaves, in the order of their rows. Inside a
/// migration.
void logOldBatches(Connection& connection);

}  // namespace tocsin::store
