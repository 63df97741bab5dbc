// SPDX-License-Identifier: Apache-2.0
// Signature, screen, version, expiry: the four questions to every manifest.
#include "director/manifest_gate.hpp"

#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {

std::string toString(messages::ManifestVersion version) {
    return std::to_string(version.generation) + "." + std::to_string(version.counter);
}

Result<HeldManifest> judgeOffer(std::string_view text, Gate const& gate) {
    auto const envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return Error{Errc::damaged, "not an envelope: " + envelope.error().message};
    }
    auto const payload = messages::opened(*envelope, messages::kManifestKind, gate.controller);
    if (!payload) {
        return payload.error();
    }
    auto manifest = messages::parseManifest(*payload);
    if (!manifest) {
        return Error{Errc::damaged, "not a manifest: " + manifest.error().message};
    }
    HeldManifest offered{std::move(*manifest), messages::sha256(*payload)};
    auto const& m = offered.manifest;
    if (!gate.screen.empty() && m.screen != gate.screen) {
        return Error{Errc::permission,
                     "it is for screen " + m.screen.str() + ", this is " + gate.screen.str()};
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
