// SPDX-License-Identifier: Apache-2.0
// Envelopes: how signed things travel.
#include "tocsin/messages/envelope.hpp"

#include "tocsin/messages/json.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMaxKindBytes = 64;

Envelope readEnvelope(JsonReader const& reader) {
    Envelope out;
    auto const kind = reader.at("kind");
    out.kind = kind.string(kMaxKindBytes);
    if (out.kind.find('\0') != std::string::npos) {
        kind.fail("has a zero, which ends the kind under the signature");
    }
    auto const payload = reader.at("payload");
    auto bytes = unbase64(payload.string(4 << 20));
    if (!bytes) {
        payload.fail("expected base64");
    }
    auto const key = reader.at("key");
    auto const publicKey = PublicKey::fromBase64(key.string(64));
    if (!publicKey) {
        key.fail("expected an Ed25519 public key, 32 bytes in base64");
    }
    auto const signature = reader.at("signature");
    auto const signedBy = Signature::fromBase64(signature.string(128));
    if (!signedBy) {
        signature.fail("expected an Ed25519 signature, 64 bytes in base64");
    }
    out.payload = *std::move(bytes);
    out.key = *publicKey;
    out.signature = *signedBy;
    return out;
}

}  // namespace

Envelope seal(KeyPair const& key, std::string kind, std::string payload) {
    auto const signature = key.sign(signedBytes(kind, payload));
    return {std::move(kind), std::move(payload), key.publicKey(), signature};
}

std::string toJson(Envelope const& envelope) {
    boost::json::object out;
    out["kind"] = envelope.kind;
    out["payload"] = base64(envelope.payload);
    out["key"] = envelope.key.base64();
    out["signature"] = envelope.signature.base64();
    return boost::json::serialize(out);
}

Result<Envelope> parseEnvelope(std::string_view json) {
    return readJson(json, &readEnvelope);
}

Result<std::string> opened(Envelope const& envelope, std::string_view kind,
                           PublicKey const& trusted) {
    if (envelope.kind != kind) {
        return Error{Errc::permission, "the envelope is of kind \"" + shownAsUtf8(envelope.kind) +
                                           "\", expected \"" + std::string(kind) + "\""};
    }
    if (envelope.key != trusted) {
        return Error{Errc::permission, "the envelope is signed by key " +
                                           envelope.key.fingerprint() + ", trusted is key " +
                                           trusted.fingerprint()};
    }
    if (!verify(trusted, signedBytes(envelope.kind, envelope.payload), envelope.signature)) {
        return Error{Errc::permission, "the envelope's signature by key " + trusted.fingerprint() +
                                           " does not fit its payload"};
    }
    return envelope.payload;
}

}  // namespace tocsin::messages
