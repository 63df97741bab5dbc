// SPDX-License-Identifier: Apache-2.0
// Key sets as JSON, and what each role may sign.
#include "tocsin/messages/key_set.hpp"

#include <algorithm>
#include <set>

#include "manifest_version_json.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMostBytes = 64 << 10;

struct RoleFacts {
    std::string_view name, kind;
    std::array<std::string_view, 3> further{};  ///< kinds that the role's key signs too
};
/// In the order of SigningRole.
constexpr std::array<RoleFacts, kSigningRoles.size()> kRoles{
    {{"content", kManifestKind, {kCarryKind}},
     {"warning", kWarningKind},
     {"command", kCommandKind, {kInstructionKind}},
     {"approval", kApprovalKind},
     {"session", kChallengeKind},
     {"audit", kAuditHeadKind},
     {"ledger", kReceiptKind, {kCheckpointKind, kBundleKind, kFilingKind}}}};

RoleFacts const& factsOf(SigningRole role) {
    return kRoles[static_cast<std::size_t>(role)];
}

PublicKey readKey(JsonReader const& reader) {
    auto const key = PublicKey::fromBase64(reader.string(64));
    if (!key) {
        reader.fail("expected an Ed25519 public key, 32 bytes in base64");
    }
    return *key;
}

/// One key for two purposes would let what was signed for one pass for the other.
void requireDistinct(JsonReader const& reader, KeySet const& keys) {
    std::set<PublicKey> seen{keys.root};
    for (auto const role : kSigningRoles) {
        if (!keys.has(role)) {
            continue;
        }
        if (!seen.insert(keys.key(role)).second) {
            reader.fail("the key of role " + std::string(toString(role)) +
                        " is that of another role or the root");
        }
        if (keys.revokes(keys.key(role))) {
            reader.fail("the key of role " + std::string(toString(role)) + " is revoked");
        }
    }
}

KeySet readKeySet(JsonReader const& reader) {
    KeySet out;
    if (reader.at("format").string(64) != kKeySetKind) {
        reader.at("format").fail(std::string("expected \"") + kKeySetKind + "\"");
    }
    out.generation = reader.at("generation").integer(1, kMaxCount);
    out.issued = reader.at("issued").instant();
    out.root = readKey(reader.at("root"));
    auto const keys = reader.at("keys");
    for (auto const role : kSigningRoles) {
        if (mayLack(role) && !keys.find(toString(role))) {
            continue;  // a key set of before
        }
        out.key(role) = readKey(keys.at(toString(role)));
        if (!out.has(role)) {
            keys.at(toString(role)).fail("this is no key");
        }
    }
    if (auto const authority = reader.find("tls_authority")) {
        out.tlsAuthority = authority->digest();
    }
    if (auto const revoked = reader.find("revoked")) {
        for (auto const& key : revoked->array(KeySet::kMostRevoked)) {
            out.revoked.push_back(readKey(key));
        }
    }
    requireDistinct(keys, out);
    return out;
}

}  // namespace

std::string_view toString(SigningRole role) {
    return factsOf(role).name;
}

std::optional<SigningRole> signingRoleFrom(std::string_view text) {
    auto const found = std::find_if(kSigningRoles.begin(), kSigningRoles.end(),
                                    [&](auto const role) { return toString(role) == text; });
    return found == kSigningRoles.end() ? std::nullopt : std::optional(*found);
}

std::string_view kindOf(SigningRole role) {
    return factsOf(role).kind;
}

std::vector<std::string_view> kindsOf(SigningRole role) {
    std::vector<std::string_view> out{factsOf(role).kind};
    for (auto const kind : factsOf(role).further) {
        if (!kind.empty()) {
            out.push_back(kind);
        }
    }
    return out;
}

bool isOfRole(SigningRole role, std::string_view bytes) {
    auto const kinds = kindsOf(role);
    return std::any_of(kinds.begin(), kinds.end(), [&](std::string_view kind) {
        return bytes.size() > kind.size() && bytes.starts_with(kind) && bytes[kind.size()] == '\0';
    });
}

bool KeySet::revokes(PublicKey const& key) const {
    return std::find(revoked.begin(), revoked.end(), key) != revoked.end();
}

std::string toJson(KeySet const& keys) {
    boost::json::object roles;
    for (auto const role : kSigningRoles) {
        if (!keys.has(role)) {
            continue;
        }
        auto const name = toString(role);
        roles[boost::json::string_view(name.data(), name.size())] = keys.key(role).base64();
    }
    boost::json::object out{{"format", kKeySetKind},
                            {"generation", keys.generation},
                            {"issued", formatInstant(keys.issued)},
                            {"root", keys.root.base64()},
                            {"keys", std::move(roles)}};
    if (keys.tlsAuthority) {
        out["tls_authority"] = keys.tlsAuthority->hex();
    }
    boost::json::array revoked;
    for (auto const& key : keys.revoked) {
        revoked.emplace_back(key.base64());
    }
    if (!revoked.empty()) {
        out["revoked"] = std::move(revoked);
    }
    return boost::json::serialize(out);
}

Result<KeySet> parseKeySet(std::string_view json) {
    return readJson(json, &readKeySet, kMostBytes);
}

Result<KeySet> openedKeySet(Envelope const& envelope) {
    auto const payload = opened(envelope, kKeySetKind, envelope.key);
    if (!payload) {
        return payload.error();
    }
    auto keys = parseKeySet(*payload);
    if (!keys) {
        return Error{Errc::invalid, "not a key set: " + keys.error().message};
    }
    if (keys->root != envelope.key) {
        return Error{Errc::permission, "the key set names root " + keys->root.fingerprint() +
                                           " and is sealed by " + envelope.key.fingerprint()};
    }
    return keys;
}

std::string challengeBytes(std::string_view playersNonce, std::string_view controllersNonce,
                           std::string_view keySetPayload) {
    std::string payload(playersNonce);
    payload.append(controllersNonce);
    auto const digest = sha256(keySetPayload);
    payload.append(digest.bytes.begin(), digest.bytes.end());
    return signedBytes(kChallengeKind, payload);
}

}  // namespace tocsin::messages
