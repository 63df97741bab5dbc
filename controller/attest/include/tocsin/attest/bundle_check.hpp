// SPDX-License-Identifier: Apache-2.0
// Whether a bundle of proof holds (tocsin-bundle/1), from the file alone: read once from front to
// back, in memory that grows with its batches (some 100 bytes each) and not with its plays.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::attest {

/// Whom the reader believes beforehand.
struct BundleTrust {
    std::string root;  ///< fingerprint of the root; empty: the bundle's own
    std::vector<messages::PublicKey> cosigners;  ///< each has to have signed a checkpoint of it
};

struct BundleFault {
    std::string file;   ///< in the bundle; empty: of the ZIP file itself
    std::string place;  ///< "line 7", "byte 12", "rows[3]"; may be empty
    std::string what;
    bool operator==(BundleFault const&) const = default;
};
/// "file, place: what".
[[nodiscard]] std::string toText(BundleFault const& fault);

struct SeenCheckpoint {
    std::int64_t size = 0;
    Digest root;
    Instant at;
    std::vector<std::string> cosigners;  ///< name, fingerprint of the key, instant
};

/// What was found. Lists end after kMostListed; the rest is counted.
struct BundleVerdict {
    static constexpr std::size_t kMostListed = 1'000;

    std::vector<BundleFault> faults;
    std::size_t allFaults = 0;
    std::vector<std::string> gaps;  ///< plays that are not there; no faults
    std::size_t allGaps = 0;
    std::vector<std::string> unproven;  ///< what the bundle cannot prove
    std::string root;                   ///< fingerprint; empty: no key set could be read
    Instant from, to, made;
    std::int64_t players = 0, batches = 0, rows = 0, plays = 0;
    std::vector<SeenCheckpoint> checkpoints;

    [[nodiscard]] bool holds() const noexcept { return allFaults == 0; }
};

/// `progress` gets bytes that are read, and all there are; false stops with Errc::cancelled. Only a
/// file that cannot be opened is an error: Errc::notFound, Errc::unavailable.
[[nodiscard]] Result<BundleVerdict> checkBundle(
    std::filesystem::path const& file, BundleTrust const& trust,
    std::function<bool(std::int64_t done, std::int64_t total)> const& progress = {});

}  // namespace tocsin::attest
