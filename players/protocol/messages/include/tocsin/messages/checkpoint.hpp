// SPDX-License-Identifier: Apache-2.0
// Checkpoints (tocsin-checkpoint/1) of the ledger's log, signed by the role ledger, and
// cosignatures, with which somebody outside says that he has seen one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/messages/key_set.hpp"
#include "tocsin/messages/signed_text.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::messages {

inline constexpr char kCosignatureKind[] = "tocsin-cosignature/1";

/// Lines: origin, size, root, at.
struct Checkpoint {
    std::string origin;     ///< fingerprint of the root key: whose ledger it is
    std::int64_t size = 0;  ///< batches in the log
    Digest root;            ///< of the log at that size
    Instant at;             ///< fleet time
    bool operator==(Checkpoint const&) const = default;
};
[[nodiscard]] std::string toText(Checkpoint const& checkpoint);
/// Every byte counts: a text in another form than toText()'s is Errc::damaged.
[[nodiscard]] Result<Checkpoint> parseCheckpoint(std::string_view text);

/// Over the text of a checkpoint, without the controller's signature line.
struct Cosignature {
    static constexpr std::size_t kMostNameBytes = 200;

    PublicKey key;
    Instant at;  ///< by the cosigner's own clock
    Signature signature;
    std::string name;  ///< who it is, as he calls himself: one line
    bool operator==(Cosignature const&) const = default;
};
/// Errc::invalid for a name that is empty, too long or no single line of UTF-8.
[[nodiscard]] Result<Cosignature> cosigned(std::string_view checkpointText, KeyPair const& key,
                                           Instant at, std::string const& name);
/// Whether the signature fits this checkpoint, name and time.
[[nodiscard]] bool fits(Cosignature const& cosignature, std::string_view checkpointText);

/// The line "— <key> <instant> <signature> <name>" with its line feed; the key in base64.
[[nodiscard]] std::string toLine(Cosignature const& cosignature);
/// Of a line without its line feed. Errc::damaged.
[[nodiscard]] Result<Cosignature> parseCosignature(std::string_view line);

}  // namespace tocsin::messages
