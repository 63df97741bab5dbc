// SPDX-License-Identifier: Apache-2.0
// The two files of a stream (one player's epoch): receipts, and batches with their rows.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "entry_lines.hpp"
#include "findings.hpp"
#include "key_chain.hpp"
#include "row_check.hpp"
#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/messages/play_batch.hpp"
#include "tocsin/messages/receipt.hpp"

namespace tocsin::attest {

/// Number of a leaf, and the digest of the header that stands there.
using Leaves = std::vector<std::pair<std::int64_t, Digest>>;

class StreamCheck {
public:
    StreamCheck(KeyChain const& keys, RowCheck& rows, Leaves& leaves, Findings& findings)
        : keys_(keys), rows_(rows), leaves_(leaves), findings_(findings) {}

    /// The files that follow are this player's.
    void begin(EnrolledPlayer const& player, std::int64_t epoch);
    /// Both throw Failure(Errc::damaged) where nothing that follows can be read.
    void takeReceipts(EntryLines& lines);
    void takeBatches(EntryLines& lines);
    /// What came of the stream.
    [[nodiscard]] BundleStream const& stream() const noexcept { return stream_; }
    /// Of all streams: receipts that a revoked key has signed.
    [[nodiscard]] std::int64_t ofRevokedKeys() const noexcept { return ofRevokedKeys_; }

private:
    void takeReceipt(messages::SignedText const& signedText, std::size_t line);
    /// The next batch; false at the end.
    bool takeBatch(EntryLines& lines);
    void checkBatch(messages::PlayBatch const& batch, std::size_t line, std::size_t firstRow);
    void checkOrder(messages::BatchHeader const& header, Digest const& digest, std::size_t line);
    void checkReceipt(messages::BatchHeader const& header, Digest const& digest, std::size_t line);

    KeyChain const& keys_;
    RowCheck& rows_;
    Leaves& leaves_;
    Findings& findings_;
    EnrolledPlayer const* player_ = nullptr;
    std::string file_;
    BundleStream stream_;
    std::map<std::int64_t, messages::Receipt> receipts_;  // by batch
    std::map<std::int64_t, Digest> seen_;                 // headers, by batch
    std::int64_t nextRow_ = 0;
    std::int64_t ofRevokedKeys_ = 0;
};

}  // namespace tocsin::attest
