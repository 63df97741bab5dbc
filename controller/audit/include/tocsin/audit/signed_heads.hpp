// SPDX-License-Identifier: Apache-2.0
// Heads of the audit trail that a signer has sealed, by which a trail is found that somebody made
// anew as a whole, with all its digests.
//
// They stand in a file of lines that only grows, outside the database, and in exports. Each line is
// an envelope: a key set (kind tocsin-keys/1), as the root sealed it, or a head (kind
// tocsin-audit-head/1), signed by the audit key of the key set before it. So the lines are believed
// by themselves, whatever keys were rotated since; which root is the right one is for people to
// compare. Who holds the signer of the audit role, and the file, can make both anew.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/audit/trail_check.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::audit {

struct SignedHead {
    Head head;
    Instant at;                   ///< when it was signed
    std::int64_t generation = 1;  ///< of the key set that its key stands in
    bool operator==(SignedHead const&) const = default;
};

/// The payload of its envelope: {"number","digest","at","generation"}.
[[nodiscard]] std::string toJson(SignedHead const& head);
/// Errc::invalid with what is wrong, also for a text that toJson() would write in another way.
[[nodiscard]] Result<SignedHead> parseSignedHead(std::string_view payload);

/// A line that is not what it should be.
struct LineFault {
    std::size_t line = 0;  ///< from 1
    std::string english, chinese;
};

/// Takes lines one by one. Only the first fault is told; nothing after it is believed.
class HeadLines {
public:
    /// `root`: which root alone is believed; nothing: that of the first key set.
    explicit HeadLines(std::optional<messages::PublicKey> root = std::nullopt) : root_(root) {}
    /// A line without its end.
    void take(std::string_view line);

    /// Those that hold, in the order of their rows; not those of keys that the newest key set
    /// revokes.
    [[nodiscard]] std::vector<SignedHead> heads() const;
    /// How many were left out because their key is revoked.
    [[nodiscard]] std::size_t revoked() const;
    /// Row of the newest one that was read, whether its key is revoked or not; 0: none.
    [[nodiscard]] std::int64_t newestNumber() const noexcept {
        return read_.empty() ? 0 : read_.back().head.head.number;
    }
    [[nodiscard]] std::optional<messages::PublicKey> const& root() const noexcept { return root_; }
    /// The newest key set's envelope.
    [[nodiscard]] std::optional<messages::Envelope> const& keySet() const noexcept {
        return keySet_;
    }
    [[nodiscard]] std::optional<LineFault> const& fault() const noexcept { return fault_; }

private:
    struct Read {
        SignedHead head;
        messages::PublicKey key;
    };
    void takeKeySet(messages::Envelope const& envelope);
    void takeHead(messages::Envelope const& envelope);
    void refuse(std::string english, std::string chinese);

    std::optional<messages::PublicKey> root_;
    std::optional<messages::Envelope> keySet_;
    messages::KeySet keys_;  ///< of keySet_
    std::vector<Read> read_;
    std::size_t line_ = 0;
    std::optional<LineFault> fault_;
};

/// All lines of a file of heads. What follows the last end of a line is a fault too.
[[nodiscard]] HeadLines readHeadLines(std::string_view text,
                                      std::optional<messages::PublicKey> const& root);

/// What the trail has to hold because of them.
void expectHeads(TrailCheck& check, std::vector<SignedHead> const& heads);

}  // namespace tocsin::audit
