// SPDX-License-Identifier: Apache-2.0
// The key set: which key signs what, sealed by the root key. Payload of an Envelope of kind
// kKeySetKind, JSON. Players pin the root and believe all other keys because of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

inline constexpr char kKeySetKind[] = "tocsin-keys/1";
inline constexpr char kWarningKind[] = "tocsin-warning/1";
inline constexpr char kCommandKind[] = "tocsin-command/1";
inline constexpr char kInstructionKind[] = "tocsin-instruction/1";
inline constexpr char kApprovalKind[] = "tocsin-approval/1";
inline constexpr char kChallengeKind[] = "tocsin-challenge/1";
inline constexpr char kAuditHeadKind[] = "tocsin-audit-head/1";
inline constexpr char kReceiptKind[] = "tocsin-receipt/1";
inline constexpr char kCheckpointKind[] = "tocsin-checkpoint/1";
inline constexpr char kBundleKind[] = "tocsin-bundle/1";
inline constexpr char kFilingKind[] = "tocsin-filing/1";
inline constexpr char kCarryKind[] = "tocsin-carry/1";

/// What a key may sign, and nothing else.
enum class SigningRole {
    content,   ///< manifests, and lists of what is carried to screens by hand
    warning,   ///< warnings
    command,   ///< commands, and instructions
    approval,  ///< records of approval
    session,   ///< challenges: who the controller is on a connection
    audit,     ///< heads of the audit trail; key sets of before name no key for it
    ledger     ///< receipts, checkpoints, bundles of plays, and filings; nor for this
};
inline constexpr std::array kSigningRoles{
    SigningRole::content, SigningRole::warning, SigningRole::command, SigningRole::approval,
    SigningRole::session, SigningRole::audit,   SigningRole::ledger};
/// Whether a key set may name no key for it, because such sets were issued before it came to be.
[[nodiscard]] constexpr bool mayLack(SigningRole role) {
    return role == SigningRole::audit || role == SigningRole::ledger;
}

/// "content", "warning", …
[[nodiscard]] std::string_view toString(SigningRole role);
[[nodiscard]] std::optional<SigningRole> signingRoleFrom(std::string_view text);
/// The kind of what the role's key signs; of content, command and ledger there are more.
[[nodiscard]] std::string_view kindOf(SigningRole role);
/// All of them, that one first.
[[nodiscard]] std::vector<std::string_view> kindsOf(SigningRole role);
/// Whether `bytes` (as signedBytes makes them) are of one of the role's kinds.
[[nodiscard]] bool isOfRole(SigningRole role, std::string_view bytes);

struct KeySet {
    static constexpr std::size_t kMostRevoked = 100;

    std::int64_t generation = 1;  ///< from 1; every further key set has a higher one
    Instant issued;
    PublicKey root;
    std::array<PublicKey, kSigningRoles.size()> keys;  ///< in the order of SigningRole; zeros: none
    std::optional<Digest> tlsAuthority;  ///< SHA-256 of the authority that the controller's TLS
                                         ///< certificate comes from
    /// Keys whose signatures are worth nothing any more, also those they gave before.
    std::vector<PublicKey> revoked;

    [[nodiscard]] PublicKey const& key(SigningRole role) const {
        return keys[static_cast<std::size_t>(role)];
    }
    [[nodiscard]] PublicKey& key(SigningRole role) { return keys[static_cast<std::size_t>(role)]; }
    /// Of a role that mayLack() one there may be no key; of all others there is.
    [[nodiscard]] bool has(SigningRole role) const { return key(role) != PublicKey{}; }
    [[nodiscard]] bool revokes(PublicKey const& key) const;
    bool operator==(KeySet const&) const = default;
};

[[nodiscard]] std::string toJson(KeySet const& keys);
/// Errc::invalid with the path of the fault. Two roles never share a key, no key in use is revoked,
/// and the root is none of them.
[[nodiscard]] Result<KeySet> parseKeySet(std::string_view json);

/// The key set of an envelope that the root it names has sealed. Whether that root is the right one
/// is for the caller to ask. Errc::permission, Errc::invalid.
[[nodiscard]] Result<KeySet> openedKeySet(Envelope const& envelope);

/// The bytes that Challenge::proof signs: kChallengeKind ‖ 0 ‖ the player's nonce ‖ the
/// controller's nonce ‖ SHA-256 of the key set's payload. The player's nonce makes the proof good
/// for one connection.
[[nodiscard]] std::string challengeBytes(std::string_view playersNonce,
                                         std::string_view controllersNonce,
                                         std::string_view keySetPayload);

}  // namespace tocsin::messages
