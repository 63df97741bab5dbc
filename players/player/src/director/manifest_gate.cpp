// SPDX-License-Identifier: Apache-2.0
// Signature, screen, version, expiry: the four questions to every manifest.
#include "director/manifest_gate.hpp"

#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

/// The key that has to have signed it.
Result<messages::PublicKey> signerOf(messages::Envelope const& envelope, Gate const& gate) {
    if (gate.trust.set.revokes(envelope.key)) {
        return Error{Errc::permission,
                     "it is signed by key " + envelope.key.fingerprint() + ", which was revoked"};
    }
    bool const believed =
        gate.acceptedBefore && gate.trust.believed(messages::SigningRole::content, envelope.key);
    return believed ? envelope.key : gate.trust.contentKey();
}

}  // namespace

std::string toString(messages::ManifestVersion version) {
    return std::to_string(version.generation) + "." + std::to_string(version.counter);
}

Result<HeldManifest> judgeOffer(std::string_view text, Gate const& gate) {
    auto const envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return Error{Errc::damaged, "not an envelope: " + envelope.error().message};
    }
    auto const signer = signerOf(*envelope, gate);
    if (!signer) {
        return signer.error();
    }
    auto const payload = messages::opened(*envelope, messages::kManifestKind, *signer);
    if (!payload) {
        return payload.error();
    }
    auto manifest = messages::parseManifest(*payload);
    if (!manifest) {
        return Error{Errc::damaged, "not a manifest: " + manifest.error().message};
    }
    HeldManifest offered{std::move(*manifest), messages::sha256(*payload), *signer};
    auto const& m = offered.manifest;
    if (!gate.screen.empty() && m.screen != gate.screen) {
        return Error{Errc::permission,
                     "it is for screen " + m.screen.str() + ", this is " + gate.screen.str()};
    }
    if (m.version.generation > gate.trust.set.generation) {
        return Error{Errc::conflict, "version " + toString(m.version) +
                                         " is of a generation whose key set this player does not "
                                         "hold; it holds " +
                                         std::to_string(gate.trust.set.generation)};
    }
    if (gate.held && gate.held->manifest.screen == m.screen) {
        auto const& held = gate.held->manifest;
        if (m.version < held.version) {
            return Error{Errc::conflict, "version " + toString(m.version) + " is older than " +
                                             toString(held.version)};
        }
        if (m.version == held.version && offered.payload != gate.held->payload) {
            return Error{Errc::conflict,
                         "another manifest of version " + toString(m.version) + " is in force"};
        }
    }
    if (m.expires <= gate.now) {
        return Error{Errc::timedOut, "it expired at " + formatInstant(m.expires)};
    }
    return offered;
}

}  // namespace tocsin::player
